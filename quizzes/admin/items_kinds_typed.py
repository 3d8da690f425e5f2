"""The types answered by typing: a word, a number, a free text; and the text that is only read."""

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import scoring
from quizzes.admin.items_form import FractionField, ItemForm, PercentField, area, register_kind, show_fraction, show_percent
from quizzes.admin.items_rows import Row, RowKind
from quizzes.scoring.base import ONE, ZERO
from quizzes.scoring.numbers import split_number


class AnswerRow(Row):
    text = forms.CharField(
        label=gettext_lazy("Принимаемый ответ"),
        max_length=300,
        help_text=gettext_lazy("Звёздочка * — любой текст на этом месте."),
    )
    weight = PercentField(label=gettext_lazy("Вес, %"), initial="100")
    feedback = forms.CharField(label=gettext_lazy("Пояснение"), widget=area())


@register_kind
class ShortAnswerForm(ItemForm):
    kind = "short-answer"
    title = gettext_lazy("Слово или короткая фраза")
    use = gettext_lazy("Термин, должность, название документа. Ответ не подсмотреть, но примите все верные написания.")
    own_rows = {
        "answers": RowKind(
            AnswerRow,
            gettext_lazy("Принимаемые ответы"),
            gettext_lazy("Добавить ответ"),
            gettext_lazy("Сравниваются сверху вниз, засчитывается первый подошедший. Последней строкой * поясните остальным."),
            least=2,
            can_move=True,
        )
    }
    own_fields = ("case_sensitive", "fold_yo")
    case_sensitive = forms.BooleanField(label=gettext_lazy("Различать заглавные и строчные буквы"), required=False)
    fold_yo = forms.BooleanField(label=gettext_lazy("Считать ё и е одной буквой"), required=False, initial=True)

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"case_sensitive": content.case_sensitive, "fold_yo": content.fold_yo}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        self._accepted = {one.text.value: one.text for one in content.answers}
        rows = [
            {"text": one.text.value, "weight": show_percent(one.fraction), "feedback": self.memory.show(one.feedback)}
            for one in content.answers
        ]
        return {"answers": rows}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        known = getattr(self, "_accepted", {})
        answers = tuple(
            scoring.Option(
                known.get(row["text"]) or scoring.Text(row["text"]),
                ONE if row["weight"] is None else row["weight"],
                self.text(row["feedback"]),
            )
            for row in self.filled("answers")
        )
        return scoring.ShortAnswer(**common, answers=answers, case_sensitive=data["case_sensitive"], fold_yo=data["fold_yo"])


class NumberRow(Row):
    says = ("value", "feedback")
    value = FractionField(
        label=gettext_lazy("Число"), help_text=gettext_lazy("Пусто — любое другое число, чтобы пояснить ошибку.")
    )
    tolerance = FractionField(label=gettext_lazy("Допуск ±"), initial="0")
    tolerance_kind = forms.ChoiceField(
        label=gettext_lazy("Допуск — это"),
        choices=[
            ("nominal", gettext_lazy("на столько")),
            ("relative", gettext_lazy("доля от числа")),
            ("geometric", gettext_lazy("во столько раз")),
        ],
        initial="nominal",
    )
    weight = PercentField(label=gettext_lazy("Вес, %"), initial="100")
    feedback = forms.CharField(label=gettext_lazy("Пояснение"), widget=area())


class UnitRow(Row):
    says = ("name",)
    name = forms.CharField(label=gettext_lazy("Единица"), max_length=40)
    multiplier = FractionField(
        label=gettext_lazy("Сколько её в основной"),
        initial="1",
        help_text=gettext_lazy("Основная — 1. Если основная метр, у см — 100."),
    )


@register_kind
class NumericalForm(ItemForm):
    kind = "numerical"
    title = gettext_lazy("Число")
    use = gettext_lazy("Срок, сумма, доля, возраст. Назовите в вопросе, в чём отвечать: в днях, рублях, процентах.")
    own_rows = {
        "answers": RowKind(NumberRow, gettext_lazy("Принимаемые числа"), gettext_lazy("Добавить число"), least=1, can_move=True),
        "units": RowKind(
            UnitRow,
            gettext_lazy("Единицы измерения"),
            gettext_lazy("Добавить единицу"),
            gettext_lazy("Оставьте пустым, если единица названа в вопросе и в ответе нужно только число."),
            least=0,
        ),
    }
    own_fields = ("unit_penalty_kind", "unit_penalty")
    unit_penalty_kind = forms.ChoiceField(
        label=gettext_lazy("Неверная единица"),
        choices=[
            ("none", gettext_lazy("не наказывается")),
            ("of-earned", gettext_lazy("отнимает долю от набранного")),
            ("of-full", gettext_lazy("отнимает долю от полного балла")),
        ],
        required=False,
        initial="none",
    )
    unit_penalty = PercentField(label=gettext_lazy("Сколько отнимает, %"), required=False, initial="0")

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"unit_penalty_kind": content.unit_penalty_kind.value, "unit_penalty": show_percent(content.unit_penalty)}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        answers = [
            {
                "value": "" if one.value is None else show_fraction(one.value),
                "tolerance": show_fraction(one.tolerance),
                "tolerance_kind": one.tolerance_kind.value,
                "weight": show_percent(one.fraction),
                "feedback": self.memory.show(one.feedback),
            }
            for one in content.answers
        ]
        return {
            "answers": answers,
            "units": [{"name": unit.name, "multiplier": show_fraction(unit.multiplier)} for unit in content.units],
        }

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        units = tuple(scoring.Unit(row["name"], row["multiplier"] or ONE) for row in self.filled("units"))
        return scoring.Numerical(
            **common,
            answers=tuple(map(self._answer, self.filled("answers"))),
            units=units,
            unit_penalty=data["unit_penalty"] or ZERO,
            unit_penalty_kind=scoring.UnitPenalty(data["unit_penalty_kind"] or "none"),
        )

    def _answer(self, row: dict[str, Any]) -> scoring.NumberAnswer:
        value, weight = row["value"], row["weight"]
        if weight is None or value is None:
            # A row for "any other number" explains a mistake; by itself it earns nothing.
            weight = weight if value is None and weight not in (None, ONE) else ZERO if value is None else ONE
        kind = scoring.Tolerance(row["tolerance_kind"] or "nominal")
        return scoring.NumberAnswer(value, row["tolerance"] or ZERO, weight, self.text(row["feedback"]), kind)


class CriterionRow(Row):
    says = ("title", "levels")
    title = forms.CharField(label=gettext_lazy("Критерий"), max_length=200)
    levels = forms.CharField(
        label=gettext_lazy("Уровни"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("По строке на уровень, от низшего: баллы, пробел, чем он отличается. Например: 0 не назван"),
    )

    def clean_levels(self) -> tuple[tuple[Fraction, str], ...]:
        levels = []
        for line in self.cleaned_data["levels"].splitlines():
            if line.strip():
                parts = split_number(line)
                if parts is None or not parts[1].strip(" —–-:.)"):
                    raise ValidationError(
                        _("«%(line)s»: начните строку с баллов, затем опишите уровень.") % {"line": line.strip()}
                    )
                levels.append((parts[0], parts[1].strip(" —–-:)")))
        return tuple(levels)


@register_kind
class EssayForm(ItemForm):
    kind = "essay"
    title = gettext_lazy("Развёрнутый ответ")
    use = gettext_lazy("Рассуждение, разговор с семьёй, фрагмент документа. Проверяют люди по критериям, машина не оценивает.")
    own_rows = {
        "rubric": RowKind(
            CriterionRow,
            gettext_lazy("Критерии"),
            gettext_lazy("Добавить критерий"),
            gettext_lazy("По ним два человека поставят близкие баллы. Хватает двух-четырёх."),
            least=2,
            can_move=True,
        )
    }
    own_fields = ("guidance", "min_words")
    guidance = forms.CharField(
        label=gettext_lazy("Памятка проверяющему"),
        required=False,
        widget=area(3),
        help_text=gettext_lazy("Что должно прозвучать в хорошем ответе. Кандидат этого не видит."),
    )
    min_words = forms.IntegerField(
        label=gettext_lazy("Не меньше слов"),
        required=False,
        min_value=0,
        max_value=2000,
        help_text=gettext_lazy("0 — сколько угодно."),
    )

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"guidance": self.memory.show(content.guidance), "min_words": content.min_words}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        rows = [
            {"title": one.title, "levels": "\n".join(f"{show_fraction(mark)} {words}" for mark, words in one.levels)}
            for one in content.rubric
        ]
        return {"rubric": rows}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        rubric = tuple(scoring.Criterion(row["title"], tuple(row["levels"] or ())) for row in self.filled("rubric"))
        return scoring.Essay(**common, rubric=rubric, guidance=self.text(data["guidance"]), min_words=data["min_words"] or 0)


@register_kind
class DescriptionForm(ItemForm):
    kind = "description"
    title = gettext_lazy("Текст без вопроса")
    use = gettext_lazy("Условие для нескольких вопросов или пояснение между ними. Балла за него нет.")
    has_mark = False

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        return scoring.Description(**common)

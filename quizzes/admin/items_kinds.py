"""The types answered by choosing, and the one that is only read."""

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import scoring
from quizzes.admin.items_form import ItemForm, PercentField, area, register_kind, show_percent
from quizzes.admin.items_rows import Row, RowKind
from quizzes.scoring.base import ONE, ZERO

SHARES = (
    Fraction(1),
    Fraction(3, 4),
    Fraction(2, 3),
    Fraction(1, 2),
    Fraction(1, 3),
    Fraction(1, 4),
    ZERO,
    Fraction(-1, 2),
    -ONE,
)


def _share_words(share: Fraction) -> str:
    if share == ONE:
        return _("Верный")
    if share == ZERO:
        return _("Неверный")
    words = _("Отчасти: %(percent)s %%") if share > 0 else _("Отнимает: %(percent)s %%")
    shown = f"{float(abs(share) * 100):.5f}".rstrip("0").rstrip(".")
    return words % {"percent": shown}


class ChoiceRow(Row):
    text = forms.CharField(label=gettext_lazy("Вариант"), widget=area())
    share = forms.ChoiceField(label=gettext_lazy("Оценка"), initial="0")
    feedback = forms.CharField(
        label=gettext_lazy("Пояснение"), widget=area(), help_text=gettext_lazy("Увидит тот, кто выбрал этот вариант.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = str(self["share"].value() or "0")
        shares = list(SHARES)
        try:
            if Fraction(given) not in shares and -1 <= Fraction(given) <= 1:
                shares.append(Fraction(given))
        except (ValueError, ZeroDivisionError):
            pass
        self.fields["share"].choices = [(str(share), _share_words(share)) for share in sorted(shares, reverse=True)]


@register_kind
class SingleChoiceForm(ItemForm):
    kind = "single-choice"
    title = gettext_lazy("Один верный ответ")
    use = gettext_lazy("Выбор решения в описанном случае. Надёжнее всего измеряет; хватает трёх-четырёх вариантов.")
    own_rows = {
        "options": RowKind(
            ChoiceRow,
            gettext_lazy("Варианты"),
            gettext_lazy("Добавить вариант"),
            gettext_lazy("Один верный и два-три правдоподобных. Варианты одной длины и одной формы не выдают ответ."),
            least=3,
            can_move=True,
        )
    }
    own_fields = ("shuffle",)
    shuffle = forms.BooleanField(label=gettext_lazy("Перемешивать варианты"), required=False, initial=True)

    @classmethod
    def first_rows(cls) -> dict[str, list[dict[str, Any]]]:
        return {"options": [{"share": "1"}, {}, {}]}

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"shuffle": content.shuffle}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        rows = [
            {"text": self.memory.show(one.text), "share": str(one.fraction), "feedback": self.memory.show(one.feedback)}
            for one in content.options
        ]
        return {"options": rows}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        options = tuple(
            scoring.Option(self.text(row["text"]), Fraction(row["share"] or "0"), self.text(row["feedback"]))
            for row in self.filled("options")
        )
        return scoring.SingleChoice(**common, options=options, shuffle=data["shuffle"])


class SeveralRow(Row):
    text = forms.CharField(label=gettext_lazy("Вариант"), widget=area())
    is_right = forms.BooleanField(label=gettext_lazy("Верный"))
    weight = PercentField(
        label=gettext_lazy("Вес, %"), help_text=gettext_lazy("Пусто — верные делят балл поровну. Отнимает — с минусом.")
    )
    feedback = forms.CharField(
        label=gettext_lazy("Пояснение"), widget=area(), help_text=gettext_lazy("Увидит тот, кто выбрал этот вариант.")
    )


@register_kind
class MultipleResponseForm(ItemForm):
    kind = "multiple-response"
    title = gettext_lazy("Несколько верных ответов")
    use = gettext_lazy("Что входит в действие, кого позвать, что приложить. Скажите в вопросе, что верных несколько.")
    own_rows = {
        "options": RowKind(
            SeveralRow,
            gettext_lazy("Варианты"),
            gettext_lazy("Добавить вариант"),
            gettext_lazy("Отметьте верные. Пусть среди вариантов будут и неверные."),
            least=4,
            can_move=True,
        )
    }
    own_fields = ("wrong_costs", "all_or_nothing", "shuffle")
    wrong_costs = forms.ChoiceField(
        label=gettext_lazy("Неверный выбор"),
        choices=[
            ("share", gettext_lazy("отнимает столько, сколько даёт верный")),
            ("nothing", gettext_lazy("ничего не отнимает")),
        ],
        required=False,
        initial="share",
        help_text=gettext_lazy("Если ничего не отнимать, полный балл получит отметивший всё подряд."),
    )
    all_or_nothing = forms.BooleanField(label=gettext_lazy("Балл только за полностью верный ответ"), required=False)
    shuffle = forms.BooleanField(label=gettext_lazy("Перемешивать варианты"), required=False, initial=True)

    def show_own(self, content: Any) -> dict[str, Any]:
        costs = "nothing" if all(one.fraction >= 0 for one in content.options) else "share"
        return {"shuffle": content.shuffle, "all_or_nothing": content.all_or_nothing, "wrong_costs": costs}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        rights = [one.fraction for one in content.options if one.fraction > 0]
        share = Fraction(1, len(rights)) if rights else ONE
        wrong = ZERO if all(one.fraction >= 0 for one in content.options) else -share
        own = {True: share, False: wrong}
        rows = [
            {
                "text": self.memory.show(one.text),
                "is_right": one.fraction > 0,
                "weight": "" if one.fraction == own[one.fraction > 0] else show_percent(one.fraction),
                "feedback": self.memory.show(one.feedback),
            }
            for one in content.options
        ]
        return {"options": rows}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        rows = self.filled("options")
        rights = sum(row["is_right"] for row in rows)
        share = Fraction(1, rights) if rights else ZERO
        wrong = ZERO if data["wrong_costs"] == "nothing" else -share
        options = tuple(
            scoring.Option(
                self.text(row["text"]),
                row["weight"] if row["weight"] is not None else share if row["is_right"] else wrong,
                self.text(row["feedback"]),
            )
            for row in rows
        )
        self._refuse_contradictions(rows)
        return scoring.MultipleResponse(**common, options=options, shuffle=data["shuffle"], all_or_nothing=data["all_or_nothing"])

    def _refuse_contradictions(self, rows: list[dict[str, Any]]) -> None:
        for row, values in zip(self.row_sets["options"].filled, rows, strict=True):
            weight = values["weight"]
            if weight is not None and (weight > 0) != values["is_right"]:
                row.add_error("weight", _("У верного варианта вес больше нуля, у неверного — ноль или с минусом."))


@register_kind
class TrueFalseForm(ItemForm):
    kind = "true-false"
    title = gettext_lazy("Верно или неверно")
    use = gettext_lazy("Одно утверждение о правиле или сроке. Угадать легко, поэтому таких вопросов немного.")
    own_fields = ("correct", "feedback_right", "feedback_wrong")
    correct = forms.ChoiceField(
        label=gettext_lazy("Утверждение"),
        choices=[("1", gettext_lazy("верно")), ("0", gettext_lazy("неверно"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Отметьте, верно ли утверждение.")},
    )
    feedback_right = forms.CharField(label=gettext_lazy("Пояснение к верному ответу"), required=False, widget=area())
    feedback_wrong = forms.CharField(label=gettext_lazy("Пояснение к неверному ответу"), required=False, widget=area())

    def show_own(self, content: Any) -> dict[str, Any]:
        return {
            "correct": "1" if content.correct else "0",
            "feedback_right": self.memory.show(content.feedback_right),
            "feedback_wrong": self.memory.show(content.feedback_wrong),
        }

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        return scoring.TrueFalse(
            **common,
            correct=data["correct"] == "1",
            feedback_right=self.text(data["feedback_right"]),
            feedback_wrong=self.text(data["feedback_wrong"]),
        )

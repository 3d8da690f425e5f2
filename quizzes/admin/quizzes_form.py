"""The form of a quiz: its rules, and its plan as rows that anybody can fill in."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from quizzes.admin.items_form import DIFFICULTIES, KINDS
from quizzes.admin.items_rows import Row, RowKind, RowSet
from quizzes.models import Item, Quiz
from quizzes.references import taxonomy_choices
from quizzes.scoring.assembly import Blueprint, Cell

ANY = ("", gettext_lazy("любая"))


class CellRow(Row):
    says = ("count",)
    count = forms.IntegerField(label=gettext_lazy("Сколько"), min_value=1, max_value=200)
    competency = forms.ChoiceField(label=gettext_lazy("Компетенция"))
    difficulty = forms.ChoiceField(label=gettext_lazy("Трудность"), choices=[ANY, *DIFFICULTIES[1:]])
    kind = forms.ChoiceField(label=gettext_lazy("Тип вопроса"))
    spread = forms.BooleanField(label=gettext_lazy("Поровну по компетенциям"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = _with_present(self, "competency", [ANY, *taxonomy_choices("competencies")])
        kinds = [("", gettext_lazy("любой, кроме развёрнутого ответа")), *((kind, form.title) for kind, form in KINDS.items())]
        self.fields["kind"].choices = _with_present(self, "kind", kinds)


def _with_present(form: forms.Form, name: str, choices: list[Any]) -> list[Any]:
    """The choices with the present value among them, so that opening a form never changes what it holds."""
    present = str(form.initial.get(name, "") or "")
    return choices if not present or present in {str(code) for code, _words in choices} else [*choices, (present, present)]


class CodeRow(Row):
    says = ("code",)
    code = forms.CharField(label=gettext_lazy("Код вопроса"), max_length=80, widget=forms.TextInput(attrs={"list": "item-codes"}))

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if code and not Item.objects.filter(code=code).exists():
            raise ValidationError(_("Вопроса с кодом «%(code)s» в банке нет.") % {"code": code})
        return code


class EnemyRow(Row):
    says = ("codes",)
    codes = forms.CharField(
        label=gettext_lazy("Коды через запятую"),
        max_length=1000,
        help_text=gettext_lazy("Вопросы, которые подсказывают друг другу. В вариант попадёт только один из них."),
    )

    def clean_codes(self) -> list[str]:
        codes = [part.strip() for part in str(self.cleaned_data["codes"]).split(",") if part.strip()]
        known = set(Item.objects.filter(code__in=codes).values_list("code", flat=True))
        missing = [code for code in codes if code not in known]
        if missing:
            raise ValidationError(_("Таких вопросов в банке нет: %(codes)s.") % {"codes": ", ".join(missing)})
        if codes and len(set(codes)) < 2:
            raise ValidationError(_("Назовите хотя бы два вопроса."))
        return list(dict.fromkeys(codes))


class CutRow(Row):
    says = ("percent",)
    competency = forms.ChoiceField(label=gettext_lazy("Компетенция"))
    percent = forms.DecimalField(label=gettext_lazy("Не меньше, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = _with_present(self, "competency", [("", "—"), *taxonomy_choices("competencies")])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("percent") is not None and not data.get("competency"):
            self.add_error("competency", _("Выберите компетенцию."))
        return data


ROWS: dict[str, RowKind] = {
    "cells": RowKind(
        CellRow,
        gettext_lazy("Строки плана"),
        gettext_lazy("Добавить строку"),
        gettext_lazy("Каждый вариант соберётся по этим строкам сам, у каждого кандидата свой."),
        least=1,
        can_move=True,
    ),
    "fixed": RowKind(
        CodeRow,
        gettext_lazy("Обязательные вопросы"),
        gettext_lazy("Добавить обязательный вопрос"),
        gettext_lazy("Будут в каждом варианте, сверх строк плана."),
        least=0,
    ),
    "excluded": RowKind(
        CodeRow,
        gettext_lazy("Исключённые вопросы"),
        gettext_lazy("Исключить вопрос"),
        gettext_lazy("Этот тест их не возьмёт."),
        least=0,
    ),
    "enemies": RowKind(EnemyRow, gettext_lazy("Не вместе"), gettext_lazy("Добавить группу"), least=0),
    "cuts": RowKind(
        CutRow,
        gettext_lazy("Проходной балл по компетенциям"),
        gettext_lazy("Добавить компетенцию"),
        gettext_lazy("Сверх общего: недобор по одной компетенции не закрыть баллами по другой."),
        least=0,
    ),
}
LINES = forms.Textarea(attrs={"rows": 2})
OWN = ("blueprint", "competency_cut_scores", "rests_on", "prerequisites", "is_published")


class QuizForm(forms.ModelForm):
    """The rules of a quiz as fields, its plan as rows. After `is_valid()` the plan is in `blueprint`."""

    use_required_attribute = False
    shuffle = forms.BooleanField(label=gettext_lazy("Перемешивать вопросы варианта"), required=False, initial=True)
    even_exposure = forms.BooleanField(
        label=gettext_lazy("Сначала вопросы, которые показывали реже"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Так банк изнашивается ровно, и ответы труднее передать следующему."),
    )
    needs_quizzes = forms.CharField(
        label=gettext_lazy("Какие тесты пройти до этого"),
        required=False,
        widget=LINES,
        help_text=gettext_lazy("Короткие имена тестов, по одному в строке."),
    )
    needs_pages = forms.CharField(
        label=gettext_lazy("Какие страницы подтвердить до этого"),
        required=False,
        widget=LINES,
        help_text=gettext_lazy("По одной в строке, например standards/consent."),
    )
    standards = forms.CharField(
        label=gettext_lazy("На каких версиях стандартов держится"),
        required=False,
        widget=LINES,
        help_text=gettext_lazy("По одной в строке, например standards/consent/2.0. Попадут в сертификат."),
    )

    class Meta:
        model = Quiz
        # Named are the few that have a field of their own here: a rule that comes later gets its field by itself.
        exclude = OWN  # noqa: DJ006
        widgets: ClassVar[dict[str, Any]] = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "rules_text": forms.Textarea(attrs={"rows": 3}),
            "opens_at": AdminDateTimeInput,
            "closes_at": AdminDateTimeInput,
        }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        plan = self.instance.blueprint or {}
        self.initial |= {
            "shuffle": plan.get("shuffle", True),
            "even_exposure": plan.get("even_exposure", True),
            "needs_quizzes": "\n".join((self.instance.prerequisites or {}).get("quizzes", ())),
            "needs_pages": "\n".join((self.instance.prerequisites or {}).get("pages", ())),
            "standards": "\n".join(self.instance.rests_on or ()),
        }
        rows = _initial_rows(plan, self.instance.competency_cut_scores or {})
        self.row_sets = {name: RowSet(name, kind, data, rows.get(name, ())) for name, kind in ROWS.items()}
        self.blueprint: dict[str, Any] = plan

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        sound = [rows.is_valid() for rows in self.row_sets.values()]
        if all(sound):
            self.blueprint = self._blueprint(data)
            self.instance.blueprint = self.blueprint
            cuts = {row["competency"]: float(row["percent"]) for row in self._filled("cuts")}
            self.instance.competency_cut_scores = cuts
        needs = {name: _lines(data.get(f"needs_{name}", "")) for name in ("quizzes", "pages")}
        self.instance.prerequisites = {name: codes for name, codes in needs.items() if codes}
        self.instance.rests_on = _lines(data.get("standards", ""))
        return data

    def is_valid(self) -> bool:
        return super().is_valid() and all(rows.is_valid() for rows in self.row_sets.values())

    def _filled(self, name: str) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.row_sets[name].filled]

    def _blueprint(self, data: dict[str, Any]) -> dict[str, Any]:
        cells = []
        for row in self._filled("cells"):
            cell = {name: row[name] for name in ("count", "competency", "difficulty", "kind", "spread") if row[name]}
            cells.append(cell)
        plan: dict[str, Any] = {"cells": cells}
        for name in ("fixed", "excluded"):
            codes = list(dict.fromkeys(row["code"] for row in self._filled(name)))
            plan |= {name: codes} if codes else {}
        enemies = [row["codes"] for row in self._filled("enemies")]
        plan |= {"enemies": enemies} if enemies else {}
        plan |= {name: False for name in ("shuffle", "even_exposure") if not data.get(name)}
        return plan

    def draft_blueprint(self) -> Blueprint:
        """The plan as far as it is written, for counting: rows that do not make sense yet are left out."""
        cells = []
        for row in self.row_sets["cells"].rows:
            row.full_clean()
            data = row.cleaned_data
            if data.get("count"):
                rest = {name: data.get(name) or "" for name in ("competency", "difficulty", "kind")}
                cells.append(Cell(data["count"], **rest, spread=bool(data.get("spread"))))
        fixed, excluded = (self._codes(name) for name in ("fixed", "excluded"))
        return Blueprint(tuple(cells), fixed, excluded)

    def _codes(self, name: str) -> tuple[str, ...]:
        return tuple(str(row["code"].value()).strip() for row in self.row_sets[name].filled)

    def forget_errors(self) -> None:
        self._errors = forms.utils.ErrorDict()
        for rows in self.row_sets.values():
            rows.forget_errors()

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Every fault with the anchor of its place, for the summary on top."""
        found = []
        for name, listed in (self._errors or {}).items():
            anchor = "quiz-form" if name == "__all__" else self[name].id_for_label
            found += [(anchor, str(words)) for words in listed]
        for rows in self.row_sets.values():
            for number, row in enumerate(rows.rows, start=1):
                for name, listed in (row._errors or {}).items():
                    place = _("%(rows)s, строка %(number)s: %(words)s")
                    anchor = rows.anchor if name == "__all__" else row[name].id_for_label
                    found += [(anchor, place % {"rows": rows.kind.title, "number": number, "words": words}) for words in listed]
        return found

    @property
    def other_fields(self) -> list[Any]:
        """The fields of the model that no section of the page names: rules that came later are not lost."""
        return [self[name] for name in self.fields if name not in _PLACED]


SECTIONS: dict[str, tuple[str, ...]] = {
    "about": ("title", "slug", "language", "description", "purpose"),
    "drawing": ("shuffle", "even_exposure"),
    "passing": ("cut_score",),
    "time": (
        "time_limit_minutes",
        "opens_at",
        "closes_at",
        "attempts_allowed",
        "first_wait_days",
        "later_wait_days",
        "plan_after",
        "behaviour",
    ),
    "outcome": ("feedback_policy", "gives_certificate", "certificate_months", "standards"),
    "before": ("needs_quizzes", "needs_pages", "rules_text"),
}
_PLACED = {name for names in SECTIONS.values() for name in names}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in str(text).splitlines() if line.strip()))


def _initial_rows(plan: dict[str, Any], cuts: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        "cells": [dict(cell) for cell in plan.get("cells", ())],
        "fixed": [{"code": code} for code in plan.get("fixed", ())],
        "excluded": [{"code": code} for code in plan.get("excluded", ())],
        "enemies": [{"codes": ", ".join(group)} for group in plan.get("enemies", ())],
        "cuts": [{"competency": code, "percent": percent} for code, percent in cuts.items()],
    }

"""The form of an item: what all types have in common. The fields of each type are in `items_kinds`, in `KINDS` here by name."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import scoring
from quizzes.admin.items_rows import Row, RowKind, RowSet, apply_act
from quizzes.admin.items_texts import Memory
from quizzes.domain.review import say
from quizzes.models import Item
from quizzes.references import taxonomy_choices
from quizzes.scoring.numbers import parse_number, show_number

DIFFICULTIES = [
    ("", "—"),
    ("easy", gettext_lazy("Лёгкий")),
    ("medium", gettext_lazy("Средний")),
    ("hard", gettext_lazy("Трудный")),
]
_INDEXED = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")
_OWN_TAGS = ("competency", "difficulty", "ref")


def area(rows: int = 2, **attrs: Any) -> forms.Textarea:
    """A field for a text; the script makes it grow and puts the buttons for bold, italic and lists above it."""
    return forms.Textarea(attrs={"rows": rows, "data-markup": "", **attrs})


class FractionField(forms.CharField):
    """An exact number as people write it: `1`, `0,5`, `1/3`."""

    def to_python(self, value: Any) -> Fraction | None:
        text = str(value or "").strip()
        if not text:
            return None
        top, slash, bottom = text.partition("/")
        number, divisor = parse_number(top), parse_number(bottom) if slash else Fraction(1)
        if number is None or not divisor:
            raise ValidationError(_("Введите число, например 1, 0,5 или 1/3."))
        return number / divisor


class PercentField(FractionField):
    """A share, written in per cent."""

    def to_python(self, value: Any) -> Fraction | None:
        number = super().to_python(str(value or "").strip().removesuffix("%"))
        return None if number is None else number / 100


def show_fraction(value: Fraction) -> str:
    """A number that `FractionField` reads back exactly."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return show_number(value) if rest == 1 else str(value)


def show_percent(value: Fraction) -> str:
    """A share that `PercentField` reads back exactly."""
    return show_fraction(value * 100)


class ReferenceRow(Row):
    says = ("target",)
    target = forms.RegexField(
        r"^[a-z0-9][a-z0-9/._-]*(?:#[^\s#]+)?$",
        label=gettext_lazy("Пункт"),
        max_length=200,
        strip=True,
        error_messages={"invalid": gettext_lazy("Пишите так: standards/consent#c-2-1. Проще выбрать пункт из списка.")},
    )


class HintRow(Row):
    text = forms.CharField(label=gettext_lazy("Подсказка"), widget=area())
    clear_wrong = forms.BooleanField(label=gettext_lazy("Убрать неверные варианты"))
    show_count = forms.BooleanField(label=gettext_lazy("Сказать, сколько выбрано верно"))


COMMON_ROWS: dict[str, RowKind] = {
    "hints": RowKind(
        HintRow,
        gettext_lazy("Подсказки"),
        gettext_lazy("Добавить подсказку"),
        gettext_lazy("Показываются после неверной попытки, если тест идёт с подсказками. Подсказок — попыток без одной."),
        least=0,
    ),
    "references": RowKind(
        ReferenceRow,
        gettext_lazy("На чём основан вопрос"),
        gettext_lazy("Добавить пункт"),
        gettext_lazy("Пункт стандарта или раздел базы знаний. Изменится пункт — вопрос вернётся к вам на проверку."),
        least=1,
    ),
}


class ItemForm(forms.Form):
    """Writes one item. After `is_valid()` the item is in `content`; what the scoring core refuses stands at its field."""

    kind: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    use: ClassVar[str | Promise] = ""
    own_rows: ClassVar[Mapping[str, RowKind]] = {}
    own_fields: ClassVar[tuple[str, ...]] = ()
    has_mark: ClassVar[bool] = True
    about: ClassVar[str | Promise] = gettext_lazy("Вопрос")
    own_template: ClassVar[str] = ""
    use_required_attribute = False

    stem = forms.CharField(
        label=gettext_lazy("Вопрос"), widget=area(5), error_messages={"required": gettext_lazy("Напишите вопрос.")}
    )
    name = forms.CharField(
        label=gettext_lazy("Короткое название"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("По нему вопрос находят в банке. Кандидат видит его над вопросом: не подскажите ответ."),
    )
    feedback = forms.CharField(
        label=gettext_lazy("Общее пояснение"),
        required=False,
        widget=area(3),
        help_text=gettext_lazy("Почему верно именно так. Его увидит каждый, как бы ни ответил."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Язык вопроса"), choices=settings.LANGUAGES)
    competency = forms.ChoiceField(label=gettext_lazy("Компетенция"), required=False)
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Задуманная трудность"),
        choices=DIFFICULTIES,
        required=False,
        help_text=gettext_lazy("Лёгкий — ответят почти все, трудный — меньше половины."),
    )
    category = forms.CharField(
        label=gettext_lazy("Раздел банка"), max_length=200, required=False, widget=forms.TextInput(attrs={"list": "categories"})
    )
    code = forms.RegexField(
        r"^[\w.:-]+$",
        label=gettext_lazy("Код"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Постоянное имя. Оставьте пустым — портал подберёт сам."),
        error_messages={"invalid": gettext_lazy("Только буквы, цифры, точка, дефис и двоеточие.")},
    )
    max_mark = FractionField(label=gettext_lazy("Баллов за вопрос"), initial="1", required=False)
    penalty = PercentField(
        label=gettext_lazy("Штраф за попытку, %"),
        required=False,
        initial="100/3",
        help_text=gettext_lazy("Снимается за каждую неверную попытку, если тест разрешает несколько."),
    )
    tags = forms.CharField(
        label=gettext_lazy("Метки"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("По одной в строке. Для поиска и отчётов."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Что изменено и почему"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Строка для истории версий."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, content: scoring.Item | None = None, item: Item | None = None, **kwargs: Any
    ) -> None:
        self.memory, self.item, self.before, self.content = Memory(), item, content, None
        initial = {**kwargs.pop("initial", {}), **(self._initial(content) if content else {})}
        if item is not None:
            initial |= {"language": item.language, "category": item.category, "code": item.code}
        super().__init__(data, files, initial=initial, **kwargs)
        self.fields["competency"].choices = self._competencies()
        if item is not None:
            # An item keeps its code and its language: quizzes and translations rest on them.
            for name in ("code", "language"):
                self.fields[name].disabled = True
        if not self.has_mark:
            for name in ("max_mark", "penalty"):
                del self.fields[name]
        rows = self._initial_rows(content) if content else self.first_rows()
        self.row_sets = {name: RowSet(name, kind, data, rows.get(name, ())) for name, kind in self.all_rows().items()}

    @classmethod
    def all_rows(cls) -> dict[str, RowKind]:
        """The rows of the type with those that every item has."""
        common = COMMON_ROWS if cls.has_mark else {"references": COMMON_ROWS["references"]}
        return {**cls.own_rows, **common}

    def _competencies(self) -> list[tuple[str, Any]]:
        known = taxonomy_choices("competencies")
        present = self.initial.get("competency", "")
        extra = [(present, present)] if present and present not in dict(known) else []
        return [("", "—"), *known, *extra]

    @classmethod
    def first_rows(cls) -> dict[str, list[dict[str, Any]]]:
        """What the rows of a new item begin with."""
        return {}

    # --- from an item to the fields ---

    def _initial(self, content: scoring.Item) -> dict[str, Any]:
        return {
            "stem": self.memory.show(content.stem),
            "name": content.name,
            "feedback": self.memory.show(content.feedback),
            "competency": next(iter(content.tag_values("competency")), ""),
            "difficulty": next(iter(content.tag_values("difficulty")), ""),
            "category": content.category,
            "max_mark": show_fraction(content.max_mark),
            "penalty": show_percent(content.penalty),
            "tags": "\n".join(tag for tag in content.tags if not tag.startswith(tuple(f"{key}:" for key in _OWN_TAGS))),
            **self.show_own(content),
        }

    def _initial_rows(self, content: scoring.Item) -> dict[str, list[dict[str, Any]]]:
        hints = [
            {"text": self.memory.show(hint.text), "clear_wrong": hint.clear_wrong, "show_count": hint.show_count}
            for hint in content.hints
        ]
        # Those of the item itself: a case counts the clauses of its scenes as its own, and they stand in the scenes.
        references = [{"target": target} for target in content.own_tag_values("ref")]
        return {"hints": hints, "references": references, **self.show_rows(content)}

    def show_own(self, content: Any) -> dict[str, Any]:
        """What the fields of the type hold for an item of it."""
        return {}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        """What the rows of the type hold for an item of it."""
        return {}

    # --- from the fields to an item ---

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # Every set of rows is looked at, so that the summary names all faults at once.
        sound = [rows.is_valid() for rows in self.row_sets.values()]
        if all(sound) and not self._errors:
            self.content = self._content(data)
            for problem in self.content.problems() if self.content else ():
                self._place(problem)
        return data

    def is_valid(self) -> bool:
        return super().is_valid() and all(rows.is_valid() for rows in self.row_sets.values())

    def filled(self, name: str) -> list[dict[str, Any]]:
        """The rows of a name that say something."""
        return [row.cleaned_data for row in self.row_sets[name].filled]

    def text(self, value: str) -> scoring.Text:
        """A typed text as the item keeps it."""
        return self.memory.read(value or "")

    def _content(self, data: dict[str, Any]) -> scoring.Item | None:
        common: dict[str, Any] = {
            "stem": self.text(data["stem"]),
            "name": " ".join(data["name"].split()),
            "feedback": self.text(data["feedback"]),
            "tags": self._tags(data),
            "category": data["category"].strip(),
            "id": self.before.id if self.before else "",
        }
        if self.has_mark:
            common |= {"max_mark": data["max_mark"] or scoring.base.ONE, "hints": self._hints()}
            if data["penalty"] is not None:
                common["penalty"] = data["penalty"]
        try:
            return self.build(common, data)
        except ValidationError as error:
            self.add_error(None, error)
            return None

    def _tags(self, data: dict[str, Any]) -> tuple[str, ...]:
        """The tags in the order in which the item had them, so that nothing changed means nothing new."""
        wanted = [f"competency:{data['competency']}"] if data["competency"] else []
        wanted += [f"difficulty:{data['difficulty']}"] if data["difficulty"] else []
        wanted += [f"ref:{row['target']}" for row in self.filled("references")]
        wanted += [" ".join(line.split()) for line in data["tags"].splitlines() if line.strip()]
        wanted = list(dict.fromkeys(wanted))
        kept = [tag for tag in (self.before.tags if self.before else ()) if tag in wanted]
        return tuple(kept) if len(kept) == len(wanted) else tuple(wanted)

    def _hints(self) -> tuple[scoring.Hint, ...]:
        return tuple(scoring.Hint(self.text(row["text"]), row["clear_wrong"], row["show_count"]) for row in self.filled("hints"))

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        """The item of the type. ValidationError with words where the fields do not make one."""
        raise NotImplementedError

    def to_look(self) -> scoring.Item | None:
        """What the candidate would see. After `is_valid`; None where that cannot be shown yet."""
        return self.content if self.is_valid() else None

    # --- what the buttons of rows do to the posted data ---

    @classmethod
    def row_names(cls, data: QueryDict) -> list[str]:
        """The names of the rows that a button may stand at."""
        return [*cls.all_rows()]

    @classmethod
    def prepared(cls, data: QueryDict) -> QueryDict:
        """The posted data with what the choices on the page bring about by themselves."""
        return data

    @classmethod
    def changed(cls, data: QueryDict, act: str, name: str, place: int) -> QueryDict:
        """The posted data as an act on rows leaves them."""
        return apply_act(data, act, name, place)

    # --- errors and rows ---

    def _place(self, problem: scoring.Problem) -> None:
        """A fault found by the scoring core, at the field that causes it."""
        hit = _INDEXED.fullmatch(problem.where)
        words = say(problem)
        if hit and hit[1] in self.row_sets:
            filled = self.row_sets[hit[1]].filled
            row = filled[int(hit[2])] if int(hit[2]) < len(filled) else None
            if row is not None:
                field = hit[3] if hit[3] in row.fields else None
                row.add_error(field or next(iter(row.fields)), words)
                return
        if problem.where in self.row_sets:
            self.row_sets[problem.where].errors.append(words)
        else:
            self.add_error(problem.where if problem.where in self.fields else None, words)

    def forget_errors(self) -> None:
        """Shows what was typed without judging it: a row was added, nothing was sent."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for rows in self.row_sets.values():
            rows.forget_errors()

    @property
    def own(self) -> list[Any]:
        """The fields of the type alone."""
        return [self[name] for name in self.own_fields]

    @property
    def own_row_sets(self) -> list[RowSet]:
        return [self.row_sets[name] for name in self.own_rows]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Every fault with the anchor of its place, for the summary on top."""
        found = [("item-form" if name == "__all__" else self[name].id_for_label, str(words)) for name, words in self._flat(self)]
        for rows in self.row_sets.values():
            found += [(rows.anchor, words) for words in rows.errors]
            for number, row in enumerate(rows.rows, start=1):
                for name, words in self._flat(row):
                    anchor = rows.anchor if name == "__all__" else row[name].id_for_label
                    place = _("%(rows)s, строка %(number)s: %(words)s")
                    found.append((anchor, place % {"rows": rows.kind.title, "number": number, "words": words}))
        return found

    @staticmethod
    def _flat(form: forms.Form) -> list[tuple[str, str]]:
        errors = form._errors or {}
        return [(name, words) for name, listed in errors.items() for words in listed]


KINDS: dict[str, type[ItemForm]] = {}


def register_kind(form: type[ItemForm]) -> type[ItemForm]:
    """Lets authors write items of one more type: the form stands in the list of types from then on, in order of registration."""
    KINDS[form.kind] = form
    return form

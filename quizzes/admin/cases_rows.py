"""The rows of a scene in the form of a case: facts, marks, decisions, branches. What a kind does not use is not shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.admin.items_form import FractionField, PercentField, ReferenceRow, area
from quizzes.admin.items_rows import Row, RowKind
from quizzes.references import label, taxonomy_choices
from quizzes.scoring import NodeKind

NEW_SCENE = "+"
KIND_WORDS = {
    NodeKind.CHOICE: gettext_lazy("Выбрать одно решение"),
    NodeKind.LEVEL: gettext_lazy("Выбрать уровень сопровождения"),
    NodeKind.COUNCIL: gettext_lazy("Решить, кого позвать на совет"),
    NodeKind.MEASURES: gettext_lazy("Отметить меры: несколько верных"),
    NodeKind.STEPS: gettext_lazy("Расставить шаги по порядку"),
    NodeKind.DAYS: gettext_lazy("Назвать срок в днях"),
    NodeKind.END: gettext_lazy("Конец истории"),
}
_ONE_WAY = frozenset({"text", "to", "score", "takes", "is_critical", "feedback"})
_SEVERAL = frozenset({"text", "score", "takes", "is_critical", "to", "feedback"})
USED: dict[NodeKind, frozenset[str]] = {
    NodeKind.CHOICE: _ONE_WAY,
    NodeKind.LEVEL: _ONE_WAY | {"level"},
    NodeKind.COUNCIL: _SEVERAL,
    NodeKind.MEASURES: _SEVERAL,
    NodeKind.STEPS: frozenset({"text", "takes", "feedback"}),
    NodeKind.DAYS: _ONE_WAY - {"takes"} | {"first_day", "last_day"},
    NodeKind.END: frozenset(),
}


def plain_area(rows: int = 2) -> forms.Textarea:
    """A field for a text without bold and lists."""
    return forms.Textarea(attrs={"rows": rows, "data-grow": ""})


def with_present(choices: list[tuple[str, Any]], value: Any) -> list[tuple[str, Any]]:
    """The choices with an empty one first, and with the value that is set even where the list does not know it."""
    known = [("", "—"), *choices]
    return known if not value or str(value) in dict(known) else [*known, (str(value), str(value))]


def way_field(words: Any, help_text: Any = "") -> forms.ChoiceField:
    """The scene that comes next, by its title; its choices are set by `offer`."""
    gone = gettext_lazy("Сцены, куда это вело, больше нет. Выберите другую.")
    return forms.ChoiceField(label=words, help_text=help_text, error_messages={"invalid_choice": gone})


def offer(field: forms.Field, ways: list[tuple[str, str]]) -> None:
    """Sets the scenes that a field may lead to."""
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", _("— выберите —")), *ways, (NEW_SCENE, _("новая сцена"))]


class SceneRow(Row):
    """The scene itself; its name inside the case never changes and is not shown."""

    id = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Название сцены"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Что здесь решают"),
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        initial=NodeKind.CHOICE.value,
        widget=forms.Select(attrs={"data-redraws": ""}),
    )
    text = forms.CharField(
        label=gettext_lazy("Что происходит"),
        widget=area(3),
        help_text=gettext_lazy("Две-три фразы: что куратор видит и слышит сейчас."),
    )
    ask = forms.CharField(
        label=gettext_lazy("Вопрос кандидату"),
        widget=plain_area(),
        help_text=gettext_lazy("Одно решение: что сказать, кого позвать, в какой срок."),
    )
    feedback = forms.CharField(
        label=gettext_lazy("Пояснение к сцене"),
        widget=area(),
        help_text=gettext_lazy("Его увидит каждый, кто здесь решал. Можно оставить пустым."),
    )
    is_failure = forms.BooleanField(
        label=gettext_lazy("Плохой конец"),
        help_text=gettext_lazy("Хорошая работа его бы не допустила. Баллов за уровень и срок он не даёт."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = {"is_failure"} if self.node_kind is NodeKind.END else {"ask", "feedback"}
        hide(self, {"ask", "feedback", "is_failure"} - used)

    @property
    def node_kind(self) -> NodeKind:
        value = str(self["kind"].value() or "")
        return NodeKind(value) if value in set(NodeKind) else NodeKind.CHOICE


def hide(row: Row, names: set[str]) -> None:
    """Fields that are of no use here: kept unseen while they say something, left out otherwise."""
    for name in names:
        value = row[name].value()
        if value is None or value is False or str(value) in ("", "False"):
            del row.fields[name]
        else:
            row.fields[name].widget = forms.HiddenInput()


class FactRow(Row):
    says = ("when", "text")
    when = forms.CharField(label=gettext_lazy("Когда"), max_length=80)
    text = forms.CharField(label=gettext_lazy("Что произошло или сказано"), widget=plain_area(1))


class WeightRow(Row):
    says = ("competency",)
    competency = forms.ChoiceField(label=gettext_lazy("Компетенция"))
    value = FractionField(label=gettext_lazy("Баллов"), initial="1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = with_present(taxonomy_choices("competencies"), self["competency"].value())  # type: ignore[attr-defined]


class DecisionRow(Row):
    """One way to decide. `share_0`, `share_1`… are its shares of the marks of the scene, one for each competency."""

    says = ("text", "to", "takes", "level", "first_day", "last_day", "feedback")
    text = forms.CharField(label=gettext_lazy("Вариант"), widget=plain_area())
    level = forms.ChoiceField(label=gettext_lazy("Уровень"))
    first_day = forms.IntegerField(label=gettext_lazy("С какого дня"), min_value=0)
    last_day = forms.IntegerField(
        label=gettext_lazy("По какой день"), min_value=0, help_text=gettext_lazy("Пусто — и все дни дальше.")
    )
    to = way_field(gettext_lazy("Что дальше"))
    takes = forms.IntegerField(
        label=gettext_lazy("Сколько дней уйдёт"), min_value=0, help_text=gettext_lazy("Пусто — нисколько.")
    )
    is_critical = forms.BooleanField(label=gettext_lazy("Опасно для ребёнка"))
    feedback = forms.CharField(
        label=gettext_lazy("Пояснение"), widget=area(), help_text=gettext_lazy("Увидит тот, кто так решил: к чему это привело.")
    )

    def __init__(
        self, *args: Any, node_kind: NodeKind, ways: list[tuple[str, str]], weights: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for place, code in weights.items():
            words = _("Балл, %: {title}").format(title=label("competencies", code)) if len(weights) > 1 else _("Балл, %")
            self.fields[f"share_{place}"] = PercentField(label=words, required=False)
        self.fields["level"].choices = with_present(taxonomy_choices("levels"), self["level"].value())  # type: ignore[attr-defined]
        offer(self.fields["to"], ways)
        if node_kind.takes_several:
            self.fields["to"].label = _("Если опасно, то сразу")
        shares = {name for name in self.fields if name.startswith("share_")}
        unused = set(type(self).base_fields) - USED[node_kind]
        hide(self, unused if "score" in USED[node_kind] else unused | shares)
        self.order_fields(["text", "level", "first_day", "last_day", "to", *sorted(shares), "takes", "is_critical", "feedback"])

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.says if name in self.fields)


class BranchRow(Row):
    says = ("to", "at_least", "feedback")
    at_least = PercentField(label=gettext_lazy("Набрано не меньше, %"), help_text=gettext_lazy("Пусто — сколько угодно."))
    to = way_field(gettext_lazy("Что дальше"))
    feedback = forms.CharField(label=gettext_lazy("Пояснение"), widget=area())

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["to"], ways)


FACTS = RowKind(
    FactRow,
    gettext_lazy("Запись в деле семьи"),
    gettext_lazy("Добавить запись"),
    gettext_lazy("Датированные факты и слова, которые кандидат увидит над текстом сцены."),
    least=0,
    can_move=True,
)
WEIGHTS = RowKind(
    WeightRow,
    gettext_lazy("За что баллы"),
    gettext_lazy("Добавить компетенцию"),
    gettext_lazy("Сколько баллов стоит лучшее решение этой сцены и какой компетенции они идут."),
    least=1,
)
BRANCHES = RowKind(
    BranchRow,
    gettext_lazy("Что дальше"),
    gettext_lazy("Добавить ветвь"),
    gettext_lazy("Куда ведёт сцена — зависит от набранной доли балла. Нужна ветвь и для тех, кто набрал ноль."),
    least=1,
    can_move=True,
)
REFS = RowKind(
    ReferenceRow,
    gettext_lazy("На чём основана сцена"),
    gettext_lazy("Добавить пункт"),
    gettext_lazy("Найти пункт можно внизу, в разделе «На чём основан вопрос»."),
    least=0,
)
_DECISION_HELP = {
    NodeKind.CHOICE: gettext_lazy("Лучшему решению — 100 %, худшим — меньше. Каждый вариант ведёт в свою сцену."),
    NodeKind.LEVEL: gettext_lazy("Лучшему решению — 100 %, худшим — меньше. Каждый вариант ведёт в свою сцену."),
    NodeKind.COUNCIL: gettext_lazy("Верные вместе дают 100 %, лишние отнимают — с минусом."),
    NodeKind.MEASURES: gettext_lazy("Верные вместе дают 100 %, лишние отнимают — с минусом."),
    NodeKind.STEPS: gettext_lazy("Запишите в верном порядке: кандидат получит их перемешанными."),
    NodeKind.DAYS: gettext_lazy("Промежутки идут подряд от нуля, у последнего конца нет. Лучшему — 100 %."),
    NodeKind.END: "",
}


def decisions(kind: NodeKind) -> RowKind:
    """The rows of decisions of a scene, with the words that fit what is decided there."""
    titles = {NodeKind.STEPS: gettext_lazy("Шаги"), NodeKind.DAYS: gettext_lazy("Промежутки")}
    title = titles.get(kind, gettext_lazy("Варианты"))
    return RowKind(DecisionRow, title, gettext_lazy("Добавить вариант"), _DECISION_HELP[kind], least=2, can_move=True)

"""The form of a training case: the family's story, its scenes, the key for level and timing."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import scoring
from quizzes.admin.cases_map import CaseMap, draw
from quizzes.admin.cases_rows import NEW_SCENE, with_present
from quizzes.admin.cases_scenes import NAME, PARTS, SceneSet, add_scene, row_names
from quizzes.admin.items_form import FractionField, ItemForm, PercentField, area, register_kind, show_fraction, show_percent
from quizzes.admin.items_rows import apply_act, count_rows, order_after
from quizzes.domain.review import say
from quizzes.models import Item
from quizzes.references import label, taxonomy_choices
from quizzes.scoring.base import ONE
from quizzes.scoring.case_graph import ARROW, graph_problems, place_of

_WAY = re.compile(rf"{NAME}-\d+-(?:options|branches)-\d+-to")
_FIELD_OF = {"level_key": "key_level", "deadline": "due_days"}
_LEAST = scoring.Case(stem=scoring.NO_TEXT, nodes=())


@register_kind
class CaseForm(ItemForm):
    kind = "case"
    title = gettext_lazy("Учебный случай с развилками")
    use = gettext_lazy("История вымышленной семьи, в которой решения меняют ход. Видно, как человек думает, а не что он помнит.")
    about = gettext_lazy("История семьи")
    own_template = "quizzes/admin/includes/case.html"
    stem = forms.CharField(
        label=gettext_lazy("С чего всё начинается"),
        widget=area(5),
        help_text=gettext_lazy("Скажите, что случай учебный, а семья вымышлена. Кто кандидат, кто семья, откуда о ней узнали."),
        error_messages={"required": gettext_lazy("Расскажите, с чего всё начинается.")},
    )
    start = forms.ChoiceField(label=gettext_lazy("Первая сцена"), required=False)
    can_step_back = forms.BooleanField(
        label=gettext_lazy("Можно вернуться на один шаг"),
        required=False,
        help_text=gettext_lazy("Иначе решение окончательно, как и в жизни."),
    )
    critical_cap = PercentField(label=gettext_lazy("Не больше за случай после опасного решения, %"), required=False, initial="40")
    key_level = forms.ChoiceField(
        label=gettext_lazy("Верный уровень"),
        required=False,
        help_text=gettext_lazy("Пусто — за уровень отдельных баллов нет."),
    )
    key_competency = forms.ChoiceField(label=gettext_lazy("Компетенция"), required=False)
    key_mark = FractionField(label=gettext_lazy("Баллов"), required=False, initial="1")
    due_days = forms.IntegerField(
        label=gettext_lazy("Дней на весь случай"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Складываются дни всех решений пути. Пусто — за срок отдельных баллов нет."),
    )
    due_competency = forms.ChoiceField(label=gettext_lazy("Компетенция"), required=False)
    due_mark = FractionField(label=gettext_lazy("Баллов"), required=False, initial="1")

    def __init__(
        self, data: Any = None, files: Any = None, *, content: scoring.Item | None = None, item: Item | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, files, content=content, item=item, **kwargs)
        self.story: tuple[scoring.Node, ...] | None = None
        before = content.nodes if isinstance(content, scoring.Case) else ()
        self.scenes = SceneSet(data, before, self.memory, competency=str(self["competency"].value() or ""))
        self.fields["start"].choices = [("", _("та, что стоит первой")), *self.scenes.titles.items()]
        facets = {"key_level": "levels", "key_competency": "competencies", "due_competency": "competencies"}
        for name, facet in facets.items():
            self.fields[name].choices = with_present(taxonomy_choices(facet), self[name].value())
        self._open_scenes()

    def _open_scenes(self) -> None:
        """Unfolds what the author works at: everything that is new, the scene just changed."""
        opened = [*self.data.getlist("open"), *self.data.getlist("redraw")] if self.is_bound else []
        for scene in self.scenes:
            scene.is_open = scene.id in opened if self.is_bound else self.before is None

    # --- from a case to the fields ---

    def show_own(self, content: Any) -> dict[str, Any]:
        key, due = content.level_key, content.deadline
        return {
            "start": content.start,
            "can_step_back": content.can_step_back,
            "critical_cap": show_percent(content.critical_cap),
            **({"key_level": key.level, "key_competency": key.competency, "key_mark": show_fraction(key.mark)} if key else {}),
            **({"due_days": due.days, "due_competency": due.competency, "due_mark": show_fraction(due.mark)} if due else {}),
        }

    # --- from the fields to a case ---

    def clean(self) -> dict[str, Any]:
        # Read once, before a fault is placed: a field that has one has no value any more.
        self.story = self.scenes.nodes() if self.scenes.is_valid() else None
        data = super().clean()
        if self.story is not None and self.content is None:
            # Something else on the page bars the case: the faults of its story are named all the same.
            for problem in graph_problems(self.story, data.get("start") or (self.story[0].id if self.story else "")):
                self._place(problem)
        for name, sign in (("key", "level"), ("due", "days")):
            if data.get(f"{name}_{sign}") not in ("", None) and not data.get(f"{name}_competency"):
                self.add_error(f"{name}_competency", _("Выберите, какой компетенции идут эти баллы."))
        return data

    def is_valid(self) -> bool:
        return super().is_valid() and self.scenes.is_valid()

    def _content(self, data: dict[str, Any]) -> scoring.Item | None:
        return super()._content(data) if self.story is not None else None

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        return scoring.Case(**common, nodes=self.story or (), **self._rules(data))

    def _rules(self, data: dict[str, Any]) -> dict[str, Any]:
        """What holds for the case as a whole. Fields that could not be read are missing in the data."""
        level, days, cap = data.get("key_level"), data.get("due_days"), data.get("critical_cap")
        key = (level, data.get("key_competency", ""), self._mark(data, "key_mark")) if level else None
        due = (days, data.get("due_competency", ""), self._mark(data, "due_mark")) if days is not None else None
        return {
            "start": data.get("start", ""),
            "can_step_back": data.get("can_step_back", False),
            "critical_cap": _LEAST.critical_cap if cap is None else cap,
            "level_key": scoring.LevelKey(*key) if key else None,
            "deadline": scoring.Deadline(*due) if due else None,
        }

    @staticmethod
    def _mark(data: dict[str, Any], name: str) -> Any:
        mark = data.get(name)
        return ONE if mark is None else mark

    def to_look(self) -> scoring.Item | None:
        """The case as it stands, from the scene that is asked for: a story need not be whole to be walked through."""
        if self.story is None:
            return None
        data = self.cleaned_data
        case = scoring.Case(
            stem=self.text(data.get("stem", "")),
            name=data.get("name", ""),
            feedback=self.text(data.get("feedback", "")),
            max_mark=data.get("max_mark") or ONE,
            nodes=self.story,
            **self._rules(data),
        )
        wanted = self.data.get("look-from", "")
        return playable(replace(case, start=wanted if self.scenes.by_id(wanted) else case.start))

    # --- faults ---

    def _place(self, problem: scoring.Problem) -> None:
        place = place_of(problem.where)
        scene = self.scenes.by_id(place[0]) if place else None
        told = say(replace(problem, params={name: self._named(name, value) for name, value in problem.params.items()}))
        if place and scene:
            words = told.split(f"{scene.title}»: ")[-1].split(f"{scene.title}”: ")[-1]
            scene.place_fault(*place[1:], words[:1].upper() + words[1:])
        elif problem.where == NAME or place:
            self.scenes.errors.append(told)
        elif problem.where in _FIELD_OF:
            self.add_error(_FIELD_OF[problem.where], told)
        else:
            super()._place(problem)

    def _named(self, name: str, value: object) -> object:
        """A part of a message as the page calls it: scenes by number and title, codes by their words."""
        titles = self.scenes.titles
        if name in ("node", "to"):
            return titles.get(str(value), value)
        if name == "path":
            return ARROW.join(titles.get(part, part) for part in str(value).split(ARROW))
        if name in ("competency", "level"):
            return label("competencies" if name == "competency" else "levels", str(value))
        return value

    def forget_errors(self) -> None:
        super().forget_errors()
        self.scenes.forget_errors()

    @property
    def faults(self) -> list[tuple[str, str]]:
        return super().faults + self.scenes.faults

    @property
    def map(self) -> CaseMap:
        """The scenes and the ways between them as they stand in the form."""
        nodes = self.scenes.sketches()
        return draw(nodes, str(self["start"].value() or ""))

    # --- what the buttons do ---

    @classmethod
    def row_names(cls, data: QueryDict) -> list[str]:
        return [*cls.all_rows(), *row_names(data)]

    @classmethod
    def prepared(cls, data: QueryDict) -> QueryDict:
        """The posted data with a scene for every way that leads to a new one."""
        wanted = [key for key in data if _WAY.fullmatch(key) and data[key] == NEW_SCENE]
        if not wanted:
            return data
        changed = data.copy()
        for key in wanted:
            changed[key] = add_scene(changed)
            changed.appendlist("open", changed[key])
        return changed

    @classmethod
    def changed(cls, data: QueryDict, act: str, name: str, place: int) -> QueryDict:
        if name == NAME and act == "add":
            changed = data.copy()
            changed["open"] = add_scene(changed)
            return changed
        changed = apply_act(data, act, name, place)
        scene, _dash, part = name.removeprefix(f"{NAME}-").partition("-")
        if part == "weights":
            cls._move_shares(data, changed, scene, order_after(act, count_rows(data, name), place))
        worked_at = scene if part in PARTS else str(place) if act != "drop" else ""
        if name == NAME or part in PARTS:
            changed["open"] = data.get(f"{NAME}-{worked_at}-id", "")
        return changed

    @staticmethod
    def _move_shares(data: QueryDict, changed: QueryDict, scene: str, order: list[int]) -> None:
        """The shares of the decisions go where the competencies went that they belong to."""
        for option in range(count_rows(data, f"{NAME}-{scene}-options")):
            head = f"{NAME}-{scene}-options-{option}-share_"
            for key in [key for key in data if key.startswith(head)]:
                del changed[key]
            for new, old in enumerate(order):
                if f"{head}{old}" in data:
                    changed[f"{head}{new}"] = data[f"{head}{old}"]


def playable(case: scoring.Case) -> scoring.Case:
    """The case with an end wherever it is not written on yet, so that it can be walked through as it stands."""
    edge = scoring.Node(
        "-",
        _("Дальше ещё не написано"),
        scoring.Text(_("Выберите в форме, куда ведёт это решение, и допишите сцену.")),
        kind=scoring.NodeKind.END,
    )
    known = {node.id for node in case.nodes}

    def led(option: scoring.CaseOption, node: scoring.Node) -> scoring.CaseOption:
        words = option.text or ("" if node.kind is scoring.NodeKind.DAYS else _("Вариант ещё не написан"))
        nowhere = "" if node.kind.branches_by_score else edge.id
        return replace(option, text=words, to=option.to if option.to in known else nowhere)

    def whole(node: scoring.Node) -> scoring.Node:
        if node.kind is scoring.NodeKind.END:
            return node
        if not node.options:
            return replace(edge, id=node.id, title=node.title or edge.title, text=node.text or edge.text)
        branches = tuple(one if one.to in known else replace(one, to=edge.id) for one in node.branches)
        if node.kind.branches_by_score and not any(one.at_least <= 0 for one in branches):
            branches = (*branches, scoring.Branch(edge.id))
        return replace(node, options=tuple(led(one, node) for one in node.options), branches=branches)

    return replace(case, nodes=(*map(whole, case.nodes), edge))

"""The scenes in the form of a training case: from nodes to fields and back, and every fault at its field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from quizzes.admin import cases_rows as rows
from quizzes.admin.items_form import PercentField, show_fraction, show_percent
from quizzes.admin.items_rows import RowKind, RowSet, count_rows
from quizzes.admin.items_texts import Memory
from quizzes.scoring import Branch, CaseOption, Fact, Node, NodeKind, Text, Weight
from quizzes.scoring.base import ONE, ZERO
from quizzes.scoring.case_nodes import MAX_DAYS

NAME = "nodes"
PARTS = ("facts", "weights", "options", "branches", "refs")
SKELETON = (
    {"kind": "choice", "options": [{"to": "scene-2"}, {"to": "scene-3"}]},
    {"kind": "end"},
    {"kind": "end", "is_failure": True},
)


def shown(node: Node, memory: Memory) -> dict[str, Any]:
    """What the fields and the rows of a scene hold."""
    codes = [one.competency for one in node.weights]
    return {
        "id": node.id,
        "title": node.title,
        "kind": node.kind.value,
        "text": memory.show(node.text),
        "ask": node.ask,
        "feedback": memory.show(node.feedback),
        "is_failure": node.is_failure,
        "facts": [{"when": fact.when, "text": fact.text} for fact in node.facts],
        "weights": [{"competency": one.competency, "value": show_fraction(one.value)} for one in node.weights],
        "options": [_shown_option(option, codes, memory) for option in node.options],
        "branches": [
            {"to": one.to, "at_least": show_percent(one.at_least), "feedback": memory.show(one.feedback)} for one in node.branches
        ],
        "refs": [{"target": ref} for ref in node.refs],
    }


def _shown_option(option: CaseOption, codes: list[str], memory: Memory) -> dict[str, Any]:
    given = {one.competency: show_percent(one.value) for one in option.score}
    return {
        "text": option.text,
        "to": option.to,
        "takes": str(option.takes) if option.takes else "",
        "level": option.level,
        "is_critical": option.is_critical,
        "feedback": memory.show(option.feedback),
        "first_day": str(option.first_day) if option.first_day else "",
        "last_day": str(option.last_day) if option.last_day != MAX_DAYS else "",
        **{f"share_{place}": given.get(code, "") for place, code in enumerate(codes)},
    }


class Scene:
    """One scene: its own fields and its rows."""

    def __init__(
        self, place: int, data: QueryDict | None, initial: Mapping[str, Any], ways: list[tuple[str, str]], before: Node | None
    ) -> None:
        self.place, self.before, self.errors, self.is_open = place, before, list[str](), False
        prefix = f"{NAME}-{place}"
        self.form = rows.SceneRow(data, prefix=prefix, initial={key: initial[key] for key in initial if key not in PARTS})
        self.id = str(self.form["id"].value() or f"scene-{place + 1}")
        self.kind = self.form.node_kind
        self.row_sets: dict[str, RowSet] = {}
        others = [way for way in ways if way[0] != self.id]
        self._add("facts", rows.FACTS, data, initial)
        self._add("weights", rows.WEIGHTS, data, initial)
        codes = {number: str(row["competency"].value() or "") for number, row in enumerate(self.row_sets["weights"].rows)}
        codes = {number: code for number, code in codes.items() if code or number == 0}
        self._add("options", rows.decisions(self.kind), data, initial, node_kind=self.kind, ways=others, weights=codes)
        self._add("branches", rows.BRANCHES, data, initial, ways=others)
        self._add("refs", rows.REFS, data, initial)

    def _add(self, part: str, kind: RowKind, data: QueryDict | None, initial: Mapping[str, Any], **kwargs: Any) -> None:
        self.row_sets[part] = RowSet(f"{NAME}-{self.place}-{part}", kind, data, initial.get(part, ()), **kwargs)

    # --- for the page ---

    @property
    def anchor(self) -> str:
        return f"scene-{self.place}"

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def title(self) -> str:
        return titled(self.place, str(self.form["title"].value() or ""))

    @property
    def kind_words(self) -> Any:
        return rows.KIND_WORDS[self.kind]

    @property
    def is_end(self) -> bool:
        return self.kind is NodeKind.END

    @property
    def branches(self) -> bool:
        return self.kind.branches_by_score

    # --- reading ---

    def is_valid(self) -> bool:
        sound = [self.form.is_valid(), *(part.is_valid() for part in self.row_sets.values())]
        return all(sound) and not self.errors

    def node(self, memory: Memory) -> Node:
        """The node that the fields make; of what its kind does not use only what was there before is kept."""
        own = self.form.cleaned_data
        same = self.before is not None and self.before.kind is self.kind
        node = Node(
            id=self.id,
            title=own.get("title", ""),
            text=memory.read(own.get("text", "")),
            kind=self.kind,
            facts=tuple(Fact(row["when"], row["text"]) for row in self._filled("facts")),
            ask=own.get("ask", "") if same or not self.is_end else "",
            feedback=memory.read(own.get("feedback", "")) if same or not self.is_end else Text(""),
            refs=tuple(row["target"] for row in self._filled("refs")),
            is_failure=bool(own.get("is_failure")) and self.is_end,
        )
        if self.is_end:
            return node
        branches = tuple(
            Branch(row["to"], row["at_least"] or ZERO, memory.read(row["feedback"])) for row in self._filled("branches")
        )
        return replace(
            node,
            weights=tuple(Weight(row["competency"], row["value"] or ZERO) for row in self._filled("weights")),
            options=tuple(self._option(row, memory, same) for row in self._filled("options")),
            branches=branches if same or self.branches else (),
        )

    def _filled(self, part: str) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.row_sets[part].filled]

    def _option(self, row: dict[str, Any], memory: Memory, same: bool) -> CaseOption:
        used = rows.USED[self.kind]
        told = {name: value for name, value in row.items() if same or name in used}
        last = told.get("last_day")
        return CaseOption(
            text=row.get("text", ""),
            score=self._score(row) if same or "score" in used else (),
            to=told.get("to", ""),
            feedback=memory.read(row.get("feedback", "")),
            is_critical=bool(told.get("is_critical")),
            level=told.get("level", ""),
            takes=told.get("takes") or 0,
            first_day=told.get("first_day") or 0,
            last_day=MAX_DAYS if last is None else last,
        )

    def _score(self, row: dict[str, Any]) -> tuple[Weight, ...]:
        """The shares in the order of the competencies, or as the option had them where only the order differs."""
        shares = [row.get(f"share_{place}") for place in range(len(self.row_sets["weights"].rows))]
        if "score" not in rows.USED[self.kind] and all(share is None for share in shares):
            return ()
        weights = enumerate(self.row_sets["weights"].rows)
        made = tuple(Weight(one.cleaned_data["competency"], shares[place] or ZERO) for place, one in weights if not one.is_blank)
        earlier = self.before.options if self.before else ()
        same = (one.score for one in earlier if one.text == row.get("text", "") and len(one.score) == len(made))
        return next((score for score in same if set(score) == set(made)), made)

    def sketch(self) -> Node:
        """The scene as far as it is written, for the map: nothing is judged, what cannot be read counts as nothing."""
        options = tuple(
            CaseOption(
                text=_raw(row, "text"),
                score=tuple(
                    Weight(str(place), _percent(row[name].value()))
                    for place, name in enumerate(sorted(name for name in row.fields if name.startswith("share_")))
                ),
                to=_raw(row, "to"),
                is_critical=bool(_raw(row, "is_critical")),
            )
            for row in self.row_sets["options"].rows
            if not row.is_blank
        )
        branches = tuple(
            Branch(_raw(row, "to"), _percent(row["at_least"].value()))
            for row in self.row_sets["branches"].rows
            if not row.is_blank
        )
        node = Node(self.id, str(self.form["title"].value() or ""), Text(""), self.kind)
        node = replace(node, is_failure=self.is_end and bool(_raw(self.form, "is_failure")))
        return node if self.is_end else replace(node, options=options, branches=branches if self.branches else ())

    # --- faults ---

    def place_fault(self, part: str, index: str, field: str, words: str) -> None:
        """Puts a fault at its field, or as near to it as the page has a place."""
        if part in self.form.fields:
            self.form.add_error(part, words)
        elif part not in self.row_sets:
            self.errors.append(words)
        elif index:
            row = self.row_sets[part].filled[int(index)]
            name = "share_0" if field == "score" else field
            row.add_error(name if name in row.fields else None, words)
        else:
            self.row_sets[part].errors.append(words)

    def forget_errors(self) -> None:
        self.errors = []
        for one in (self.form, *self.row_sets.values()):
            one.forget_errors()

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Every fault with the anchor of its place and with the scene it is in."""
        found = [(self.anchor, "", words) for words in self.errors]
        found += [(self.form[name].id_for_label, "", words) for name, words in _flat(self.form) if name != "__all__"]
        for part in self.row_sets.values():
            found += [(part.anchor, part.kind.title, words) for words in part.errors]
            for number, row in enumerate(part.rows, start=1):
                for name, words in _flat(row):
                    anchor = part.anchor if name == "__all__" or row[name].is_hidden else row[name].id_for_label
                    found.append((anchor, f"{part.kind.title}, {number}", words))
        scene = _("Сцена «%(title)s»") % {"title": self.title}
        return [(anchor, f"{scene}{', ' if place else ''}{str(place).lower()}: {words}") for anchor, place, words in found]


def _flat(form: Any) -> list[tuple[str, str]]:
    return [(name, words) for name, listed in (form._errors or {}).items() for words in listed]


def _raw(row: Any, name: str) -> str:
    value = row[name].value() if name in row.fields else ""
    return "" if value in (None, False, "False") else str(value).strip()


def _percent(value: Any) -> Fraction:
    try:
        return PercentField(required=False).clean(value) or ZERO
    except ValidationError:
        return ZERO


def titled(place: int, title: str) -> str:
    """How a scene is called on the page: by its number and its title."""
    return f"{place + 1}. {title.strip()}" if title.strip() else str(place + 1)


class SceneSet:
    """The scenes of a case in a form."""

    anchor = "rows-nodes"
    name = NAME

    def __init__(self, data: QueryDict | None, before: Sequence[Node], memory: Memory, *, competency: str = "") -> None:
        self.memory, self.errors, self.before = memory, list[str](), tuple(before)
        known = [shown(node, memory) for node in before]
        if data is None and not known:
            known = [
                {"id": f"scene-{place}", **scene, "weights": [{"competency": competency, "value": "1"}]}
                for place, scene in enumerate(SKELETON, start=1)
            ]
        count = len(known) if data is None else count_rows(data, NAME)
        self.titles = {
            str(name or f"scene-{place + 1}"): titled(place, str(title or ""))
            for place, (name, title) in enumerate(_names(data, known, count))
        }
        nodes = {node.id: node for node in before}
        ways = list(self.titles.items())
        self.scenes = [
            Scene(place, data, known[place] if data is None else {}, ways, nodes.get(name))
            for place, name in enumerate(self.titles)
        ]

    def __iter__(self) -> Iterator[Scene]:
        return iter(self.scenes)

    def is_valid(self) -> bool:
        sound = [scene.is_valid() for scene in self.scenes]
        return all(sound) and not self.errors

    def nodes(self) -> tuple[Node, ...]:
        """The nodes that the scenes make. Only after `is_valid`."""
        return tuple(scene.node(self.memory) for scene in self.scenes)

    def sketches(self) -> list[Node]:
        return [scene.sketch() for scene in self.scenes]

    def by_id(self, name: str) -> Scene | None:
        return next((scene for scene in self.scenes if scene.id == name), None)

    def forget_errors(self) -> None:
        self.errors = []
        for scene in self.scenes:
            scene.forget_errors()

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [(self.anchor, words) for words in self.errors] + [fault for scene in self.scenes for fault in scene.faults]


def _names(data: QueryDict | None, known: list[dict[str, Any]], count: int) -> list[tuple[Any, Any]]:
    if data is None:
        return [(one["id"], one.get("title", "")) for one in known]
    return [(data.get(f"{NAME}-{place}-id"), data.get(f"{NAME}-{place}-title")) for place in range(count)]


# --- what the buttons do to the posted data ---


def row_names(data: QueryDict) -> list[str]:
    """The names of all rows that a button may stand at."""
    return [NAME, *(f"{NAME}-{place}-{part}" for place in range(count_rows(data, NAME)) for part in PARTS)]


def add_scene(data: QueryDict) -> str:
    """Adds an empty scene at the end of posted data that may be changed; returns its name, which no scene ever had here."""
    place = count_rows(data, NAME)
    taken = {str(value) for key in data if key.startswith(f"{NAME}-") for value in data.getlist(key)}
    name = next(f"scene-{number}" for number in range(place + 1, place + 10_000) if f"scene-{number}" not in taken)
    head = f"{NAME}-{place}"
    new = {"id": name, "kind": NodeKind.CHOICE.value, "weights-rows": "1", "weights-0-value": show_fraction(ONE)}
    new |= {"weights-0-competency": data.get("competency", ""), "options-rows": "2", "branches-rows": "1"}
    for field, value in new.items():
        data[f"{head}-{field}"] = value
    data[f"{NAME}-rows"] = str(place + 1)
    return name

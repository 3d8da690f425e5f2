"""How each type of item is written as a question of Moodle."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lxml import etree

from quizzes.formats.moodle_xml.arranging import GRADING, SHAPES
from quizzes.formats.pictures import SCHEME
from quizzes.formats.weights import interval
from quizzes.scoring import (
    NO_TEXT,
    Area,
    Description,
    DragWords,
    Essay,
    GapSelect,
    Hotspot,
    Item,
    Matching,
    MultipleResponse,
    Numerical,
    Option,
    Ordering,
    Shape,
    ShortAnswer,
    SingleChoice,
    Text,
    TrueFalse,
    UnitPenalty,
)
from quizzes.scoring.numbers import show_number

if TYPE_CHECKING:
    from quizzes.formats.moodle_xml.writing import Writer

Fill = Callable[["Writer", etree._Element, Any], None]
_UNIT_GRADING = {UnitPenalty.NONE: 0, UnitPenalty.OF_EARNED: 1, UnitPenalty.OF_FULL: 2}
_GRADING = {kind: name for name, kind in GRADING.values()}
_SHAPES = {shape: name for name, shape in SHAPES.items()}


@dataclass(frozen=True)
class Kind:
    """The name of a type in Moodle (or a way to find it) and how its question is filled."""

    name: str | Callable[[Any], str]
    fill: Fill

    def name_of(self, item: Item) -> str:
        """The type of Moodle for this item."""
        return self.name if isinstance(self.name, str) else self.name(item)


def _combined(writer: "Writer", element: etree._Element, item: Any) -> None:
    writer.text(element, "correctfeedback", item.feedback_right)
    writer.text(element, "partiallycorrectfeedback", item.feedback_partly)
    writer.text(element, "incorrectfeedback", item.feedback_wrong)
    if any(hint.show_count for hint in item.hints):
        writer.child(element, "shownumcorrect")


def _answer(writer: "Writer", element: etree._Element, option: Option) -> etree._Element:
    answer = writer.text(element, "answer", option.text)
    writer.weight(answer, option.fraction)
    writer.text(answer, "feedback", option.feedback)
    return answer


def _single(writer: "Writer", element: etree._Element, item: SingleChoice) -> None:
    _choice(writer, element, item, item.options, is_single=True)


def _multiple(writer: "Writer", element: etree._Element, item: MultipleResponse) -> None:
    options = item.options
    if item.all_or_nothing:
        options = tuple(Option(one.text, Fraction(int(one.fraction > 0)), one.feedback) for one in options)
    _choice(writer, element, item, options, is_single=False)


def _choice(writer: "Writer", element: etree._Element, item: Any, options: tuple[Option, ...], *, is_single: bool) -> None:
    writer.child(element, "single", "true" if is_single else "false")
    writer.child(element, "shuffleanswers", "true" if item.shuffle else "false")
    writer.child(element, "answernumbering", "abc")
    _combined(writer, element, item)
    for option in options:
        _answer(writer, element, option)


def _true_false(writer: "Writer", element: etree._Element, item: TrueFalse) -> None:
    for value in (True, False):
        is_right = value is item.correct
        feedback = item.feedback_right if is_right else item.feedback_wrong
        _answer(writer, element, Option(Text(str(value).lower()), Fraction(int(is_right)), feedback))


def _short(writer: "Writer", element: etree._Element, item: ShortAnswer) -> None:
    writer.child(element, "usecase", int(item.case_sensitive))
    for option in item.answers:
        _answer(writer, element, option)


def _numerical(writer: "Writer", element: etree._Element, item: Numerical) -> None:
    for answer in item.answers:
        middle, spread = interval(answer)
        value = "*" if middle is None else show_number(middle)
        shown = _answer(writer, element, Option(Text(value), answer.fraction, answer.feedback))
        writer.child(shown, "tolerance", show_number(spread))
    if item.units:
        units = writer.child(element, "units")
        for one in item.units:
            unit = writer.child(units, "unit")
            writer.child(unit, "multiplier", show_number(one.multiplier))
            writer.child(unit, "unit_name", one.name)
    writer.child(element, "unitgradingtype", _UNIT_GRADING[item.unit_penalty_kind])
    writer.child(element, "unitpenalty", f"{float(item.unit_penalty):.7f}".rstrip("0").rstrip("."))
    writer.child(element, "showunits", 0 if item.units else 3)
    writer.child(element, "unitsleft", 0)


def _matching(writer: "Writer", element: etree._Element, item: Matching) -> None:
    writer.child(element, "shuffleanswers", "true" if item.shuffle else "false")
    _combined(writer, element, item)
    for pair in item.pairs:
        part = writer.text(element, "subquestion", pair.premise)
        writer.child(writer.child(part, "answer"), "text", pair.answer)


def _ordering(writer: "Writer", element: etree._Element, item: Ordering) -> None:
    writer.child(element, "layouttype", "VERTICAL")
    writer.child(element, "selecttype", "ALL")
    writer.child(element, "selectcount", 0)
    writer.child(element, "gradingtype", _GRADING[item.grading])
    _combined(writer, element, item)
    for place, entry in enumerate(item.entries, start=1):
        answer = writer.text(element, "answer", entry)
        answer.set("fraction", f"{place}.0000000")
        writer.text(answer, "feedback", NO_TEXT)


def _gaps(tag: str) -> Fill:
    def fill(writer: "Writer", element: etree._Element, item: GapSelect) -> None:
        writer.child(element, "shuffleanswers", int(item.shuffle))
        _combined(writer, element, item)
        for word in item.words:
            part = writer.child(element, tag)
            writer.child(part, "text", word.text)
            writer.child(part, "group", word.group)
            if word.is_unlimited:
                writer.child(part, "infinite")

    return fill


def is_markers(item: Hotspot) -> bool:
    """Whether markers of one kind mean the same: every area counts alike, and there are as many points as areas."""
    even = Fraction(1, len(item.areas)) if item.areas else Fraction(1)
    return item.max_points == len(item.areas) and all(area.fraction == even and not area.feedback for area in item.areas)


def _hotspot(writer: "Writer", element: etree._Element, item: Hotspot) -> None:
    key = item.picture.removeprefix(SCHEME)
    if not is_markers(item) or key not in writer.pictures:
        return
    _combined(writer, element, item)
    writer.file(element, key)
    drag = writer.child(element, "drag")
    writer.child(drag, "no", 1)
    writer.child(drag, "text", item.areas[0].name)
    writer.child(drag, "noofdrags", len(item.areas))
    for place, area in enumerate(item.areas, start=1):
        drop = writer.child(element, "drop")
        writer.child(drop, "no", place)
        writer.child(drop, "shape", _SHAPES[area.shape])
        writer.child(drop, "coords", _coords(area))
        writer.child(drop, "choice", 1)


def _coords(area: Area) -> str:
    figures = area.coords
    if area.shape is Shape.CIRCLE:
        return f"{figures[0]},{figures[1]};{figures[2]}"
    if area.shape is Shape.RECT:
        left, top, right, bottom = figures
        return f"{left},{top};{right - left},{bottom - top}"
    return ";".join(f"{x},{y}" for x, y in zip(figures[::2], figures[1::2], strict=True))


def _essay(writer: "Writer", element: etree._Element, item: Essay) -> None:
    writer.child(element, "responseformat", "editor")
    writer.child(element, "responserequired", 1)
    writer.child(element, "responsefieldlines", 15)
    writer.child(element, "minwordlimit", item.min_words)
    writer.child(element, "attachments", 0)
    writer.text(element, "graderinfo", item.guidance)
    writer.text(element, "responsetemplate", NO_TEXT)


def _description(writer: "Writer", element: etree._Element, item: Description) -> None:
    """A description has nothing of its own."""


def _name_of_multiple(item: MultipleResponse) -> str:
    return "multichoiceset" if item.all_or_nothing else "multichoice"


def _name_of_hotspot(item: Hotspot) -> str:
    return "ddmarker" if is_markers(item) else "opora"


WRITERS: dict[type[Item], Kind] = {
    SingleChoice: Kind("multichoice", _single),
    MultipleResponse: Kind(_name_of_multiple, _multiple),
    TrueFalse: Kind("truefalse", _true_false),
    ShortAnswer: Kind("shortanswer", _short),
    Numerical: Kind("numerical", _numerical),
    Matching: Kind("matching", _matching),
    Ordering: Kind("ordering", _ordering),
    GapSelect: Kind("gapselect", _gaps("selectoption")),
    DragWords: Kind("ddwtos", _gaps("dragbox")),
    Hotspot: Kind(_name_of_hotspot, _hotspot),
    Essay: Kind("essay", _essay),
    Description: Kind("description", _description),
}

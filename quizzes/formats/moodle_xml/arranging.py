"""Moodle's questions in which things are put in place: matching, ordering, gaps, markers on a picture."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lxml import etree

from quizzes.formats.moodle_xml.answers import Reader
from quizzes.formats.moodle_xml.elements import Question, decimal, fault, flag, word
from quizzes.scoring import (
    Area,
    DragWords,
    GapSelect,
    Hotspot,
    Item,
    Matching,
    OrderGrading,
    Ordering,
    Pair,
    Shape,
    Word,
    plain,
)
from quizzes.scoring.problems import gettext_noop

# The codes are the numbers that Moodle keeps, the names are what it writes.
GRADING = {
    "-1": ("ALL_OR_NOTHING", OrderGrading.ALL_OR_NOTHING),
    "0": ("ABSOLUTE_POSITION", OrderGrading.ABSOLUTE_POSITION),
    "1": ("RELATIVE_NEXT_EXCLUDE_LAST", OrderGrading.RELATIVE_TO_NEXT),
    "2": ("RELATIVE_NEXT_INCLUDE_LAST", OrderGrading.RELATIVE_TO_NEXT_WITH_LAST),
    "3": ("RELATIVE_ONE_PREVIOUS_AND_NEXT", OrderGrading.RELATIVE_TO_ONE_PREVIOUS_AND_NEXT),
    "4": ("RELATIVE_ALL_PREVIOUS_AND_NEXT", OrderGrading.RELATIVE_TO_ALL_PREVIOUS_AND_NEXT),
    "5": ("LONGEST_ORDERED_SUBSET", OrderGrading.LONGEST_ORDERED_SUBSET),
    "6": ("LONGEST_CONTIGUOUS_SUBSET", OrderGrading.LONGEST_CONTIGUOUS_SUBSET),
    "7": ("RELATIVE_TO_CORRECT", OrderGrading.RELATIVE_TO_CORRECT_POSITION),
}
_BY_WORD = {**{code: kind for code, (_, kind) in GRADING.items()}, **dict(GRADING.values())}
SHAPES = {"circle": Shape.CIRCLE, "rectangle": Shape.RECT, "polygon": Shape.POLY}


def _matching(question: Question, common: dict[str, Any]) -> Item:
    pairs = tuple(
        Pair(question.text_in(part), " ".join(word(part, "answer/text").split()))
        for part in question.element.iterfind("subquestion")
    )
    return Matching(pairs=pairs, shuffle=flag(question.element, "shuffleanswers"), **common)


def _ordering(question: Question, common: dict[str, Any]) -> Item:
    element = question.element
    answers = list(element.iterfind("answer"))
    chosen = word(element, "selecttype", "ALL")
    count = word(element, "selectcount", "0")
    if chosen not in ("ALL", "0") and count not in ("0", str(len(answers))):
        message = gettext_noop("Из строк берётся случайная часть (%(count)s). Так порядок не переносится: оставьте все строки.")
        raise fault(element, message, count=count)
    grading = word(element, "gradingtype", "ABSOLUTE_POSITION")
    if grading not in _BY_WORD:
        raise fault(element, gettext_noop("Неизвестный способ оценки порядка: %(value)s."), value=grading)
    places = [decimal(answer, answer.get("fraction") or "0") for answer in answers]
    if len(set(places)) == len(places):
        answers = [answer for _, answer in sorted(zip(places, answers, strict=True), key=lambda placed: placed[0])]
    return Ordering(entries=tuple(question.text_in(one) for one in answers), grading=_BY_WORD[grading], **common)


def _words(question: Question, tag: str) -> tuple[Word, ...]:
    return tuple(Word(word(part, "text"), _group(part), flag(part, "infinite")) for part in question.element.iterfind(tag))


def _group(part: etree._Element) -> int:
    group = word(part, "group", "1")
    if not (group.isascii() and group.isdigit() and len(group) < 6):
        raise fault(part, gettext_noop("Группа «%(text)s» — не число. Исправьте её."), text=group[:40])
    return int(group)


def _gap_select(question: Question, common: dict[str, Any]) -> Item:
    return GapSelect(words=_words(question, "selectoption"), shuffle=flag(question.element, "shuffleanswers"), **common)


def _drag_words(question: Question, common: dict[str, Any]) -> Item:
    return DragWords(words=_words(question, "dragbox"), shuffle=flag(question.element, "shuffleanswers"), **common)


def _markers(question: Question, common: dict[str, Any]) -> Item:
    """Markers of one kind on a picture are our hotspot: as many points as there are places, each place counts once."""
    element = question.element
    file, drops = element.find("file"), list(element.iterfind("drop"))
    drags = {word(drag, "no"): drag for drag in element.iterfind("drag")}
    used = {word(drop, "choice") for drop in drops}
    if file is None:
        raise fault(element, gettext_noop("У вопроса нет картинки. Выгрузите его вместе с файлами."))
    if len(used) != 1 or not used <= set(drags):
        message = gettext_noop("Маркеры разные, а у нас на картинке отмечают места без подписей. Разделите вопрос по маркерам.")
        raise fault(element, message)
    [number] = used
    if len(drags) > 1:
        question.note(element, gettext_noop("Лишние маркеры не переносятся: нужно отметить места одного."))
    label = " ".join(word(drags[number], "text").split())
    allowed = word(drags[number], "noofdrags")
    if flag(drags[number], "infinite") or (allowed and allowed != str(len(drops))):
        message = gettext_noop("Маркеров было больше или меньше, чем мест; теперь точек столько же, сколько мест.")
        question.note(element, message)
    question.note(element, gettext_noop("Опишите картинку словами: для тех, кто её не видит."))
    picture = question.picture(file)
    return Hotspot(
        picture=picture.reference,
        width=picture.size[0],
        height=picture.size[1],
        alternative=common["name"] or plain(common["stem"]) or label,
        areas=tuple(_area(drop, label, place, len(drops)) for place, drop in enumerate(drops, start=1)),
        max_points=len(drops),
        **common,
    )


def _area(drop: etree._Element, label: str, place: int, count: int) -> Area:
    shape = SHAPES.get(word(drop, "shape").lower())
    if shape is None:
        raise fault(drop, gettext_noop("Неизвестная фигура «%(shape)s»."), shape=word(drop, "shape")[:40])
    figures = [round(decimal(drop, figure)) for figure in word(drop, "coords").replace(";", ",").split(",")]
    if shape is Shape.RECT and len(figures) == 4:
        left, top, width, height = figures
        figures = [left, top, left + width, top + height]
    return Area(label if count == 1 else f"{label} {place}", shape, tuple(figures), Fraction(1, count))


_LOOK: dict[str, str | None] = {"shuffleanswers": None, "showmisplaced": "|0|1"}
ARRANGING_READERS: Mapping[str, Reader] = {
    "matching": Reader(_matching, {"subquestion": None, "shuffleanswers": None, "showstandardinstruction": "0|1"}),
    "ordering": Reader(
        _ordering,
        {
            **dict.fromkeys(("answer", "selecttype", "selectcount", "gradingtype")),
            "layouttype": "VERTICAL|HORIZONTAL|0|1",
            "showgrading": "SHOW|HIDE|0|1",
            "numberingstyle": "none|abc|ABCD|123|iii|IIII",
        },
    ),
    "gapselect": Reader(_gap_select, {**_LOOK, "selectoption": None}),
    "ddwtos": Reader(_drag_words, {**_LOOK, "dragbox": None}),
    "ddmarker": Reader(_markers, {**_LOOK, "file": None, "drag": None, "drop": None}),
}

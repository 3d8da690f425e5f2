"""Interactions of QTI in which something is chosen: choice, hot text, places of a picture."""

from fractions import Fraction
from typing import Any

from lxml import etree

from quizzes.formats.pictures import SCHEME
from quizzes.formats.qti.context import Context
from quizzes.formats.qti.declarations import flag, share
from quizzes.formats.qti.vocabulary import elements, refuse
from quizzes.scoring import (
    Area,
    Hotspot,
    Item,
    MultipleResponse,
    Option,
    Shape,
    SingleChoice,
    TrueFalse,
)
from quizzes.scoring.problems import gettext_noop

Common = dict[str, Any]
_SHAPES = {"circle": Shape.CIRCLE, "rect": Shape.RECT, "poly": Shape.POLY}


def choice(context: Context, interaction: etree._Element, common: Common) -> Item:
    """choiceInteraction: one or several; two choices named `true` and `false` are a statement."""
    choices = {one.get("identifier", ""): one for one in elements(interaction, "simpleChoice")}
    marks, whole, rule = context.weights(interaction, list(choices))
    common["max_mark"] = whole
    if set(choices) == {"true", "false"} and sorted(marks.values()) == [0, whole if rule.kind != "match" else 1]:
        return _true_false(context, choices, marks, common)
    scale = Fraction(1) if rule.kind == "match" else whole
    options = tuple(
        Option(context.text(one), share(marks[name], scale), context.feedback_on(name, one)) for name, one in choices.items()
    )
    shuffle = flag(interaction, "shuffle")
    if any(flag(one, "fixed") for one in choices.values()) and shuffle:
        context.note(interaction, gettext_noop("Закреплённые места вариантов не переносятся."))
    return _chosen(context, interaction, options, rule.kind == "match", {"shuffle": shuffle, **common})


def _chosen(context: Context, interaction: etree._Element, options: tuple[Option, ...], whole: bool, common: Common) -> Item:
    response = context.response(interaction)
    if response.cardinality == "single":
        return SingleChoice(options=options, **common)
    limit = int(interaction.get("maxChoices", "0") or 0) if interaction.get("maxChoices", "0").isdigit() else 0
    if not whole and 0 < limit < len(options):
        context.note(interaction, gettext_noop("Ограничение «не больше %(limit)s» не переносится."), limit=limit)
    right = sum(option.fraction > 0 for option in options)
    return MultipleResponse(options=options, all_or_nothing=whole and right > 0, **common)


def _true_false(context: Context, choices: dict[str, Any], marks: dict[str, Fraction], common: Common) -> Item:
    correct = marks["true"] > 0
    for name, field in (("true", "feedback_right"), ("false", "feedback_wrong")):
        said = context.feedback_on(name, choices[name])
        place = field if correct else {"feedback_right": "feedback_wrong"}.get(field, "feedback_right")
        common[place] = said or common[place]
    return TrueFalse(correct=correct, **common)


def hot_text(context: Context, interaction: etree._Element, common: Common) -> Item:
    """hottextInteraction: words of a text to choose from; they become the options, and stand out in the text."""
    choices = {one.get("identifier", ""): one for one in elements(interaction, "hottext")}
    marks, whole, rule = context.weights(interaction, list(choices))
    scale = Fraction(1) if rule.kind == "match" else whole
    options = tuple(
        Option(context.text(one), share(marks[name], scale), context.feedback_on(name, one)) for name, one in choices.items()
    )
    common["max_mark"] = whole
    return _chosen(context, interaction, options, rule.kind == "match", {"shuffle": False, **common})


def show_hot_text(interaction: etree._Element) -> None:
    """Lets the words that may be chosen stand out in the text."""
    for one in elements(interaction, "hottext"):
        one.tag = "strong"
        one.attrib.clear()


def hotspot(context: Context, interaction: etree._Element, common: Common) -> Item:
    """hotspotInteraction: marked places of a picture to choose from."""
    choices = {one.get("identifier", ""): one for one in elements(interaction, "hotspotChoice")}
    marks, whole, rule = context.weights(interaction, list(choices))
    scale = Fraction(1) if rule.kind == "match" else whole
    context.one_by_one(interaction, rule, sum(mark > 0 for mark in marks.values()))
    areas = tuple(
        Area(
            one.get("hotspotLabel") or one.get("label") or name,
            *_figure(context, one),
            share(marks[name], scale),
            context.feedback_on(name, one),
        )
        for name, one in choices.items()
    )
    return _spot(context, interaction, areas, whole, common)


def select_point(context: Context, interaction: etree._Element, common: Common) -> Item:
    """selectPointInteraction: points anywhere on a picture, places with marks."""
    response, rule = context.response(interaction), context.rule(interaction)
    if rule.kind == "match" or not response.areas:
        message = gettext_noop("Верная точка без области вокруг неё. Задайте область (areaMapping).")
        raise refuse(interaction, context.source, message)
    single = interaction.get("maxChoices", "1") == "1"
    positive = [entry.value for entry in response.areas if entry.value > 0]
    whole = (max(positive) if single else sum(positive, Fraction(0))) if positive else Fraction(1)
    if response.upper is not None and 0 < response.upper < whole:
        whole = response.upper
    areas = tuple(
        Area(str(place), *_shape(context, interaction, entry.shape, entry.coords), share(entry.value, whole))
        for place, entry in enumerate(response.areas, start=1)
    )
    return _spot(context, interaction, areas, whole, common)


def _figure(context: Context, element: etree._Element) -> tuple[Shape, tuple[int, ...]]:
    return _shape(context, element, element.get("shape", ""), element.get("coords", ""))


def _shape(context: Context, element: etree._Element, name: str, coords: str) -> tuple[Shape, tuple[int, ...]]:
    figures = [figure.strip() for figure in coords.replace(" ", ",").split(",") if figure.strip()]
    if name not in _SHAPES or not all(figure.lstrip("-").replace(".", "", 1).isdecimal() for figure in figures):
        message = gettext_noop("Область «%(name)s» с координатами «%(coords)s» не читается. Нужен circle, rect или poly.")
        raise refuse(element, context.source, message, name=name[:20], coords=coords[:60])
    return _SHAPES[name], tuple(round(float(figure)) for figure in figures)


def _spot(context: Context, interaction: etree._Element, areas: tuple[Area, ...], whole: Fraction, common: Common) -> Item:
    image = next(iter(elements(interaction, "object", "img")), None)
    if image is None:
        raise refuse(interaction, context.source, gettext_noop("У задания нет картинки. Добавьте её."))
    words = context.words(image) or image.get("alt", "") or common["name"]
    right = sum(area.fraction > 0 for area in areas)
    limit = interaction.get("maxChoices", "1")
    points = int(limit) if limit.isdigit() and int(limit) else max(right, 1)
    common["max_mark"] = whole
    reference = image.get("data") or image.get("src") or ""
    picture = context.pictures.get(reference.removeprefix(SCHEME))
    width, height = picture.size if picture else (0, 0)
    return Hotspot(
        picture=reference,
        width=width,
        height=height,
        alternative=" ".join(words.split()),
        areas=areas,
        max_points=min(points, 100),
        **common,
    )

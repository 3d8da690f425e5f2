"""Each type of item as an interaction of QTI."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lxml import etree

from quizzes.formats.qti.making import Maker, decimal
from quizzes.formats.weights import interval
from quizzes.scoring import (
    Description,
    DragWords,
    Essay,
    GapSelect,
    Hotspot,
    Item,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Ordering,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    TrueFalse,
    Word,
)
from quizzes.scoring.text import unescape_stars

_GAP = re.compile(r"\[\[(\d+)\]\]")
_WILD = re.compile(r"(?<!\\)\*")


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _choices(maker: Maker, interaction: etree._Element, options: tuple[Option, ...]) -> list[str]:
    names = [f"A{number}" for number in range(1, len(options) + 1)]
    for name, option in zip(names, options, strict=True):
        maker.fill(etree.SubElement(interaction, "simpleChoice", identifier=name), option.text)
        maker.chosen.append((name, option.feedback))
    return names


def _single(maker: Maker, item: SingleChoice) -> None:
    maker.stem(item.stem)
    interaction = maker.interaction("choiceInteraction", shuffle=_yes(item.shuffle), maxChoices="1")
    names = _choices(maker, interaction, item.options)
    best = item.right_response().option
    weights = {name: option.fraction for name, option in zip(names, item.options, strict=True)}
    maker.response([names[best]], mapping=weights)
    maker.by_template("map")


def _multiple(maker: Maker, item: MultipleResponse) -> None:
    maker.stem(item.stem)
    interaction = maker.interaction("choiceInteraction", shuffle=_yes(item.shuffle), maxChoices="0")
    names = _choices(maker, interaction, item.options)
    maker.chosen_from = "multiple"
    right = [names[place] for place in item.right_response().options]
    weights = {name: option.fraction for name, option in zip(names, item.options, strict=True)}
    maker.response(right, cardinality="multiple", mapping=None if item.all_or_nothing else weights, bounded=True)
    maker.by_template("match" if item.all_or_nothing else "map")


def _true_false(maker: Maker, item: TrueFalse) -> None:
    maker.stem(item.stem)
    interaction = maker.interaction("choiceInteraction", shuffle="false", maxChoices="1")
    for name, word in (("true", "Верно"), ("false", "Неверно")):
        etree.SubElement(interaction, "simpleChoice", identifier=name).text = word
        is_right = (name == "true") is item.correct
        maker.chosen.append((name, item.feedback_right if is_right else item.feedback_wrong))
    maker.response([_yes(item.correct)])
    maker.by_template("match")


def _field(maker: Maker, item: Item) -> None:
    maker.stem(item.stem)
    maker.interaction("textEntryInteraction", etree.SubElement(maker.body, "p"))


def _compared(tag: str, literal: str, base_type: str, **attributes: str) -> etree._Element:
    test = etree.Element(tag)
    for key, value in attributes.items():
        test.set(key, value)
    etree.SubElement(test, "variable", identifier="RESPONSE")
    if tag != "patternMatch":
        etree.SubElement(test, "baseValue", baseType=base_type).text = literal
    return test


def _short(maker: Maker, item: ShortAnswer) -> None:
    _field(maker, item)
    texts = [answer.text.value for answer in item.answers]
    literals = [text.replace(r"\*", "*") for text in texts]
    right = unescape_stars(item.right_response().text)
    if not any(_WILD.search(text) for text in texts) and len({text.casefold() for text in literals}) == len(literals):
        weights = {text: answer.fraction for text, answer in zip(literals, item.answers, strict=True)}
        maker.response([right], base_type="string", mapping=weights, case_sensitive=item.case_sensitive)
        maker.by_template("map")
        return
    maker.response([right], base_type="string")
    case = _yes(item.case_sensitive)
    maker.steps(
        (
            _compared("patternMatch", "", "string", pattern=_pattern(text), caseSensitive=case)
            if _WILD.search(text)
            else _compared("stringMatch", text.replace(r"\*", "*"), "string", caseSensitive=case),
            answer.fraction,
        )
        for text, answer in zip(texts, item.answers, strict=True)
    )


def _pattern(text: str) -> str:
    parts = (part.replace(r"\*", "*") for part in _WILD.split(text))
    return ".*".join(re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", part) for part in parts)


def _numerical(maker: Maker, item: Numerical) -> None:
    _field(maker, item)
    known = [answer for answer in item.answers if answer.value is not None]
    best = max(known, key=lambda answer: answer.fraction)
    maker.response([decimal(best.value or Fraction(0))], base_type="float")
    maker.steps((_equal(answer), answer.fraction) for answer in known)


def _equal(answer: NumberAnswer) -> etree._Element:
    middle, spread = interval(answer)
    sides = {"toleranceMode": "absolute", "tolerance": f"{decimal(spread)} {decimal(spread)}"} if spread else {}
    return _compared("equal", decimal(middle or Fraction(0)), "float", **(sides or {"toleranceMode": "exact"}))


def _matching(maker: Maker, item: Matching) -> None:
    maker.stem(item.stem)
    interaction = maker.interaction("matchInteraction", shuffle=_yes(item.shuffle), maxAssociations=str(len(item.premises)))
    left, right = (etree.SubElement(interaction, "simpleMatchSet") for _ in range(2))
    for number, premise in enumerate(item.premises, start=1):
        maker.fill(etree.SubElement(left, "simpleAssociableChoice", identifier=f"P{number}", matchMax="1"), premise)
    for number, answer in enumerate(item.choices, start=1):
        choice = etree.SubElement(right, "simpleAssociableChoice", identifier=f"C{number}", matchMax="0")
        choice.text = answer
    pairs = [f"P{number} C{place + 1}" for number, place in enumerate(item.key, start=1)]
    weights = dict.fromkeys(pairs, Fraction(1, len(pairs)))
    maker.response(pairs, cardinality="multiple", base_type="directedPair", mapping=weights, bounded=True)
    maker.by_template("map")


def _ordering(maker: Maker, item: Ordering) -> None:
    maker.stem(item.stem)
    interaction = maker.interaction("orderInteraction", shuffle=_yes(item.shuffle))
    names = []
    for number, entry in enumerate(item.entries, start=1):
        names.append(f"A{number}")
        maker.fill(etree.SubElement(interaction, "simpleChoice", identifier=names[-1]), entry)
    maker.response(names, cardinality="ordered")
    maker.by_template("match")


def _with_gaps(holder: etree._Element, make: Callable[[int], etree._Element]) -> None:
    """Puts what `make` gives for a gap (from 0) in the place of each `[[n]]` of a text."""
    number = 0
    for element in list(holder.iter(etree.Element)):
        for is_tail in (False, True):
            if is_tail and element is holder:
                continue
            text = (element.tail if is_tail else element.text) or ""
            pieces = _GAP.split(text)[::2]
            if len(pieces) == 1:
                continue
            made = []
            for piece in pieces[1:]:
                made.append(make(number))
                made[-1].tail = piece
                number += 1
            if is_tail:
                element.tail = pieces[0]
                parent = element.getparent()
                place = parent.index(element) + 1 if parent is not None else 0
                (holder if parent is None else parent)[place:place] = made
            else:
                element.text = pieces[0]
                element[0:0] = made


def _gap_select(maker: Maker, item: GapSelect) -> None:
    holder = maker.stem(item.stem)
    names: list[str] = []

    def make(gap: int) -> etree._Element:
        identifier = f"RESPONSE{gap + 1}"
        names.append(identifier)
        made = etree.Element("inlineChoiceInteraction", responseIdentifier=identifier, shuffle=_yes(item.shuffle))
        for place in item.choices(gap):
            etree.SubElement(made, "inlineChoice", identifier=f"W{place + 1}").text = item.words[place].text
        right = f"W{item.key[gap] + 1}"
        maker.response([right], identifier=identifier, mapping={right: Fraction(1, len(item.key))})
        return made

    _with_gaps(holder, make)
    maker.add_marks(names)


def _drag_words(maker: Maker, item: DragWords) -> None:
    interaction = maker.interaction("gapMatchInteraction", shuffle=_yes(item.shuffle))
    for number, word in enumerate(item.words, start=1):
        _gap_text(interaction, number, word)
    holder = etree.SubElement(interaction, "div")
    maker.fill(holder, item.stem)
    pairs: list[str] = []

    def make(gap: int) -> etree._Element:
        pairs.append(f"W{item.key[gap] + 1} G{gap + 1}")
        return etree.Element("gap", identifier=f"G{gap + 1}")

    _with_gaps(holder, make)
    weights = dict.fromkeys(pairs, Fraction(1, len(item.key)))
    maker.response(pairs, cardinality="multiple", base_type="directedPair", mapping=weights, bounded=True)
    maker.by_template("map")


def _gap_text(interaction: etree._Element, number: int, word: Word) -> None:
    limit = "0" if word.is_unlimited else "1"
    etree.SubElement(interaction, "gapText", identifier=f"W{number}", matchMax=limit).text = word.text


def _hotspot(maker: Maker, item: Hotspot) -> None:
    maker.stem(item.stem)
    interaction = maker.interaction("selectPointInteraction", maxChoices=str(item.max_points))
    scene = etree.SubElement(interaction, "object", data=item.picture, type=_type_of(item.picture))
    scene.text = item.alternative
    cardinality = "single" if item.max_points == 1 else "multiple"
    correct = [f"{x} {y}" for x, y in item.right_response().points]
    declared = maker.response(correct, cardinality=cardinality, base_type="point")
    areas = etree.SubElement(declared, "areaMapping", defaultValue="0", lowerBound="0", upperBound=maker.marks(Fraction(1)))
    for area in item.areas:
        coords = ",".join(map(str, area.coords))
        etree.SubElement(areas, "areaMapEntry", shape=area.shape.value, coords=coords, mappedValue=maker.marks(area.fraction))
    maker.by_template("point")


def _type_of(picture: str) -> str:
    return {"jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}.get(picture.rpartition(".")[2], "image/png")


def _essay(maker: Maker, item: Essay) -> None:
    maker.stem(item.stem)
    maker.response(base_type="string")
    maker.interaction("extendedTextInteraction")
    if item.guidance or item.rubric:
        block = etree.SubElement(maker.body, "rubricBlock", view="scorer")
        holder = etree.SubElement(block, "div")
        maker.fill(holder, item.guidance)
        for criterion in item.rubric:
            line = "; ".join(f"{decimal(mark)}: {words}" for mark, words in criterion.levels)
            maker.fill(etree.SubElement(holder, "p"), Text(f"{criterion.title}. {line}", TextFormat.PLAIN))


def _description(maker: Maker, item: Description) -> None:
    maker.stem(item.stem)


ASKERS: dict[type[Item], Callable[[Maker, Any], None]] = {
    SingleChoice: _single,
    MultipleResponse: _multiple,
    TrueFalse: _true_false,
    ShortAnswer: _short,
    Numerical: _numerical,
    Matching: _matching,
    Ordering: _ordering,
    GapSelect: _gap_select,
    DragWords: _drag_words,
    Hotspot: _hotspot,
    Essay: _essay,
    Description: _description,
}

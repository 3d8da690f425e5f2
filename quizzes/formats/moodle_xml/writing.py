"""Writing Moodle XML: every item as the question of Moodle that means the same, the rest beside it (`leftovers`)."""

import base64
from collections.abc import Iterable, Iterator
from fractions import Fraction

from lxml import etree

from quizzes.formats import leftovers
from quizzes.formats.errors import Fault, FormatError, UnsupportedItem, Writing
from quizzes.formats.moodle_xml.elements import FORMATS, PLUGINFILE, Question
from quizzes.formats.moodle_xml.kinds import WRITERS
from quizzes.formats.moodle_xml.reading import REST, read_question
from quizzes.formats.pictures import Pictures, keys_in
from quizzes.formats.weights import exact_fraction
from quizzes.scoring import Item, Text
from quizzes.scoring.numbers import show_number
from quizzes.scoring.problems import gettext_noop

NAMES = {kind: name for name, kind in FORMATS.items()}
TOP = "$course$/top"
# What the menu of weights in Moodle offers; another weight stops an import there, or is rounded.
_MENU = (100, 90, 80, 75, 70, 60, 50, 40, 30, 25, 20, 10, 5, 0)
KNOWN_WEIGHTS = {Fraction(part, 100) for part in _MENU} | {
    Fraction(part, whole) for part, whole in ((5, 6), (2, 3), (1, 3), (1, 6), (1, 7), (1, 8), (1, 9))
}
_STRANGE_WEIGHT = gettext_noop("Веса %(weight)s %% нет в списке Moodle: при импорте разрешите округлять веса.")


class Writer:
    """Makes the elements of one question, with the pictures that its texts name."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.weights: list[Fraction] = []

    def child(self, parent: etree._Element, tag: str, value: object = None) -> etree._Element:
        """A new child, with a text where one is given."""
        element = etree.SubElement(parent, tag)
        if value is not None:
            put_text(element, str(value))
        return element

    def text(self, parent: etree._Element, tag: str, text: Text) -> etree._Element:
        """A new child that holds a text in its format, and its pictures."""
        element = self.child(parent, tag)
        element.set("format", NAMES[text.format])
        self.fill(element, text)
        return element

    def fill(self, element: etree._Element, text: Text) -> None:
        """Puts a text and its pictures into an element."""
        value = text.value
        files = [key for key in keys_in(value) if key in self.pictures]
        for key in files:
            value = value.replace(self.pictures[key].reference, f"{PLUGINFILE}/{key}")
        self.child(element, "text", value)
        for key in files:
            self.file(element, key)

    def file(self, parent: etree._Element, key: str) -> None:
        """A new `<file>` with a picture."""
        file = self.child(parent, "file", base64.b64encode(self.pictures[key].data).decode("ascii"))
        file.set("name", key)
        file.set("path", "/")
        file.set("encoding", "base64")

    def weight(self, element: etree._Element, fraction: Fraction) -> None:
        """Sets the weight of an answer, in per cent with the five decimals that Moodle knows, or seven."""
        self.weights.append(fraction)
        padded = [f"{float(fraction * 100):.{places}f}" for places in (5, 7)]
        figures = [shown for figure in padded for shown in (figure.rstrip("0").rstrip("."), figure)]
        exact = (figure for figure in figures if exact_fraction(figure.lstrip("-")) == abs(fraction))
        element.set("fraction", next(exact, padded[-1]))


def put_text(element: etree._Element, value: str) -> None:
    """The text of an element: as CDATA where that is easier to read. ValueError where XML cannot hold it."""
    plain = not set(value) & set("<&") or "]]>" in value or "\r" in value
    element.text = value if plain else etree.CDATA(value)


def write(items: Iterable[Item], pictures: Pictures) -> Writing:
    """A `<quiz>` with all items that Moodle XML can hold; a category where it changes."""
    root = etree.Element("quiz")
    refused: list[UnsupportedItem] = []
    notes: list[Fault] = []
    category, count = "", 0
    for item in items:
        try:
            element, rest, weights = question_element(item, pictures)
        except UnsupportedItem as error:
            refused.append(error)
            continue
        if item.category != category:
            category = item.category
            root.append(_category(category))
        root.append(element)
        count += 1
        notes.extend(leftovers.losses(item, rest))
        notes.extend(_strange_weights(item, weights))
    etree.indent(root)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return Writing(data, count, tuple(refused), tuple(notes))


def _strange_weights(item: Item, weights: list[Fraction]) -> Iterator[Fault]:
    for fraction in dict.fromkeys(weights):
        if abs(fraction) not in KNOWN_WEIGHTS:
            yield Fault(0, _STRANGE_WEIGHT, {"weight": f"{float(fraction * 100):g}"}, f"«{item.title}»")


def _category(category: str) -> etree._Element:
    element = etree.Element("question", type="category")
    etree.SubElement(etree.SubElement(element, "category"), "text").text = f"{TOP}/{category}" if category else TOP
    return element


def question_element(item: Item, pictures: Pictures) -> tuple[etree._Element, str, list[Fraction]]:
    """The `<question>` of an item, what of it is not Moodle's, and the weights; UnsupportedItem where XML cannot hold it."""
    writer = Writer(pictures)
    problems = item.problems()
    if problems:
        raise UnsupportedItem(item, str(problems[0]).replace("%", "%%"))
    try:
        element = _question(writer, item)
        try:
            natural: Item | None = read_question(Question(element), item.category)
        except FormatError:
            natural = None
        rest = leftovers.keep(item, natural)
        if rest:
            writer.child(element, REST, rest)
        _category(item.category)
    except ValueError as error:
        message = gettext_noop("В тексте вопроса есть невидимые управляющие знаки. Удалите их и выгрузите снова.")
        raise UnsupportedItem(item, message) from error
    return element, rest, writer.weights


def _question(writer: Writer, item: Item) -> etree._Element:
    kind = next((kind for kind in WRITERS if type(item) is kind), None)
    write_kind = WRITERS[kind] if kind else None
    element = etree.Element("question")
    element.set("type", write_kind.name_of(item) if write_kind else REST)
    writer.child(writer.child(element, "name"), "text", item.name or item.title)
    writer.text(element, "questiontext", item.stem)
    writer.text(element, "generalfeedback", item.feedback)
    writer.child(element, "defaultgrade", show_number(item.max_mark) if item.carries_mark else 0)
    writer.child(element, "penalty", f"{float(item.penalty):.7f}".rstrip("0").rstrip("."))
    writer.child(element, "hidden", 0)
    writer.child(element, "idnumber", item.id)
    if write_kind:
        write_kind.fill(writer, element, item)
    for hint in item.hints:
        holder = writer.text(element, "hint", hint.text)
        if hint.show_count:
            writer.child(holder, "shownumcorrect")
        if hint.clear_wrong:
            writer.child(holder, "clearwrong")
    if item.tags:
        tags = writer.child(element, "tags")
        for tag in item.tags:
            writer.child(writer.child(tags, "tag"), "text", tag)
    return element

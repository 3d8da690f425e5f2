"""Reading Moodle XML: the questions of a file, what all of them have in common, and what is refused by name."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lxml import etree

from quizzes.formats import leftovers
from quizzes.formats.errors import MAX_FAULTS, Fault, FormatError, Found, Reading
from quizzes.formats.moodle_xml.answers import ANSWER_READERS
from quizzes.formats.moodle_xml.arranging import ARRANGING_READERS
from quizzes.formats.moodle_xml.elements import FORMATS, Question, decimal, fault, flag, share, word
from quizzes.formats.pictures import Picture
from quizzes.formats.untrusted import line_of, parse_xml, refusal
from quizzes.scoring import Hint, Item, TextFormat
from quizzes.scoring.problems import gettext_noop

REST = "opora"
READERS = {**ANSWER_READERS, **ARRANGING_READERS}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "shownumcorrect")
_COMMON = {
    *("name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags", "hint", REST),
    *("stamp", "version", "coursetags", "createdby", "modifiedby", "timecreated", "timemodified"),
    *_COMBINED,
}
_CALCULATED = gettext_noop("Вычисляемый вопрос с формулами и подстановками не переносится. Выгрузите его с готовыми числами.")
_REFUSED = {
    "calculated": _CALCULATED,
    "calculatedsimple": _CALCULATED,
    "calculatedmulti": _CALCULATED,
    "randomsamatch": gettext_noop("Случайное соответствие собирается из чужих вопросов. Выгрузите сами вопросы."),
    "random": gettext_noop("Случайный вопрос — место в тесте, а не вопрос. Выгрузите раздел, из которого он берётся."),
    "cloze": gettext_noop("Вложенные ответы (Cloze) не переносятся. Разделите вопрос или сделайте выбор пропущенных слов."),
    "multianswer": gettext_noop("Вложенные ответы (Cloze) не переносятся. Разделите вопрос или сделайте выбор пропущенных слов."),
    "ddimageortext": gettext_noop(
        "Перетаскивание на изображение не переносится: у нас на картинке отмечают места. Замените его соответствием."
    ),
}
_UNKNOWN = gettext_noop("Тип вопроса «%(kind)s» не известен. Замените его в Moodle одним из обычных типов.")


def read(data: bytes | str) -> Reading:
    """Everything that can be read of a file, beside the faults of the rest."""
    try:
        root = parse_xml(data)
        if root.tag != "quiz":
            message = gettext_noop("Это не Moodle XML: первым должен стоять элемент quiz, а стоит %(tag)s.")
            raise refusal(message, line=line_of(root), tag=str(root.tag)[:60])
    except FormatError as error:
        return Reading((), (), error.faults)
    found: list[Found] = []
    faults: list[Fault] = []
    pictures: dict[str, Picture] = {}
    for category, element in _questions(root):
        question = Question(element)
        try:
            item = read_question(question, category)
        except FormatError as error:
            faults.extend(_placed(one, element) for one in error.faults)
            if len(faults) >= MAX_FAULTS:
                faults.append(Fault.too_many(question.line))
                break
            continue
        found.append(Found(item, question.line, notes=tuple(_placed(note, element) for note in question.notes)))
        pictures.update(question.pictures)
    return Reading.of(found, faults, pictures)


def _placed(one: Fault, element: etree._Element) -> Fault:
    name = word(element, "name/text")
    return replace(one, where=f"«{name[:60]}»" if name else one.where)


def _questions(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Each question with the category it stands in."""
    category = ""
    for element in root.iterchildren("question"):
        if element.get("type") == "category":
            category = _category(word(element, "category/text"))
        else:
            yield category, element


def _category(path: str) -> str:
    """The path of a category without the place in Moodle (`$course$/top/`) that it hung on."""
    if path.startswith("$"):
        path = path.partition("/")[2]
    return "" if path == "top" else path.removeprefix("top/")


def read_question(question: Question, category: str) -> Item:
    """The item of a `<question>`; FormatError where it cannot be one of ours."""
    natural, failure = _natural(question, category)
    rest = question.element.findtext(REST)
    item = natural
    if rest:
        item, notes = leftovers.restore(natural, rest, question.line)
        question.notes.extend(notes)
    if item is None:
        raise failure or fault(question.element, _UNKNOWN, kind=question.element.get("type", ""))
    return item


def _natural(question: Question, category: str) -> tuple[Item | None, FormatError | None]:
    """What the elements of Moodle say, or why they say nothing to us."""
    kind = question.element.get("type", "")
    reader = READERS.get(kind)
    if reader is None:
        return None, fault(question.element, _REFUSED.get(kind, _UNKNOWN), kind=kind)
    try:
        common = _common(question, category)
        item = reader.make(question, common)
    except FormatError as error:
        return None, error
    _tell_of_the_rest(question, reader.known)
    return item, None


def _common(question: Question, category: str) -> dict[str, Any]:
    element = question.element
    text = element.find("questiontext")
    if text is not None:
        question.format = FORMATS.get(text.get("format", ""), TextFormat.HTML)
    grade = word(element, "defaultgrade")
    mark = decimal(element, grade) if grade else Fraction(1)
    if flag(element, "hidden"):
        question.note(element, gettext_noop("В Moodle вопрос скрыт. Решите при проверке, нужен ли он."))
    return {
        "stem": question.text("questiontext"),
        "name": " ".join(word(element, "name/text").split()),
        "id": word(element, "idnumber"),
        "tags": tuple(label for tag in element.iterfind("tags/tag") if (label := word(tag, "text"))),
        "category": category,
        "feedback": question.text("generalfeedback"),
        "max_mark": mark if mark or element.get("type") != "description" else Fraction(1),
        "penalty": share(element, "penalty", Fraction(1, 3)),
        "hints": tuple(_hint(question, hint) for hint in element.iterfind("hint")),
        **_combined(question),
    }


def _hint(question: Question, hint: etree._Element) -> Hint:
    return Hint(question.text_in(hint), clear_wrong=flag(hint, "clearwrong"), show_count=flag(hint, "shownumcorrect"))


def _combined(question: Question) -> dict[str, Any]:
    if question.element.get("type") == "truefalse":
        return {}
    named = zip(("feedback_right", "feedback_partly", "feedback_wrong"), _COMBINED[:3], strict=True)
    return {field: question.text(path) for field, path in named}


def _tell_of_the_rest(question: Question, known: dict[str, str | None]) -> None:
    """Notes every element that nobody read, and settings of the look that are not the usual ones."""
    for child in question.element.iterchildren(etree.Element):
        tag = str(child.tag)
        usual = known.get(tag)
        said = "".join(map(str, child.itertext())).strip()
        if tag in known and (usual is None or said in usual.split("|")):
            continue
        if tag in known:
            message = gettext_noop("Настройка показа не переносится: %(tag)s = %(value)s.")
            question.note(child, message, tag=tag, value=said[:40])
        elif tag not in _COMMON and said:
            message = gettext_noop("Элемент %(tag)s не переносится.")
            question.note(child, message, tag=tag)

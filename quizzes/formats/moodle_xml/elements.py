"""Elements of a Moodle question: texts with their format and files, figures, flags, and what is told about the rest."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote, unquote

from lxml import etree

from quizzes.formats.errors import Fault, FormatError
from quizzes.formats.pictures import Picture
from quizzes.formats.untrusted import line_of
from quizzes.formats.weights import exact_fraction, exact_number
from quizzes.scoring import NO_TEXT, Text, TextFormat
from quizzes.scoring.problems import gettext_noop

FORMATS = {
    "html": TextFormat.HTML,
    "moodle_auto_format": TextFormat.MOODLE,
    "plain_text": TextFormat.PLAIN,
    "markdown": TextFormat.MARKDOWN,
}
PLUGINFILE = "@@PLUGINFILE@@"
_LEFT_OVER = re.compile(r"@@PLUGINFILE@@/?([^\"'\s<>?#)]*)")


@dataclass
class Question:
    """A `<question>` while it is read: notes and pictures gather here."""

    element: etree._Element
    format: TextFormat = TextFormat.HTML
    notes: list[Fault] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """The line the question begins on."""
        return line_of(self.element)

    def note(self, element: etree._Element, template: str, **params: object) -> None:
        """Notes something that is not carried over."""
        self.notes.append(Fault(line_of(element), template, params))

    def text(self, path: str, within: etree._Element | None = None) -> Text:
        """The text of the child `path`, with its own format or the question's; empty where there is none."""
        parent = self.element if within is None else within
        holder = parent.find(path)
        return NO_TEXT if holder is None else self.text_in(holder)

    def text_in(self, holder: etree._Element) -> Text:
        """The text that an element with `<text>` and `<file>` children holds."""
        value = (holder.findtext("text") or "").strip()
        named = holder.get("format", "")
        kind = FORMATS.get(named, self.format if not named else TextFormat.HTML)
        return Text(self._with_pictures(holder, value), kind)

    def _with_pictures(self, holder: etree._Element, value: str) -> str:
        for file in holder.findall("file"):
            spelled = [name for name in _spellings(file) if f"{PLUGINFILE}{name}" in value]
            if not spelled:
                self.note(
                    file, gettext_noop("Файл «%(name)s» приложен, но в тексте его нет: не перенесён."), name=file.get("name")
                )
                continue
            reference = self.picture(file).reference
            for name in spelled:
                value = value.replace(f"{PLUGINFILE}{name}", reference)
        missing = _LEFT_OVER.search(value)
        if missing:
            message = gettext_noop("Файл «%(name)s» назван в тексте, но не приложен. Выгрузите вопрос вместе с файлами.")
            raise fault(holder, message, name=unquote(missing[1]))
        return value

    def picture(self, file: etree._Element) -> Picture:
        """The picture in a `<file>`; FormatError where it is damaged, too large or no picture that is shown."""
        name = file.get("name") or "?"
        if file.get("encoding", "base64") != "base64":
            message = gettext_noop("Файл «%(name)s»: неизвестная кодировка. Нужна base64.")
            raise fault(file, message, name=name)
        try:
            data = base64.b64decode("".join((file.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            message = gettext_noop("Файл «%(name)s» повреждён. Выгрузите вопрос заново.")
            raise fault(file, message, name=name) from None
        picture = checked_picture(Picture(name, data), line_of(file))
        self.pictures[picture.key] = picture
        return picture


def checked_picture(picture: Picture, line: int, source: str = "") -> Picture:
    """The picture, if it may be shown; FormatError otherwise."""
    problem = picture.problem()
    if problem:
        raise FormatError([Fault.of(line, problem, source)])
    return picture


def _spellings(file: etree._Element) -> list[str]:
    """How a text may name a file: as it is, or with its blanks and letters escaped."""
    path = f"/{file.get('path', '/').strip('/')}/".replace("//", "/") + (file.get("name") or "")
    return list(dict.fromkeys([quote(path), quote(path, safe="/()!*'~"), path]))


def fault(element: etree._Element, template: str, **params: object) -> FormatError:
    """A FormatError with one fault at the element's line."""
    return FormatError([Fault(line_of(element), template, params, where=f"<{element.tag}>")])


def word(element: etree._Element, path: str, default: str = "") -> str:
    """The text of a simple child, without blanks around."""
    return (element.findtext(path) or "").strip() or default


def flag(element: etree._Element, path: str, default: bool = False) -> bool:
    """A flag, written as an empty element, or as 0, 1, true or false in one."""
    child = element.find(path)
    if child is None:
        return default
    return (child.text or "").strip().lower() not in ("0", "false")


def decimal(element: etree._Element, text: str) -> Fraction:
    """A number as Moodle writes it, exactly; FormatError where it is none."""
    try:
        return exact_number(text.replace(",", "."))
    except ValueError:
        raise fault(element, gettext_noop("«%(text)s» — не число. Исправьте его."), text=text[:40]) from None


def weight(element: etree._Element) -> Fraction:
    """The `fraction` attribute, in per cent: 33.33333 stands for the third."""
    text = (element.get("fraction") or "0").strip().replace(",", ".")
    number = decimal(element, text)
    share = exact_fraction(f"{abs(Decimal(text)):f}")
    return -share if number < 0 else share


def share(element: etree._Element, path: str, default: Fraction) -> Fraction:
    """A share of 1 such as a penalty: 0.3333333 stands for the third."""
    text = word(element, path).replace(",", ".")
    if not text:
        return default
    number = decimal(element, text)
    exact = exact_fraction(f"{abs(Decimal(text)).scaleb(2):f}")
    return -exact if number < 0 else exact

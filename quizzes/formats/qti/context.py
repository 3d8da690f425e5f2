"""An item of QTI while it is read: what it declares, its rules, pictures, feedback, and the notes that gather."""

import posixpath
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from lxml import etree

from quizzes.formats.errors import Fault
from quizzes.formats.moodle_xml.elements import checked_picture
from quizzes.formats.pictures import SCHEME, Picture
from quizzes.formats.qti.declarations import Declared
from quizzes.formats.qti.processing import Rule
from quizzes.formats.qti.vocabulary import elements, inner_html, refuse, replace, unwrap
from quizzes.formats.untrusted import line_of
from quizzes.scoring import NO_TEXT, Text, TextFormat
from quizzes.scoring.problems import gettext_noop

GENERAL, RESULT, CHOSEN = "FEEDBACK_GENERAL", "FEEDBACK_RESULT", "FEEDBACK"
NO_RULE = gettext_noop("В файле нет правила оценки: верным принят записанный верный ответ.")
ALL_AT_ONCE = gettext_noop("Балл давался только за полностью верный ответ; теперь — за каждую верную часть.")


@dataclass
class Context:
    """What the readers of interactions need."""

    root: etree._Element
    body: etree._Element
    source: str
    responses: dict[str, Declared]
    rules: dict[str, Rule]
    open_file: Callable[[str], bytes | None]
    notes: list[Fault] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)

    def note(self, element: etree._Element, template: str, **params: object) -> None:
        """Notes something that is not carried over."""
        self.notes.append(Fault(line_of(element), template, params, source=self.source))

    def response(self, interaction: etree._Element) -> Declared:
        """The response of an interaction; FormatError where the item does not declare it."""
        name = interaction.get("responseIdentifier", "")
        if name not in self.responses:
            message = gettext_noop("Ответ «%(name)s» не объявлен. Добавьте responseDeclaration.")
            raise refuse(interaction, self.source, message, name=name)
        return self.responses[name]

    def rule(self, interaction: etree._Element) -> Rule:
        """How the response of an interaction is marked."""
        response = self.response(interaction)
        if response.id in self.rules:
            return self.rules[response.id]
        if self.rules or not (response.correct or response.mapping or response.areas):
            message = gettext_noop("Для ответа «%(name)s» нет правила оценки. Добавьте его в исходной программе.")
            raise refuse(interaction, self.source, message, name=response.id)
        self.note(interaction, NO_RULE)
        return Rule("match" if response.correct else "point" if response.areas else "map")

    def one_by_one(self, interaction: etree._Element, rule: Rule, parts: int) -> None:
        """Notes that marks for the whole become marks for parts, where there are several."""
        if parts > 1 and (rule.kind == "match" or rule.is_joint):
            self.note(interaction, ALL_AT_ONCE)

    # --- texts and pictures ---

    def text(self, element: etree._Element) -> Text:
        """What an element holds, with its pictures; feedback inside it is told apart."""
        copy = deepcopy(element)
        for feedback in elements(copy, "feedbackInline", "feedbackBlock"):
            if feedback is not copy:
                replace(feedback, "")
        return Text(inner_html(unwrap(copy)), TextFormat.HTML)

    def words(self, element: etree._Element) -> str:
        """What an element holds in plain words."""
        return " ".join("".join(map(str, element.itertext())).split())

    def prepare_pictures(self) -> None:
        """Gives every picture the name of what is in it; FormatError where a file is missing or none that is shown."""
        for image in [*elements(self.root, "img"), *elements(self.root, "object")]:
            attribute = "src" if image.tag == "img" else "data"
            href = image.get(attribute, "")
            if href.startswith(("http:", "https:", "//")):
                self.note(image, gettext_noop("Картинка лежит на чужом сайте (%(href)s) и не покажется."), href=href[:80])
            elif href and not href.startswith(("data:", SCHEME)):
                image.set(attribute, self._picture(image, href).reference)

    def _picture(self, image: etree._Element, href: str) -> Picture:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.source), unquote(href.partition("#")[0])))
        data = None if path.startswith(("/", "..")) else self.open_file(path)
        if data is None:
            message = gettext_noop("Картинки «%(href)s» нет в пакете. Загрузите пакет zip вместе с картинками.")
            raise refuse(image, self.source, message, href=href[:80])
        picture = checked_picture(Picture(posixpath.basename(path), data), line_of(image), self.source)
        self.pictures[picture.key] = picture
        return picture

    # --- feedback ---

    def feedback_on(self, identifier: str, choice: etree._Element | None = None) -> Text:
        """What is said to those who chose a value: inside the choice, or in a message of its own."""
        if choice is not None:
            for inline in elements(choice, "feedbackInline", "feedbackBlock"):
                if inline.get("identifier") == identifier and inline.get("showHide", "show") == "show":
                    return self.text(inline)
        return self._message(identifier, lambda name: name not in (GENERAL, RESULT))

    def _message(self, identifier: str, fits: Callable[[str], bool]) -> Text:
        for message in self.root.iterchildren("modalFeedback"):
            if message.get("identifier") == identifier and fits(message.get("outcomeIdentifier", "")):
                message.set("read", "1")
                return self.text(message)
        return NO_TEXT

    def shared_feedback(self) -> dict[str, Text]:
        """What is said to everybody, and to those whose answer was right, partly right or wrong."""
        results = {f"feedback_{name}": self._message(name, RESULT.__eq__) for name in ("right", "partly", "wrong")}
        return {"feedback": self._message("general", GENERAL.__eq__), **results}

    def tell_of_feedback(self) -> None:
        """Notes every message that nobody read."""
        for message in self.root.iterchildren("modalFeedback"):
            if not message.attrib.pop("read", ""):
                template = gettext_noop("Пояснение с условием показа «%(name)s» не перенесено.")
                self.note(message, template, name=message.get("identifier"))

    def weights(self, interaction: etree._Element, values: list[str]) -> tuple[dict[str, Fraction], Fraction, Rule]:
        """The marks of each value that may be chosen, the full mark, and the rule they came from."""
        response, rule = self.response(interaction), self.rule(interaction)
        if rule.kind == "match":
            right = [value for value in values if value in response.correct]
            marks = {value: Fraction(1, len(right)) if value in right else Fraction(0) for value in values}
            return marks, rule.value or Fraction(1), rule
        if rule.kind == "steps":
            marks = dict.fromkeys(values, Fraction(0))
            for step in reversed(rule.steps):
                marks[(step.literal or next(iter(response.correct), "")).strip()] = step.value
        else:
            marks = {value: response.mapping.get(value, response.default) for value in values}
        best = max(marks.values(), default=Fraction(0))
        whole = best if response.cardinality == "single" else sum((mark for mark in marks.values() if mark > 0), Fraction(0))
        if response.upper is not None and 0 < response.upper < whole:
            whole = response.upper
        if response.cardinality != "single" and response.lower is None and any(mark < 0 for mark in marks.values()):
            self.note(interaction, gettext_noop("Сумма баллов могла быть меньше нуля; теперь она не ниже нуля."))
        return marks, whole if whole > 0 else Fraction(1), rule

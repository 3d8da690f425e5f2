"""The parts of a QTI document: declarations, body, response processing, feedback."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from lxml import etree

from quizzes.formats.qti.context import CHOSEN, GENERAL, RESULT
from quizzes.formats.qti.vocabulary import has_blocks, write_text
from quizzes.scoring import Item, Text
from quizzes.scoring.numbers import show_number

_TEMPLATES = {
    "match": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct",
    "map": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response",
    "point": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response_point",
}


def decimal(number: Fraction) -> str:
    """A number in decimals, seven at most where it does not end."""
    return show_number(number, 7)


class Maker:
    """Makes the document of one item, part by part, in the order that QTI asks for."""

    def __init__(self, root: etree._Element, item: Item) -> None:
        self.root = root
        self.item = item
        self.body = etree.SubElement(root, "itemBody")
        self.processing = etree.Element("responseProcessing")
        self.messages: list[etree._Element] = []
        self.chosen: list[tuple[str, Text]] = []
        self.chosen_from = "single"
        self._template = ""

    # --- declarations ---

    def response(
        self,
        correct: Iterable[str] = (),
        *,
        identifier: str = "RESPONSE",
        cardinality: str = "single",
        base_type: str = "identifier",
        mapping: Mapping[str, Fraction] | None = None,
        bounded: bool = False,
        case_sensitive: bool = True,
    ) -> etree._Element:
        """Declares a response with its right values and the share of the mark for each value."""
        declared = etree.Element("responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base_type)
        values = list(correct)
        if values:
            holder = etree.SubElement(declared, "correctResponse")
            for value in values:
                etree.SubElement(holder, "value").text = value
        if mapping:
            made = etree.SubElement(declared, "mapping", defaultValue="0")
            if bounded:
                made.set("lowerBound", "0")
                made.set("upperBound", self.marks(Fraction(1)))
            for key, fraction in mapping.items():
                entry = etree.SubElement(made, "mapEntry", mapKey=key, mappedValue=self.marks(fraction))
                if base_type == "string":
                    entry.set("caseSensitive", "true" if case_sensitive else "false")
        self.root.insert(len(self.root.findall("responseDeclaration")), declared)
        return declared

    def marks(self, fraction: Fraction) -> str:
        """A share of the mark as marks."""
        return decimal(fraction * self.item.max_mark)

    # --- body ---

    def stem(self, text: Text) -> etree._Element:
        """Puts the question into the body; returns the `div` it is in."""
        holder = etree.SubElement(self.body, "div")
        write_text(holder, text)
        return holder

    def fill(self, element: etree._Element, text: Text) -> None:
        """Puts a text into an element."""
        write_text(element, text)

    def interaction(self, tag: str, parent: etree._Element | None = None, **attributes: str) -> etree._Element:
        """Puts an interaction into the body, or into an element of it."""
        made = etree.SubElement(self.body if parent is None else parent, tag)
        made.set("responseIdentifier", attributes.pop("responseIdentifier", "RESPONSE"))
        for key, value in attributes.items():
            made.set(key, value)
        return made

    # --- response processing ---

    def by_template(self, kind: str) -> None:
        """Marks the one response as a template of QTI does: `match` (worth one mark), `map` or `point`."""
        self._template = kind

    def add_marks(self, identifiers: Iterable[str]) -> None:
        """Marks several responses by the sum of their maps."""
        total = etree.SubElement(etree.SubElement(self.processing, "setOutcomeValue", identifier="SCORE"), "sum")
        for identifier in identifiers:
            etree.SubElement(total, "mapResponse", identifier=identifier)

    def steps(self, tests: Iterable[tuple[etree._Element, Fraction]]) -> None:
        """Marks the response by the first comparison that holds."""
        condition = etree.SubElement(self.processing, "responseCondition")
        for number, (test, fraction) in enumerate(tests):
            branch = etree.SubElement(condition, "responseElseIf" if number else "responseIf")
            branch.append(test)
            self._set(branch, "SCORE", "float", self.marks(fraction))

    def _set(self, parent: etree._Element, identifier: str, base_type: str, text: str) -> None:
        setting = etree.SubElement(parent, "setOutcomeValue", identifier=identifier)
        etree.SubElement(setting, "baseValue", baseType=base_type).text = text

    def _written_out(self) -> None:
        """The rule of the template in full: feedback has to follow it, and a right answer may be worth more than one."""
        if self._template == "match":
            condition = etree.SubElement(self.processing, "responseCondition")
            branch = etree.SubElement(condition, "responseIf")
            test = etree.SubElement(branch, "match")
            etree.SubElement(test, "variable", identifier="RESPONSE")
            etree.SubElement(test, "correct", identifier="RESPONSE")
            self._set(branch, "SCORE", "float", self.marks(Fraction(1)))
            self._set(etree.SubElement(condition, "responseElse"), "SCORE", "float", "0")
        elif self._template:
            setting = etree.SubElement(self.processing, "setOutcomeValue", identifier="SCORE")
            tag = "mapResponse" if self._template == "map" else "mapResponsePoint"
            etree.SubElement(setting, tag, identifier="RESPONSE")

    # --- feedback and the end ---

    def finish(self) -> None:
        """Puts feedback and response processing in their places."""
        self._general()
        self._of_choices()
        has_results = self._of_results()
        plain = self._template and not self.chosen and not has_results
        if plain and (self._template != "match" or self.item.max_mark == 1):
            self.processing.set("template", _TEMPLATES[self._template])
        else:
            self._before_feedback()
        if len(self.processing) or self.processing.get("template"):
            self.root.append(self.processing)
        self.root.extend(self.messages)

    def _before_feedback(self) -> None:
        made = list(self.processing)
        for element in made:
            self.processing.remove(element)
        self._written_out()
        self.processing.extend(made)

    def _declare(self, identifier: str, cardinality: str = "single", default: str = "") -> None:
        outcome = etree.Element("outcomeDeclaration", identifier=identifier, cardinality=cardinality, baseType="identifier")
        if default:
            etree.SubElement(etree.SubElement(outcome, "defaultValue"), "value").text = default
        self.root.insert(len(self.root.findall("responseDeclaration")), outcome)

    def _message(self, outcome: str, identifier: str, text: Text) -> None:
        message = etree.Element("modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show")
        holder = etree.SubElement(message, "div")
        write_text(holder, text)
        if not has_blocks(holder):
            holder.tag = "p"
        self.messages.append(message)

    def _general(self) -> None:
        if self.item.feedback:
            self._declare(GENERAL, default="general")
            self._message(GENERAL, "general", self.item.feedback)

    def _of_choices(self) -> None:
        self.chosen = [(name, text) for name, text in self.chosen if text]
        if not self.chosen:
            return
        self._declare(CHOSEN, self.chosen_from)
        setting = etree.SubElement(self.processing, "setOutcomeValue", identifier=CHOSEN)
        etree.SubElement(setting, "variable", identifier="RESPONSE")
        for name, text in self.chosen:
            self._message(CHOSEN, name, text)

    def _of_results(self) -> bool:
        item = self.item
        words = {"right": item.feedback_right, "partly": item.feedback_partly, "wrong": item.feedback_wrong}
        given = {name: text for name, text in words.items() if text}
        if not given or item.kind == "true-false":
            return False
        self._declare(RESULT, default="wrong")
        condition = etree.SubElement(self.processing, "responseCondition")
        for number, (name, least) in enumerate((("right", self.marks(Fraction(1))), ("partly", "0.000001"))):
            branch = etree.SubElement(condition, "responseElseIf" if number else "responseIf")
            test = etree.SubElement(branch, "gte")
            etree.SubElement(test, "variable", identifier="SCORE")
            etree.SubElement(test, "baseValue", baseType="float").text = least
            self._set(branch, RESULT, "identifier", name)
        for name, text in given.items():
            self._message(RESULT, name, text)
        return True

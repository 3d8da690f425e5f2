"""Response processing: the three templates of QTI, and rules written out that come to the same. Others are refused by name."""

from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from quizzes.formats.qti.declarations import Declared, flag, number
from quizzes.formats.qti.vocabulary import refuse
from quizzes.scoring.problems import gettext_noop

SCORE = "SCORE"
_TEMPLATES = {"match_correct": "match", "map_response": "map", "map_response_point": "point"}
_COMPARISONS = ("match", "stringMatch", "patternMatch", "equal")
_UNKNOWN = gettext_noop(
    "Правило оценки «%(tag)s» не сводится к «верно или нет», сумме баллов или списку ответов. Упростите его в исходной программе."
)


@dataclass(frozen=True)
class Step:
    """One accepted value of a rule that goes through them in turn; no literal means the declared right value."""

    kind: str
    value: Fraction
    literal: str | None = None
    ignores_case: bool = False
    tolerance: tuple[str, Fraction] = ("exact", Fraction(0))


@dataclass(frozen=True)
class Rule:
    """How one response is marked: `match` (all right or nothing), `map`, `point`, or `steps`.

    `is_joint` tells that several responses have to be right together.
    """

    kind: str
    value: Fraction | None = None
    steps: tuple[Step, ...] = ()
    is_joint: bool = False


@dataclass
class _Found:
    rules: dict[str, Rule]
    source: str

    def put(self, response: str, rule: Rule) -> None:
        self.rules[response] = rule


def rules_of(root: etree._Element, responses: dict[str, Declared], source: str) -> dict[str, Rule] | None:
    """The rule of each response; None where the item has no response processing. FormatError where one is not understood."""
    processing = root.find("responseProcessing")
    if processing is None:
        return None
    template = processing.get("template", "")
    if template and not len(processing):
        kind = _TEMPLATES.get(template.rstrip("/").rpartition("/")[2].removesuffix(".xml"))
        if kind is None:
            message = gettext_noop("Шаблон оценки «%(name)s» не известен. Годятся match_correct и map_response.")
            raise refuse(processing, source, message, name=template[-80:])
        name = "RESPONSE" if "RESPONSE" in responses else next(iter(responses), "")
        return {name: Rule(kind)} if name else {}
    found = _Found({}, source)
    for element in processing.iterchildren(etree.Element):
        _rule(found, element)
    return found.rules


def _sets_score(element: etree._Element) -> bool:
    return any(one.get("identifier", "").upper() == SCORE for one in element.iter("setOutcomeValue"))


def _rule(found: _Found, element: etree._Element) -> None:
    if element.tag == "setOutcomeValue":
        if _sets_score(element):
            _sum(found, element)
    elif element.tag == "responseCondition":
        if _sets_score(element):
            _condition(found, element)
    else:
        raise refuse(element, found.source, _UNKNOWN, tag=element.tag)


def _sum(found: _Found, element: etree._Element) -> None:
    """SCORE as the marks of one response, or the sum of those of several."""
    expression = element[0] if len(element) else element
    parts = list(expression) if expression.tag == "sum" else [expression]
    for part in parts:
        if part.tag in ("mapResponse", "mapResponsePoint"):
            found.put(part.get("identifier", ""), Rule("map" if part.tag == "mapResponse" else "point"))
        elif not (part.tag == "variable" and part.get("identifier", "").upper() == SCORE):
            raise refuse(part, found.source, _UNKNOWN, tag=part.tag)


def _condition(found: _Found, element: etree._Element) -> None:
    branches = [branch for branch in element if branch.tag in ("responseIf", "responseElseIf")]
    last = element.find("responseElse")
    test = branches[0][0] if branches and len(branches[0]) else element
    if test.tag == "isNull" and len(branches) == 1 and last is not None:
        for setting in last.iterchildren("setOutcomeValue"):
            if _sets_score(setting):
                _sum(found, setting)
        return
    if last is not None and _score_of(found, last) not in (None, 0):
        raise refuse(last, found.source, _UNKNOWN, tag="responseElse")
    if test.tag == "and" and len(branches) == 1:
        value = _score_of(found, branches[0])
        for part in test:
            response, step = _comparison(found, part, value or Fraction(0))
            if step.kind != "match" or step.literal is not None:
                raise refuse(part, found.source, _UNKNOWN, tag=part.tag)
            found.put(response, Rule("match", value, is_joint=True))
        return
    _chain(found, branches)


def _chain(found: _Found, branches: list[etree._Element]) -> None:
    """A list of comparisons of one response, tried in turn; one that only asks for the right value is `match`."""
    names: set[str] = set()
    steps: list[Step] = []
    for branch in branches:
        value = _score_of(found, branch)
        if value is None:
            raise refuse(branch, found.source, _UNKNOWN, tag=branch.tag)
        response, step = _comparison(found, branch[0], value)
        names.add(response)
        steps.append(step)
    if len(names) != 1:
        raise refuse(branches[0], found.source, _UNKNOWN, tag=branches[0].tag)
    only = steps[0]
    if len(steps) == 1 and only.kind == "match" and only.literal is None:
        found.put(names.pop(), Rule("match", only.value))
    else:
        found.put(names.pop(), Rule("steps", steps=tuple(steps)))


def _score_of(found: _Found, branch: etree._Element) -> Fraction | None:
    """The marks that a branch sets or adds; None where it sets none, FormatError where they are not a plain number."""
    for setting in branch.iterchildren("setOutcomeValue"):
        if not _sets_score(setting):
            continue
        expression = setting[0] if len(setting) else setting
        parts = list(expression) if expression.tag == "sum" else [expression]
        figures = [part for part in parts if part.tag == "baseValue"]
        others = [part for part in parts if part.tag != "baseValue" and part.get("identifier", "").upper() != SCORE]
        if len(figures) != 1 or others:
            raise refuse(expression, found.source, _UNKNOWN, tag=expression.tag)
        return number(figures[0], figures[0].text, found.source)
    if any(child.tag not in ("setOutcomeValue",) for child in list(branch)[1 if branch.tag != "responseElse" else 0 :]):
        raise refuse(branch, found.source, _UNKNOWN, tag=branch.tag)
    return None


def _comparison(found: _Found, test: etree._Element, value: Fraction) -> tuple[str, Step]:
    parts = {str(part.tag): part for part in test}
    variable = parts.get("variable")
    if test.tag not in _COMPARISONS or variable is None:
        raise refuse(test, found.source, _UNKNOWN, tag=test.tag)
    response = variable.get("identifier", "")
    literal: str | None
    if test.tag == "patternMatch":
        literal = test.get("pattern", "")
    elif "baseValue" in parts:
        literal = parts["baseValue"].text or ""
    elif "correct" in parts and parts["correct"].get("identifier") == response:
        literal = None
    else:
        raise refuse(test, found.source, _UNKNOWN, tag=test.tag)
    return response, Step(
        kind=str(test.tag),
        value=value,
        literal=literal,
        ignores_case=not flag(test, "caseSensitive", default=True),
        tolerance=_tolerance(found, test),
    )


def _tolerance(found: _Found, test: etree._Element) -> tuple[str, Fraction]:
    mode = test.get("toleranceMode", "exact")
    figures = (test.get("tolerance") or "0").split()
    if test.tag != "equal" or mode == "exact":
        return "exact", Fraction(0)
    sides = {number(test, figure, found.source) for figure in figures}
    if len(sides) != 1 or mode not in ("absolute", "relative"):
        message = gettext_noop("Допуск в две стороны разный (%(text)s). Сделайте его одинаковым.")
        raise refuse(test, found.source, message, text=" ".join(figures)[:40])
    return mode, sides.pop()

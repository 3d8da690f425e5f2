"""What an item of QTI declares about a response: the right one, and marks for parts of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from quizzes.formats.qti.vocabulary import refuse
from quizzes.formats.weights import exact_number
from quizzes.scoring.problems import gettext_noop


@dataclass(frozen=True)
class AreaEntry:
    """A place of a picture with its marks."""

    shape: str
    coords: str
    value: Fraction


@dataclass(frozen=True)
class Declared:
    """One response: its right values, the marks mapped to values, their bounds."""

    id: str
    cardinality: str
    base_type: str
    correct: tuple[str, ...] = ()
    mapping: Mapping[str, Fraction] = field(default_factory=dict)
    ignores_case: frozenset[str] = frozenset()
    default: Fraction = Fraction(0)
    lower: Fraction | None = None
    upper: Fraction | None = None
    areas: tuple[AreaEntry, ...] = ()


def number(element: etree._Element, text: str | None, source: str) -> Fraction:
    """A number of a document, exactly; FormatError where it is none."""
    try:
        return exact_number(text or "")
    except ValueError:
        message = gettext_noop("«%(text)s» — не число. Исправьте его.")
        raise refuse(element, source, message, text=(text or "")[:40]) from None


def flag(element: etree._Element, name: str, *, default: bool = False) -> bool:
    """Whether an attribute says yes, as XML Schema writes it (`true` or `1`); the default where it is not there."""
    text = element.get(name)
    return default if text is None else text.strip() in ("true", "1")


def share(value: Fraction, whole: Fraction) -> Fraction:
    """The part of a whole, taken for thirds, sevenths and the like where it was rounded from one."""
    part = value / whole
    near = part.limit_denominator(20)
    return near if abs(near - part) < Fraction(1, 200_000) else part


def declared(root: etree._Element, source: str, version: str) -> dict[str, Declared]:
    """The responses that an item declares, by identifier."""
    return {
        element.get("identifier", ""): _declared(element, source, version) for element in root.iterchildren("responseDeclaration")
    }


def _declared(element: etree._Element, source: str, version: str) -> Declared:
    values = element.iterfind("correctResponse/value")
    mapping = element.find("mapping")
    areas = element.find("areaMapping")
    holder = mapping if mapping is not None else areas
    # 2.1 says nothing of entries that do not say, and its readers tell capitals apart; in 2.2 and 3.0 the default is false.
    tells_case = version in ("2.0", "2.1")
    entries = list(element.iterfind("mapping/mapEntry"))
    return Declared(
        id=element.get("identifier", ""),
        cardinality=element.get("cardinality", "single"),
        base_type=element.get("baseType", "identifier"),
        correct=tuple(" ".join((value.text or "").split()) for value in values),
        mapping={entry.get("mapKey", ""): number(entry, entry.get("mappedValue"), source) for entry in entries},
        ignores_case=frozenset(
            entry.get("mapKey", "") for entry in entries if not flag(entry, "caseSensitive", default=tells_case)
        ),
        default=_bound(holder, "defaultValue", source) or Fraction(0),
        lower=_bound(holder, "lowerBound", source),
        upper=_bound(holder, "upperBound", source),
        areas=tuple(_areas(element.iterfind("areaMapping/areaMapEntry"), source)),
    )


def _bound(holder: etree._Element | None, name: str, source: str) -> Fraction | None:
    if holder is None or not holder.get(name):
        return None
    return number(holder, holder.get(name), source)


def _areas(entries: Iterable[etree._Element], source: str) -> Iterable[AreaEntry]:
    for entry in entries:
        value = number(entry, entry.get("mappedValue"), source)
        yield AreaEntry(entry.get("shape", ""), entry.get("coords", ""), value)

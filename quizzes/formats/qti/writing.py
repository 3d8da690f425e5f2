"""Writing QTI 3.0 and 2.2: each item as the interaction that means the same, the rest in the manifest (`leftovers`)."""

import re
from collections.abc import Iterable
from fractions import Fraction

from lxml import etree

from quizzes.formats import leftovers
from quizzes.formats.errors import Fault, FormatError, UnsupportedItem, Writing
from quizzes.formats.pictures import SCHEME, Pictures, keys_of
from quizzes.formats.qti.asking import ASKERS
from quizzes.formats.qti.making import Maker, decimal
from quizzes.formats.qti.packages import Packed, media_path, pack
from quizzes.formats.qti.reading import read_root
from quizzes.formats.qti.vocabulary import elements, spell
from quizzes.formats.untrusted import parse_xml
from quizzes.scoring import Item
from quizzes.scoring.problems import gettext_noop

VERSIONS = ("3.0", "2.2")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}")


def write(items: Iterable[Item], pictures: Pictures, version: str = "3.0") -> Writing:
    """A content package with all items; ValueError where the version is not one that is written."""
    if version not in VERSIONS:
        raise ValueError(f"QTI {version} is not written; {' and '.join(VERSIONS)} are")
    packed: list[Packed] = []
    refused: list[UnsupportedItem] = []
    notes: list[Fault] = []
    used: set[str] = set()
    needed: dict[str, bytes] = {}
    for item in items:
        keys = tuple(key for key in keys_of(item) if key in pictures)
        try:
            name = _identifier(item, len(packed) + 1, used)
            data, rest = item_document(item, pictures, name, version)
        except UnsupportedItem as error:
            refused.append(error)
            continue
        needed.update((key, pictures[key].data) for key in keys)
        packed.append(Packed(f"items/{name}.xml", data, keys, rest))
        notes.extend(leftovers.losses(item, rest))
    return Writing(pack(packed, needed, version), len(packed), tuple(refused), tuple(notes))


def _identifier(item: Item, number: int, used: set[str]) -> str:
    """The id number of the item where QTI may have it, else one of ours; none twice in a package, however it is spelled."""
    name = item.id if _IDENTIFIER.fullmatch(item.id) else f"item-{number}"
    while name.lower() in used:
        name = f"{name}-{number}"
    used.add(name.lower())
    return name


def item_document(item: Item, pictures: Pictures, identifier: str, version: str) -> tuple[bytes, str]:
    """The document of an item, and what of it is not QTI's; UnsupportedItem where XML cannot hold it."""
    problems = item.problems()
    if problems:
        raise UnsupportedItem(item, str(problems[0]).replace("%", "%%"))
    try:
        root = _root(item, identifier)
    except ValueError as error:
        message = gettext_noop("В тексте вопроса есть невидимые управляющие знаки. Удалите их и выгрузите снова.")
        raise UnsupportedItem(item, message) from error
    known = {media_path(key): picture.data for key, picture in pictures.items()}
    for image in elements(root, "img", "object"):
        attribute = "src" if image.tag == "img" else "data"
        key = image.get(attribute, "").removeprefix(SCHEME)
        if key in pictures:
            image.set(attribute, f"../{media_path(key)}")
    data = spell(root, version)
    try:
        natural: Item | None = read_root(parse_xml(data), "items/item.xml", known.get)[0]
    except FormatError:
        natural = None
    return data, leftovers.keep(item, natural)


def _root(item: Item, identifier: str) -> etree._Element:
    root = etree.Element("assessmentItem", identifier=identifier, title=item.name or item.title)
    root.set("adaptive", "false")
    root.set("timeDependent", "false")
    maker = Maker(root, item)
    asker = ASKERS.get(type(item))
    if asker is None:
        maker.stem(item.stem)
    else:
        asker(maker, item)
    maker.finish()
    outcome = etree.Element("outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    outcome.set("normalMaximum", decimal(item.max_mark if item.carries_mark else Fraction(0)))
    etree.SubElement(etree.SubElement(outcome, "defaultValue"), "value").text = "0"
    root.insert(len(root.findall("responseDeclaration")), outcome)
    return root

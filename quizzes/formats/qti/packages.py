"""Content packages: which members are items, and the manifest that says so."""

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from quizzes.formats.errors import FormatError
from quizzes.formats.leftovers import NAMESPACE
from quizzes.formats.qti.vocabulary import default_namespace, local
from quizzes.formats.untrusted import Package, line_of, parse_xml, refusal
from quizzes.scoring.problems import gettext_noop

MANIFEST = "imsmanifest.xml"
_ITEM = re.compile(r"imsqti_item_xmlv(2p[012]|3p0)")
_OLD = re.compile(r"imsqti_xmlv1p|imsqti_item_xmlv1p")
_REST = f"{{{NAMESPACE}}}rest"
_SPACES = {"2.2": "http://www.imsglobal.org/xsd/imscp_v1p1", "3.0": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"}
_SCHEMA = {"2.2": ("QTIv2.2 Package", "1.0.0"), "3.0": ("QTI Package", "3.0.0")}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Listed:
    """An item of a package: its member, and what of it QTI has no words for."""

    path: str
    rest: str


def listed_items(package: Package) -> tuple[list[Listed], list[FormatError]]:
    """The items that the manifest lists, and what is wrong with the rest of it."""
    if MANIFEST not in package:
        message = gettext_noop("В архиве нет imsmanifest.xml в верхней папке. Упакуйте содержимое папки, а не её саму.")
        raise refusal(message)
    root = parse_xml(package.read(MANIFEST), MANIFEST)
    found: list[Listed] = []
    faults: list[FormatError] = []
    resources = [element for element in root.iter(etree.Element) if local(element) == "resource"]
    for resource in resources:
        kind, href = resource.get("type", ""), unquote(resource.get("href", ""))
        path = posixpath.normpath(href) if href else ""
        if _OLD.match(kind):
            message = gettext_noop("QTI 1.2 не читается. Выгрузите вопросы в QTI 2.1, 2.2 или 3.0.")
            faults.append(refusal(message, MANIFEST, line_of(resource)))
        elif _ITEM.match(kind) and path in package:
            rest = next((one.text or "" for one in resource.iter(_REST)), "")
            found.append(Listed(path, rest))
        elif _ITEM.match(kind):
            message = gettext_noop("Файл «%(href)s» назван в описании, но в архиве его нет. Упакуйте архив заново.")
            faults.append(refusal(message, MANIFEST, line_of(resource), href=href[:100]))
    if resources and not found and not faults:
        message = gettext_noop("В пакете нет вопросов QTI. Выгрузите вопросы, а не только тест.")
        raise refusal(message, MANIFEST)
    return found, faults


# --- writing ---


@dataclass(frozen=True)
class Packed:
    """An item that is written: its member, bytes, pictures (by key), and the rest."""

    path: str
    data: bytes
    keys: tuple[str, ...]
    rest: str


def pack(items: list[Packed], pictures: dict[str, bytes], version: str) -> bytes:
    """The package, the same bytes for the same items."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _members(items, pictures, version):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def _members(items: list[Packed], pictures: dict[str, bytes], version: str) -> Iterator[tuple[str, bytes]]:
    yield MANIFEST, _manifest(items, list(pictures), version)
    for item in items:
        yield item.path, item.data
    for key, data in pictures.items():
        yield media_path(key), data


def media_path(key: str) -> str:
    """Where a picture lies in a package."""
    return f"media/{key}"


def _manifest(items: list[Packed], keys: list[str], version: str) -> bytes:
    mark = hashlib.sha256(b"".join(item.data for item in items)).hexdigest()[:12]
    root = etree.Element("manifest", nsmap={"opora": NAMESPACE}, identifier=f"M-{mark}")
    metadata = etree.SubElement(root, "metadata")
    for tag, text in zip(("schema", "schemaversion"), _SCHEMA[version], strict=True):
        etree.SubElement(metadata, tag).text = text
    etree.SubElement(root, "organizations")
    resources = etree.SubElement(root, "resources")
    kind = f"imsqti_item_xmlv{version.replace('.', 'p')}"
    for number, item in enumerate(items, start=1):
        resource = etree.SubElement(resources, "resource", identifier=f"I{number}", type=kind, href=item.path)
        if item.rest:
            etree.SubElement(etree.SubElement(resource, "metadata"), _REST).text = item.rest
        etree.SubElement(resource, "file", href=item.path)
        for key in item.keys:
            etree.SubElement(resource, "dependency", identifierref=f"P{keys.index(key) + 1}")
    for number, key in enumerate(keys, start=1):
        resource = etree.SubElement(resources, "resource", identifier=f"P{number}", type="webcontent", href=media_path(key))
        etree.SubElement(resource, "file", href=media_path(key))
    etree.indent(root)
    for element in root.iter(etree.Element):
        if not str(element.tag).startswith("{"):
            element.tag = f"{{{_SPACES[version]}}}{element.tag}"
    return default_namespace(root, _SPACES[version])

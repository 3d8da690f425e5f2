"""Canonical form of JSON-LD documents, fail-closed: contexts come from this package only, and every term must be defined.

A processor drops what a context does not define, so a signature would not cover it, and a reader would believe words that
nobody signed. Here such a document is refused, as in the "safe mode" of other processors.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from pyld import jsonld

FOLDER = Path(__file__).with_name("contexts")
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
MULTIKEY = "https://w3id.org/security/multikey/v1"
BUNDLED = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json", MULTIKEY: "multikey-v1.json"}
# Relative addresses and undefined types are resolved against this by the processor, and recognised by it.
_NOWHERE = "http://relative.invalid/"


class LinkedDataError(ValueError):
    """The document cannot be signed or verified; the text says which term, identifier or context is to blame."""


@cache
def _bundled(address: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / BUNDLED[address]).read_text(encoding="utf-8")))


def _load(address: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
    if address not in BUNDLED:
        raise LinkedDataError(f"The context {address} is not bundled: only {', '.join(BUNDLED)} are known.")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": _bundled(address)}


def _options() -> dict[str, Any]:
    return {"documentLoader": _load, "base": _NOWHERE, "processingMode": "json-ld-1.1"}


def canonical(document: dict[str, Any]) -> bytes:
    """The document as canonical N-Quads (RDFC-1.0). LinkedDataError where a term, a type or an identifier is undefined."""
    dropped: list[Any] = []
    processor = jsonld.JsonLdProcessor(on_property_dropped=dropped.append)
    try:
        expanded = processor.expand(document, _options())
        _refuse_dropped(dropped)
        _refuse_relative(expanded)
        quads = processor.normalize(expanded, {**_options(), "algorithm": "URDNA2015", "format": "application/n-quads"})
    except jsonld.JsonLdError as error:
        raise LinkedDataError(_cause(error)) from error
    return str(quads).encode()


def _refuse_dropped(dropped: list[Any]) -> None:
    if dropped:
        names = ", ".join(sorted({str(name) for name in dropped}))
        raise LinkedDataError(f"No context defines: {names}. A signature would not cover it.")


def _refuse_relative(node: Any) -> None:
    """Raises where an identifier or a type is no absolute address: it would be left out of the canonical form."""
    if isinstance(node, list):
        for one in node:
            _refuse_relative(one)
    elif isinstance(node, dict):
        for key in ("@id", "@type"):
            values = node.get(key, [])
            for value in values if isinstance(values, list) else [values]:
                if value.startswith(_NOWHERE):
                    name = value.removeprefix(_NOWHERE)
                    raise LinkedDataError(f"«{name}» is neither an absolute address nor a term that a context defines.")
        for value in node.values():
            _refuse_relative(value)


def _cause(error: BaseException) -> str:
    """What our loader said, which the processor wraps in an error of its own."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, LinkedDataError):
            return str(at)
        at = at.__cause__ or at.__context__
    return str(error)

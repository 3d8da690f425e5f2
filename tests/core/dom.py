"""Reading rendered pages in tests: a few CSS selectors as XPath, so that no further package is needed."""

import re
from typing import Any

from lxml import html

_STEP = re.compile(r"^(?P<tag>[a-z0-9]+)?(?P<classes>(?:\.[\w-]+)*)(?P<tests>(?:\[[a-z-]+(?:=[\w-]+)?\])*)$")


def document(page: bytes | str) -> Any:
    """Returns the root element of a whole page."""
    return html.document_fromstring(page)


def fragment(markup: str) -> Any:
    return html.fragment_fromstring(markup)


def select(root: Any, selector: str) -> list[Any]:
    """Returns the elements below `root` for `main input.x[type=radio][checked] b`: tags, classes, attributes, descent."""
    return list(root.xpath("." + "".join(_xpath(step) for step in selector.split())))


def _xpath(step: str) -> str:
    match = _STEP.match(step)
    if match is None:
        raise ValueError(f"The selector {step!r} is more than this helper reads.")
    classes = "".join(
        f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in match["classes"].split(".") if name
    )
    tests = re.sub(
        r"\[([a-z-]+)(?:=([\w-]+))?\]", lambda test: f"[@{test[1]}='{test[2]}']" if test[2] else f"[@{test[1]}]", match["tests"]
    )
    return f"//{match['tag'] or '*'}{classes}{tests}"

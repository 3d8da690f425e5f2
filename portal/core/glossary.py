"""Terms explained where they stand: a link to the glossary gets the term's definition beside it.

The definition is a span right after the link, shown by CSS on hover and focus, named to screen readers by
`aria-describedby`. Without CSS it reads as a bracket, without scripts a tap follows the link: nothing is lost.
"""

import re
from collections.abc import Mapping
from html import escape
from itertools import count

_LINK = re.compile(r"<a\b([^>]*?)\bhref=\"([^\"#]+)(#[^\"]*)?\"([^>]*)>(.*?)</a>", re.DOTALL)


def explain_terms(html: str, definitions: Mapping[str, str]) -> str:
    """Returns `html` with definitions beside links to the addresses in `definitions`, at the first use of each."""
    if not definitions:
        return html
    numbers, seen = count(1), set[str]()

    def explained(match: re.Match[str]) -> str:
        before, address, fragment, after, words = match.groups()
        definition = definitions.get(address)
        if definition is None or address in seen:
            return match[0]
        seen.add(address)
        ident = f"tip-{next(numbers)}"
        link = f'<a{before}href="{address}{fragment or ""}"{after} class="o-gloss__word" aria-describedby="{ident}">'
        tip = f'<span class="o-gloss__tip" role="tooltip" id="{ident}">{escape(definition)}</span>'
        return f'<span class="o-gloss">{link}{words}</a>{tip}</span>'

    return _LINK.sub(explained, html)

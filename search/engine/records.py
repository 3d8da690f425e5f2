"""Turn documents into records: which words count how much, and what is kept for showing."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from search.documents import PageDocument, SectionDocument
from search.engine.store import Record
from search.text.analysis import read, spell, words
from search.text.snippets import LOOKED_AT
from search.text.thesaurus import MARK, Thesaurus
from search.text.tokens import TOKEN, tokenise

# Weights of a word by where it stands, relative to running text. Found by tests/relevance.
TITLE = 6.0
KEYWORD = 3.0
SUMMARY = 2.0
HEADING = 3.0
TITLE_IN_SECTION = 1.0
CONCEPT = 1.0
ANALYSIS = 3
"""Number to raise when analysis changes, so that `doctor` finds every page outdated."""
LEAD = "lead"
CLOSED = "closed"
"""Label of a page that not everybody may read."""
READ_ON = frozenset({"next", "links"})
"""Anchors of sections that only list other pages: they hold many words and answer nothing."""
READ_ON_WEIGHT = 0.3
_GAP = 8
"""Places between fields, so that no phrase is found across them."""


class Bag:
    """Terms of one record, gathered field by field."""

    def __init__(self, lang: str, thesaurus: Thesaurus) -> None:
        self.lang = lang
        self.thesaurus = thesaurus
        self.terms: dict[str, tuple[float, list[int]]] = {}
        self.words: set[str] = set()
        self._place = 0

    def add(self, text: str, weight: float) -> None:
        """Add a field's text, each word with `weight`; its concepts too."""
        units: list[tuple[str, ...]] = []
        places: list[int] = []
        place = last = self._place
        for match in TOKEN.finditer(text):
            texts, its_units, whole = read(match.group(), self.lang)
            if its_units:
                self.words.update(texts)
            for offset, unit in enumerate(its_units):
                last = place + offset
                units.append(unit)
                places.append(last)
                for term in unit:
                    self._put(term, weight, last)
            for term in whole:
                self._put(term, weight, last)
            place += len(texts)
        for mention in self.thesaurus.mentions(units, self.lang):
            self._put(MARK + mention.code, weight * CONCEPT, places[mention.start])
        self._place = last + _GAP

    def _put(self, term: str, weight: float, place: int) -> None:
        before, places = self.terms.get(term, (0.0, []))
        if not places or places[-1] != place:
            places.append(place)
            self.terms[term] = (before + weight, places)


def records_of(document: PageDocument, thesaurus: Thesaurus) -> Iterator[Record]:
    """Yield the lead record of a page (title, summary, text before the first heading), then its sections."""
    intro = [section for section in document.sections if not section.anchor and not section.heading]
    rest = [section for section in document.sections if section.anchor or section.heading]
    yield _lead(document, "\n".join(section.text for section in intro), thesaurus)
    for section in rest:
        yield _section(document, section, thesaurus)


def fingerprint(document: PageDocument) -> str:
    """Return a short hash that changes when the document or the way it is analysed does."""
    return blake2b(f"{ANALYSIS}{document!r}".encode(), digest_size=12).hexdigest()


def _lead(document: PageDocument, intro: str, thesaurus: Thesaurus) -> Record:
    bag = Bag(document.lang, thesaurus)
    bag.add(document.title, TITLE)
    for keyword in document.keywords:
        bag.add(keyword, KEYWORD)
    bag.add(document.summary, SUMMARY)
    bag.add(intro, 1.0)
    text = "\n".join(part for part in (document.summary, intro) if part)
    page = _page_payload(document) | {"title_spelling": tuple(spell(document.title, document.lang))}
    spelling = tuple(spell(text[:LOOKED_AT], document.lang))
    payload = {"lead": True, "page": page, "text": text, "spelling": spelling, "anchor": "", "heading": "", "number": ""}
    return Record(document.key, bag.terms, _shown(bag, document), {LEAD, *_labels(document)}, payload)


def _section(document: PageDocument, section: SectionDocument, thesaurus: Thesaurus) -> Record:
    bag = Bag(document.lang, thesaurus)
    factor = READ_ON_WEIGHT if section.anchor in READ_ON else 1.0
    bag.add(section.heading, HEADING * factor)
    bag.add(section.number, HEADING * factor)
    bag.add(section.text, factor)
    bag.add(document.title, TITLE_IN_SECTION * factor)
    payload = {
        "text": section.text,
        "spelling": tuple(spell(section.text[:LOOKED_AT], document.lang)),
        "anchor": section.anchor,
        "heading": section.heading,
        "number": section.number,
    }
    return Record(document.key, bag.terms, _shown(bag, document), (), payload)


def _shown(bag: Bag, document: PageDocument) -> set[str]:
    """Words that completion and repair may offer to anybody: none of a page that not everybody may read."""
    return bag.words if document.is_public else set()


def _labels(document: PageDocument) -> Iterator[str]:
    yield f"lang={document.lang}"
    yield f"type={document.type}"
    if not document.is_public:
        yield CLOSED
    for keyword in document.keywords:
        if name_of(keyword) != name_of(document.title):
            yield f"name={name_of(keyword)}"
    if document.weight != 1.0:
        yield f"weight={document.weight}"
    if document.translation:
        yield f"translation={document.translation}"
    for name, values in document.facets.items():
        for value in values:
            yield f"facet:{name}={value}"
    dated = document.updated_on or document.published_on
    if dated:
        yield f"date={dated.isoformat()}"
        yield f"facet:year={dated.year}"
    if document.is_public:
        for item in words(document.title, document.lang, keep_stopwords=True):
            yield from (f"title={word}" for word in item.token.parts or (item.token.text,))


def name_of(text: str) -> str:
    """Return a text as its words in normal form, to compare names with queries."""
    return " ".join(token.text for token in tokenise(text[:200]))


def _page_payload(document: PageDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "lang": document.lang,
        "type": document.type,
        "url": document.url,
        "title": document.title,
        "summary": document.summary,
        "fingerprint": fingerprint(document),
        "translation": document.translation,
        "published_on": document.published_on.isoformat() if document.published_on else None,
        "updated_on": document.updated_on.isoformat() if document.updated_on else None,
    }

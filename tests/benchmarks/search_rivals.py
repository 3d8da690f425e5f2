"""Ways to search the same records, each with the interface of `Rival`; a library is imported where it is used."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from search.documents import PageDocument
from search.engine import Engine, Request
from search.engine.records import records_of
from search.text.analysis import words
from search.text.queries import languages_of
from search.text.thesaurus import Thesaurus, load
from tests.relevance.corpus import FOLDER

CANDIDATES = 200
"""Sections a rival gives before they are grouped under pages."""


class Row(NamedTuple):
    """A section as rivals index it: its page, language, plain text, and the same text as our chain's stems."""

    page: str
    lang: str
    title: str
    text: str
    stems: list[str]


class Rival(Protocol):
    """A search engine that can be compared."""

    name: str

    def build(self, documents: list[PageDocument], rows: list[Row], folder: Path) -> None:
        """Index the same texts, given as pages and as rows."""

    def open(self, folder: Path) -> None:
        """Open what was built."""

    def search(self, query: str, lang: str, limit: int) -> list[str]:
        """Return the keys of pages."""


def rows_of(documents: Iterable[PageDocument]) -> Iterator[Row]:
    """Yield the sections of documents."""
    nothing = Thesaurus()
    for document in documents:
        for record in records_of(document, nothing):
            text = " ".join((record.payload["heading"], record.payload["text"]))
            stems = _stems(f"{document.title} {text}", document.lang)
            yield Row(document.key, document.lang, document.title, text, stems)


def _stems(text: str, lang: str) -> list[str]:
    return [unit[-1] for word in words(text, lang) for unit in word.units]


def _query_stems(query: str, lang: str) -> list[str]:
    return list(dict.fromkeys(_stems(query, languages_of(query, lang)[0])))


def _pages(found: Iterable[tuple[str, str]], lang: str, limit: int) -> list[str]:
    return list(dict.fromkeys(page for page, found_lang in found if found_lang == lang))[:limit]


class Ours:
    """The engine, with all it does: repair, concepts, translations, sections, passages."""

    name = "ours"

    def build(self, documents: list[PageDocument], rows: list[Row], folder: Path) -> None:
        Engine(folder, thesaurus=load(FOLDER / "thesaurus.yaml")).rebuild(documents)

    def open(self, folder: Path) -> None:
        self.engine = Engine(folder, thesaurus=load(FOLDER / "thesaurus.yaml"))

    def search(self, query: str, lang: str, limit: int) -> list[str]:
        return [hit.id for hit in self.engine.find(Request(query, lang=lang, limit=limit, sections=1)).hits]


class PlainWhoosh:
    """Whoosh as its manual has it: BM25F, OR, our stems as words."""

    name = "whoosh, stems, OR"

    def build(self, documents: list[PageDocument], rows: list[Row], folder: Path) -> None:
        from whoosh import analysis, fields, index  # noqa: PLC0415

        schema = fields.Schema(row=fields.STORED, text=fields.TEXT(analyzer=None, phrase=False))
        schema["text"].analyzer = analysis.SpaceSeparatedTokenizer()
        writer = index.create_in(str(folder), schema).writer(limitmb=256)
        for row in rows:
            writer.add_document(row=(row.page, row.lang), text=" ".join(row.stems))
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import index, qparser  # noqa: PLC0415

        self._searcher = index.open_dir(str(folder)).searcher()
        self._parser = qparser.QueryParser("text", self._searcher.schema, plugins=[], group=qparser.OrGroup)

    def search(self, query: str, lang: str, limit: int) -> list[str]:
        parsed = self._parser.parse(" ".join(_query_stems(query, lang)))
        return _pages((hit["row"] for hit in self._searcher.search(parsed, limit=CANDIDATES)), lang, limit)


class Fts5:
    """SQLite FTS5 with our stems, OR, its bm25."""

    name = "SQLite FTS5, stems, OR"
    joiner = " OR "

    def build(self, documents: list[PageDocument], rows: list[Row], folder: Path) -> None:
        with sqlite3.connect(folder / "fts.sqlite3") as base:
            base.execute("CREATE VIRTUAL TABLE rows USING fts5(page UNINDEXED, lang UNINDEXED, text, tokenize='unicode61')")
            base.executemany("INSERT INTO rows VALUES (?, ?, ?)", ((r.page, r.lang, self.text(r)) for r in rows))

    def open(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts.sqlite3")

    def search(self, query: str, lang: str, limit: int) -> list[str]:
        match = self.joiner.join(f'"{word}"' for word in self.words(query, lang))
        if not match:
            return []
        statement = "SELECT page, lang FROM rows WHERE rows MATCH ? AND lang = ? ORDER BY bm25(rows) LIMIT ?"
        return _pages(self._base.execute(statement, (match, lang, CANDIDATES)), lang, limit)

    def text(self, row: Row) -> str:
        return " ".join(row.stems)

    def words(self, query: str, lang: str) -> list[str]:
        return _query_stems(query, lang)


class WagtailDefault(Fts5):
    """What Wagtail's database backend does on SQLite: FTS5, words as they are, AND."""

    name = "Wagtail's default (FTS5, AND)"
    joiner = " AND "

    def text(self, row: Row) -> str:
        return f"{row.title} {row.text}"

    def words(self, query: str, lang: str) -> list[str]:
        return [word.replace('"', "") for word in query.split()]


class Tantivy:
    """tantivy with our stems, OR."""

    name = "tantivy, stems, OR"

    def build(self, documents: list[PageDocument], rows: list[Row], folder: Path) -> None:
        import tantivy  # noqa: PLC0415

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("page", stored=True, tokenizer_name="raw")
        builder.add_text_field("lang", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=False, tokenizer_name="whitespace")
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer()
        for row in rows:
            writer.add_document(tantivy.Document(page=row.page, lang=row.lang, text=" ".join(row.stems)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, query: str, lang: str, limit: int) -> list[str]:
        schema = self._index.schema
        tantivy = self._tantivy
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", stem)) for stem in _query_stems(query, lang)]
        if not parts:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(parts), CANDIDATES).hits
        documents = (self._searcher.doc(address) for _, address in found)
        return _pages(((d["page"][0], d["lang"][0]) for d in documents), lang, limit)


class Bm25s:
    """bm25s with our stems."""

    name = "bm25s, stems"

    def build(self, documents: list[PageDocument], rows: list[Row], folder: Path) -> None:
        import bm25s  # noqa: PLC0415

        retriever = bm25s.BM25(k1=1.2, b=0.6)
        retriever.index([row.stems for row in rows], show_progress=False)
        retriever.save(str(folder / "bm25s"), corpus=[{"page": row.page, "lang": row.lang} for row in rows])

    def open(self, folder: Path) -> None:
        import bm25s  # noqa: PLC0415

        self._retriever = bm25s.BM25.load(str(folder / "bm25s"), load_corpus=True)

    def search(self, query: str, lang: str, limit: int) -> list[str]:
        known = self._retriever.vocab_dict
        stems = [stem for stem in _query_stems(query, lang) if stem in known]
        if not stems:
            return []
        most = min(CANDIDATES, self._retriever.scores["num_docs"])
        found, scores = self._retriever.retrieve([stems], k=most, show_progress=False)
        listed = ((d["page"], d["lang"]) for d, score in zip(found[0], scores[0], strict=True) if score > 0)
        return _pages(listed, lang, limit)


RIVALS: tuple[type[Rival], ...] = (Ours, Bm25s, Tantivy, Fts5, PlainWhoosh, WagtailDefault)

"""Queries of Wagtail's search layer, worked out on the index: which objects, and how well they match."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from search.engine import Engine
from search.engine.planning import phrase_docs
from search.engine.snapshot import Segment, Snapshot
from search.objects import beginning_term, field_term, model_label, root_label
from search.text import queries
from search.text.stems import terms_of
from search.text.thesaurus import Unit
from search.text.tokens import tokenise

PARTIAL = 0.5
"""Factor for an object that holds only some of the words asked for with "or"."""
MAX_COMPLETIONS = 200
Scores = dict[int, float]


@dataclass(slots=True)
class Found:
    """Objects by their number with scores; or, `inverted`, all objects but these."""

    scores: Scores = field(default_factory=dict)
    inverted: bool = False


class Compiler(BaseSearchQueryCompiler):
    """Works out a query for whole words."""

    HANDLES_ORDER_BY_EXPRESSIONS = True

    def run(self, engine: Engine) -> tuple[dict[str, float], bool]:
        """Return primary keys (as text) with scores, and whether all objects but these are meant."""
        snapshot = engine.snapshot()
        found = Evaluation(snapshot, engine, self.fields, self.plain_text).evaluate(self.query)
        ours = snapshot.labelled(model_label(self.queryset.model))
        prefix = len(root_label(self.queryset.model)) + 1
        keys = {snapshot.key_of(number)[prefix:]: score for number, score in found.scores.items() if number in ours}
        return keys, found.inverted

    @staticmethod
    def plain_text(evaluation: "Evaluation", query: PlainText) -> Scores:
        """Return objects that hold the words of a plain text, in any form."""
        return evaluation.words(query.query_string, query.operator)


class AutocompleteCompiler(Compiler):
    """Works out a query whose words may be unfinished."""

    DEFAULT_OPERATOR = "and"

    def check(self) -> None:
        """Accept names of fields for completion; the base class knows only those for searching."""
        names, self.fields = self.fields, None
        super().check()
        self.fields = names

    @staticmethod
    def plain_text(evaluation: "Evaluation", query: PlainText) -> Scores:
        """Return objects with words that begin as the words of the text do."""
        return evaluation.beginnings(query.query_string, query.operator)


class Evaluation:
    """One query on one snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        engine: Engine,
        fields: Collection[str] | None,
        plain_text: Callable[["Evaluation", PlainText], Scores],
    ) -> None:
        self.snapshot, self.engine, self.fields, self._plain_text = snapshot, engine, fields, plain_text

    def evaluate(self, query: Any) -> Found:
        """Return what a query of any class finds. Raises NotImplementedError for a class it does not know."""
        if isinstance(query, PlainText):
            return Found(_times(self._plain_text(self, query), query.boost))
        if isinstance(query, Phrase):
            return Found(self.phrase(query.query_string))
        if isinstance(query, Fuzzy):
            return Found(self.fuzzy(query))
        if isinstance(query, MatchAll):
            return Found({}, inverted=True)
        if isinstance(query, Boost):
            found = self.evaluate(query.subquery)
            return Found(_times(found.scores, query.boost), found.inverted)
        if isinstance(query, Not):
            found = self.evaluate(query.subquery)
            return Found(found.scores, not found.inverted)
        if isinstance(query, And):
            return _all([self.evaluate(part) for part in query.subqueries])
        if isinstance(query, Or):
            return _any([self.evaluate(part) for part in query.subqueries])
        raise NotImplementedError(f"The search index does not support queries of class {type(query).__name__}.")

    def words(self, text: str, operator: str) -> Scores:
        """Return objects with all words of a text or any of them; a concept stands for its words."""
        languages = queries.languages_of(text)
        found = [self._clause(clause) for clause in queries.clauses(text, languages, self.engine.thesaurus)]
        return _join(found, operator)

    def beginnings(self, text: str, operator: str) -> Scores:
        """Return objects with words that begin so."""
        return _join([self._beginning(word) for word in _words(text)], operator)

    def phrase(self, text: str) -> Scores:
        """Return objects in which the words of a text follow each other."""
        scores: Scores = {}
        for phrase in queries.parse(f'"{text}"', self.engine.thesaurus).phrases:
            units = tuple((distance, self._in_fields(unit)) for distance, unit in phrase.units)
            for segment in self.snapshot.segments:
                for doc in phrase_docs(segment, queries.Phrase(units)):
                    if number := segment.numbers[doc]:
                        scores[number] = sum(self._rarity(unit) for _, unit in units)
        return scores

    def fuzzy(self, query: Fuzzy) -> Scores:
        """Return objects with the words of a text or words within a typing error or two of them."""
        found = []
        for word in _words(query.query_string):
            near = [word, *self.engine.near_to(word)]
            terms = tuple(dict.fromkeys(term for w in near for lang in ("ru", "en", "id") for term in terms_of(w, lang)))
            found.append(self._unit(terms))
        return _join(found, query.operator)

    def _clause(self, clause: queries.Clause) -> Scores:
        scores = _join([self._unit(unit) for unit in clause.units], "and")
        for term in clause.wholes if self.fields is None else ():
            for number, score in self._unit((term,)).items():
                scores[number] = max(scores.get(number, 0.0), score)
        return scores

    def _unit(self, unit: Unit) -> Scores:
        unit = self._in_fields(unit)
        rarity = self._rarity(unit)
        return {
            number: score * rarity
            for segment in self.snapshot.segments
            for doc, score in zip(*segment.word(unit), strict=True)
            if (number := segment.numbers[doc])
        }

    def _in_fields(self, unit: Unit) -> Unit:
        if self.fields is None:
            return unit
        return tuple(field_term(name, term) for name in self.fields for term in unit)

    def _rarity(self, unit: Unit) -> float:
        return min((rarity for term in unit if (rarity := self.snapshot.rarity(term))), default=0.0)

    def _beginning(self, word: str) -> Scores:
        scores: Scores = {}
        for name in self.fields or ("",):
            for term in self.snapshot.completions("terms", beginning_term(word, name), MAX_COMPLETIONS):
                for segment in self.snapshot.segments:
                    _keep_best(scores, segment, term, 1.0 if term.endswith("\x1f" + word) else 0.9)
        return scores


def _keep_best(scores: Scores, segment: Segment, term: str, factor: float) -> None:
    for doc, score in zip(*segment.impacts(term), strict=True):
        if number := segment.numbers[doc]:
            scores[number] = max(scores.get(number, 0.0), score * factor)


def _join(found: list[Scores], operator: str) -> Scores:
    if not found:
        return {}
    total: Scores = {}
    count: dict[int, int] = {}
    for scores in found:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
            count[number] = count.get(number, 0) + 1
    if operator == "and":
        return {number: score for number, score in total.items() if count[number] == len(found)}
    return {
        number: score if count[number] == len(found) else score * PARTIAL * count[number] / len(found)
        for number, score in total.items()
    }


def _times(scores: Scores, factor: float) -> Scores:
    return scores if factor == 1 else {number: score * factor for number, score in scores.items()}


def _all(parts: list[Found]) -> Found:
    wanted = [part.scores for part in parts if not part.inverted]
    unwanted = set().union(*(part.scores for part in parts if part.inverted))
    if not wanted:
        return Found(dict.fromkeys(unwanted, 0.0), inverted=True)
    common = set(wanted[0]).intersection(*wanted[1:]) - unwanted
    return Found({number: sum(scores[number] for scores in wanted) for number in common})


def _any(parts: list[Found]) -> Found:
    if not any(part.inverted for part in parts):
        scores: Scores = {}
        for part in parts:
            for number, score in part.scores.items():
                scores[number] = scores.get(number, 0.0) + score
        return Found(scores)
    # Everything but what every inverted part leaves out and no other part brings back.
    left_out = set.intersection(*(set(part.scores) for part in parts if part.inverted))
    brought_back = set().union(*(part.scores for part in parts if not part.inverted))
    return Found(dict.fromkeys(left_out - brought_back, 0.0), inverted=True)


def _words(text: str) -> list[str]:
    return [word for token in tokenise(text[: queries.MAX_CHARACTERS]) for word in token.parts or (token.text,)]

"""What words the index knows: for the repair of queries."""

import threading
import time
from collections.abc import Callable, Collection

from search.engine.records import CLOSED
from search.engine.snapshot import Snapshot
from search.text import LANGUAGES
from search.text.repair import Lexicon
from search.text.spelling import Vocabulary
from search.text.stems import chain_of, sure_terms_of
from search.text.stopwords import STOPWORDS
from search.text.thesaurus import Thesaurus
from search.text.tokens import tokenise

Visible = Callable[[list[str]], Collection[str]]
_RENEW_AFTER = 60.0
"""Seconds for which the table of near words may lag behind the index; knowing a word never lags."""


class IndexLexicon:
    """Words of the newest snapshot and of the thesaurus."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._made_for: tuple[tuple[str, int], int] | None = None
        self._made_at = 0.0
        self._lock = threading.Lock()

    def at(self, snapshot: Snapshot, thesaurus: Thesaurus, visible: Visible | None = None) -> "SnapshotLexicon":
        """Return the lexicon of a snapshot; out of page keys, `visible` gives those whose words the reader may know of."""
        return SnapshotLexicon(self, snapshot, thesaurus, visible)

    def near_words(self, snapshot: Snapshot, thesaurus: Thesaurus, text: str) -> list[str]:
        """Return known words near the unknown ones of a text."""
        lexicon = self.at(snapshot, thesaurus)
        unknown = [word for word in words_of(text)[:12] if not lexicon.knows(word)]
        return list(dict.fromkeys(near for word in unknown for near in lexicon.near(word)))[:6]

    def vocabulary(self, snapshot: Snapshot, thesaurus: Thesaurus) -> Vocabulary:
        """Return the table of near words, made anew when the index has changed and the old one is old."""
        wanted = (snapshot.generation, id(thesaurus))
        with self._lock:
            is_stale = self._made_for != wanted and time.monotonic() - self._made_at > _RENEW_AFTER
            if self._vocabulary is None or is_stale or snapshot.size < 2000 and self._made_for != wanted:
                self._vocabulary = Vocabulary(_frequencies(snapshot, thesaurus))
                self._made_for, self._made_at = wanted, time.monotonic()
            return self._vocabulary


def unknown_words(lexicon: Lexicon, text: str) -> tuple[str, ...]:
    """Return the words of a text that are not known."""
    return tuple(dict.fromkeys(word for word in words_of(text) if not lexicon.knows(word)))


def says_nothing(word: str) -> bool:
    """Say whether a word is a stop word of some language."""
    return any(word in words for words in STOPWORDS.values())


class SnapshotLexicon:
    """The words of one snapshot, as one reader may know of them."""

    def __init__(self, owner: IndexLexicon, snapshot: Snapshot, thesaurus: Thesaurus, visible: Visible | None) -> None:
        self._owner, self._snapshot, self._thesaurus, self._visible = owner, snapshot, thesaurus, visible
        self._known: dict[str, bool] = {}

    def holds(self, word: str) -> bool:
        """Say whether a word, in any of its forms, occurs in what the reader may read or in the thesaurus; a number, too."""
        terms = {term for lang in LANGUAGES for term in sure_terms_of(word, lang)}
        return any(self._occurs(term) for term in terms) or self._thesaurus.knows(word)

    def knows(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = self._look(word)
        return self._known[word]

    def _look(self, word: str) -> bool:
        return word.isdigit() or chain_of(word, "en") is None or says_nothing(word) or self.holds(word)

    def _occurs(self, term: str) -> bool:
        """Say whether the reader may know that a term occurs: to call a closed page's word known would give it away."""
        snapshot = self._snapshot
        if not snapshot.knows(term):
            return False
        pages, closed = snapshot.pages_of(lambda segment: segment.pages_with(term)), snapshot.pages_labelled(CLOSED)
        if pages - closed:
            return True
        return self._visible is not None and bool(self._visible([snapshot.key(n) for n in snapshot.numbers_of(pages)]))

    def completes(self, word: str) -> bool:
        return bool(self._snapshot.completions("words", word, 1))

    def near(self, word: str) -> list[str]:
        return self._owner.vocabulary(self._snapshot, self._thesaurus).near(word)


def _frequencies(snapshot: Snapshot, thesaurus: Thesaurus) -> dict[str, int]:
    found: dict[str, int] = {}
    for segment in snapshot.segments:
        for word, count in segment.file.lexicon("words").items():
            found[word] = found.get(word, 0) + count
    for form in thesaurus.words():
        for word in words_of(form):
            found[word] = found.get(word, 0) + 1
    return found


def words_of(text: str) -> list[str]:
    return [word for token in tokenise(text) for word in token.parts or (token.text,)]

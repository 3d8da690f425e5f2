"""What words the index knows: for the repair of queries."""

import threading
import time

from search.engine.snapshot import Snapshot
from search.text.repair import Lexicon
from search.text.spelling import Vocabulary
from search.text.stems import chain_of, terms_of
from search.text.stopwords import STOPWORDS
from search.text.thesaurus import Thesaurus
from search.text.tokens import tokenise

_RENEW_AFTER = 60.0
"""Seconds for which the table of near words may lag behind the index; knowing a word never lags."""


class IndexLexicon:
    """Words of the newest snapshot and of the thesaurus."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._made_for: tuple[tuple[str, int], int] | None = None
        self._made_at = 0.0
        self._lock = threading.Lock()

    def at(self, snapshot: Snapshot, thesaurus: Thesaurus) -> Lexicon:
        """Return the lexicon of a snapshot."""
        return _SnapshotLexicon(self, snapshot, thesaurus)

    def unknown(self, snapshot: Snapshot, thesaurus: Thesaurus, text: str) -> tuple[str, ...]:
        """Return the words of a text that are not known."""
        lexicon = self.at(snapshot, thesaurus)
        return tuple(dict.fromkeys(word for word in _words(text) if not lexicon.knows(word)))

    def near_words(self, snapshot: Snapshot, thesaurus: Thesaurus, text: str) -> list[str]:
        """Return known words near the unknown ones of a text."""
        lexicon = self.at(snapshot, thesaurus)
        unknown = [word for word in _words(text)[:12] if not lexicon.knows(word)]
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


class _SnapshotLexicon:
    def __init__(self, owner: IndexLexicon, snapshot: Snapshot, thesaurus: Thesaurus) -> None:
        self._owner, self._snapshot, self._thesaurus = owner, snapshot, thesaurus

    def knows(self, word: str) -> bool:
        if word.isdigit() or chain_of(word, "en") is None or any(word in words for words in STOPWORDS.values()):
            return True
        terms = {term for lang in ("ru", "en", "id") for term in terms_of(word, lang)}
        return any(self._snapshot.knows(term) for term in terms) or self._thesaurus.knows(word)

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
        for word in _words(form):
            found[word] = found.get(word, 0) + 1
    return found


def _words(text: str) -> list[str]:
    return [word for token in tokenise(text) for word in token.parts or (token.text,)]

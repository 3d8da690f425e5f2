"""How postings lie on disk: Whoosh's blocks, their numbers as packed arrays; with `store` and `segments` all that knows Whoosh.

Whoosh pickles every number of a block by itself and its places with it; to read a frequent word so took longer than to score it.
"""

from array import array
from bisect import bisect_left
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.matching import ReadTooFar

BLOCK = 1024
"""Postings of a block."""


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's format with packed blocks, and without the lengths that its own scoring would skip blocks by."""

    # We score by ourselves; looking every posting's length up took two fifths of the time to write.
    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "PackedWriter":
        """Return what writes the postings of terms, one term after another."""
        return PackedWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> "PackedMatcher":
        """Return what reads the postings of a term."""
        return PackedMatcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)


class PackedWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes blocks as arrays: documents, weights, and the bytes of places with their lengths."""

    _maxweight: float

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:
        """Add a posting to the block; Whoosh's own method spends half of its time on checking types."""
        if len(self._ids) >= self._blocklimit:
            self._write_block()
        self._ids.append(id_)
        self._weights.append(weight)
        if weight > self._maxweight:
            self._maxweight = weight
        if vbytes:
            self._values.append(vbytes)

    def _mini_ids(self) -> bytes:
        return bytes(self._ids.tobytes())

    def _mini_weights(self) -> float | bytes:
        first = self._weights[0]
        return float(first) if self._weights.count(first) == len(self._weights) else bytes(self._weights.tobytes())

    def _mini_values(self) -> tuple[bytes, bytes] | None:
        if not self._values:
            return None
        return array("I", map(len, self._values)).tobytes(), b"".join(self._values)


class PackedMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads such blocks."""

    _ids: Any
    _weights: Any
    _i: int

    def read_all(self) -> tuple["array[int]", "array[float]"]:
        """Return all documents and weights from here on, and be at the end."""
        docs, weights = array("I"), array("f")
        while self.is_active():
            self._read_ids()
            self._read_weights()
            docs.extend(self._ids)
            weights.extend(self._weights)
            self._next_block()
        return docs, weights

    def skip_to(self, targetid: int) -> None:
        """Go to the first posting that is not before a document."""
        if not self.is_active():
            raise ReadTooFar
        if targetid > self._maxid:
            self._skip_to_block(lambda: targetid > self._maxid)
        if self.is_active():
            if self._ids is None:
                self._read_ids()
            self._i = bisect_left(self._ids, targetid, self._i)

    def _read_ids(self) -> None:
        self._ids = array("I")
        self._ids.frombytes(self._block()[0])

    def _read_weights(self) -> None:
        weights = self._block()[1]
        if isinstance(weights, float):
            self._weights = array("f", [weights]) * self._blocklength
        else:
            self._weights = array("f")
            self._weights.frombytes(weights)

    def _read_values(self) -> None:
        packed = self._block()[2]
        if packed is None:
            self._values = (b"",) * self._blocklength
            return
        lengths, values = array("I"), []
        lengths.frombytes(packed[0])
        place = 0
        for length in lengths:
            values.append(packed[1][place : place + length])
            place += length
        self._values = values

    def _block(self) -> Any:
        if self._data is None:
            self._read_data()
        return self._data

"""`python -m tests.benchmarks.search [size ...]`: our engine against others, on the same records in one run.

Quality is measured on the judged queries over the library; speed on the library and on collections made from
its sentences: every document has its own title and its own selection of sentences, none occurs twice.
"""

import os
import random
import re
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

from search.documents import PageDocument, SectionDocument
from tests.benchmarks.search_rivals import RIVALS, Rival, Row, rows_of
from tests.relevance.corpus import Judged, documents, judged_queries
from tests.relevance.evaluation import Score, evaluate

LIBRARY = 0
SIZES = (LIBRARY, 10_000, 50_000)
SECTIONS_A_PAGE = 8
GROUPS = ("question", "short", "abbreviation", "damaged", "cross", "all")


class Measured(NamedTuple):
    """What was measured of a search engine; times are of the processor, so that a busy machine does not count."""

    name: str
    records_a_second: float
    megabytes: float
    open_ms: float
    """Until the first answer."""
    first_ms: list[float]
    """Each query for the first time."""
    again_ms: list[float]
    memory: float
    """MB of a process that did nothing but open the index and ask; `own_memory` without mapped files, Python and analysis."""
    own_memory: float
    quality: dict[str, Score]


def main(sizes: list[int]) -> None:
    """Print the tables."""
    library = list(documents())
    for size in sizes:
        pages = [*library, *made_documents(library, size)]
        rows = list(rows_of(pages))
        print(f"\n{len(rows):,} records in {len(pages):,} pages, {len(judged_queries())} queries", flush=True)
        for kind in RIVALS:
            measured = _measured(kind, pages, rows)
            if size == LIBRARY:
                _print_quality(measured)
            _print_speed(measured)


def _measured(kind: type[Rival], pages: list[PageDocument], rows: list[Row]) -> Measured:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        start = time.process_time()
        kind().build(pages, rows, folder)
        rate = len(rows) / (time.process_time() - start)
        megabytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        with get_context("spawn").Pool(1) as pool:
            return pool.apply(_ask, (kind, folder, rate, megabytes))


def _ask(kind: type[Rival], folder: Path, rate: float, megabytes: float) -> Measured:
    """Ask all queries in a process of its own."""
    queries = [query for query in judged_queries() if query.group != "damaged"]
    list(rows_of([PageDocument("1", "ru", "page", "/", "Словарь склонений")]))
    before = _memory("RssAnon")
    start = time.process_time()
    rival = kind()
    rival.open(folder)
    rival.search("семья", "ru", 10)
    opened = (time.process_time() - start) * 1000
    first, again = (sorted(_times(rival, queries)) for _ in range(2))
    memory, own = _memory(), _memory("RssAnon") - before
    quality = evaluate(rival.search, judged_queries())
    return Measured(rival.name, rate, megabytes, opened, first, again, memory, own, quality)


def _print_quality(measured: Measured) -> None:
    cells = []
    for group in GROUPS:
        scores = [score for name, score in measured.quality.items() if name.endswith(group)]
        count = sum(score.queries for score in scores)
        cells.append(f"{group} {sum(score.ndcg * score.queries for score in scores) / count:.3f}")
    print(f"{measured.name:30} nDCG@10: {'  '.join(cells)}  MRR@10 {measured.quality['all'].mrr:.3f}")


def _print_speed(measured: Measured) -> None:
    print(
        f"{measured.name:30} first p50 {median(measured.first_ms):6.1f} p95 {_p95(measured.first_ms):6.1f} ms  "
        f"again p50 {median(measured.again_ms):6.1f} p95 {_p95(measured.again_ms):6.1f} ms  "
        f"{measured.records_a_second:6.0f} records/s  {measured.megabytes:6.1f} MB on disk  open {measured.open_ms:5.0f} ms  "
        f"memory {measured.memory:4.0f} MB, own {measured.own_memory:4.0f}",
        flush=True,
    )


def _times(rival: Rival, queries: list[Judged]) -> Iterator[float]:
    """Yield milliseconds of processor time."""
    for query in queries:
        start = time.process_time()
        rival.search(query.text, query.lang, 10)
        yield (time.process_time() - start) * 1000


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _memory(kind: str = "VmRSS") -> float:
    """Return the megabytes of this process: all that is resident, or only its own (`RssAnon`), without mapped files."""
    status = Path("/proc/self/status")
    found = re.search(rf"{kind}:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def made_documents(library: list[PageDocument], records: int) -> Iterator[PageDocument]:
    """Yield pages of eight sections, each of four to nine sentences drawn from the library in the page's language."""
    chance = random.Random(442)
    sentences = {
        lang: sorted({s for page in library if page.lang == lang for section in page.sections for s in _sentences(section.text)})
        for lang in ("ru", "en", "id")
    }
    for number in range(records // SECTIONS_A_PAGE):
        lang = chance.choices(("ru", "en", "id"), (6, 3, 1))[0]
        pick = lambda most, source=sentences[lang]: " ".join(chance.sample(source, chance.randint(4, most)))  # noqa: E731
        sections = tuple(SectionDocument(f"s{i}", _title(chance, sentences[lang]), pick(9)) for i in range(SECTIONS_A_PAGE - 1))
        yield PageDocument(
            f"{lang}/made/{number}", lang, "methodology", f"/{number}/", _title(chance, sentences[lang]), pick(5), sections
        )


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", text) if 25 < len(s) < 300]


def _title(chance: random.Random, sentences: list[str]) -> str:
    words = chance.choice(sentences).split() + chance.choice(sentences).split()
    start = chance.randrange(max(1, len(words) - 5))
    return " ".join(words[start : start + 5])


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))

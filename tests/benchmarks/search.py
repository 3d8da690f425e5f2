"""`python -m tests.benchmarks.search [size ...]`: our engine against others, on the same records in one run.

Quality is measured on the judged queries over the library; speed on the library and on collections made from
its sentences: every document has its own title and its own selection of sentences, none occurs twice.
"""

import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

from search.documents import PageDocument, SectionDocument
from search.text.thesaurus import load
from tests.benchmarks.search_rivals import Bm25s, Fts5, Ours, PlainWhoosh, Rival, Row, Tantivy, WagtailDefault, rows_of
from tests.relevance.corpus import FOLDER, documents, judged_queries
from tests.relevance.evaluation import evaluate

SIZES = (10_000, 50_000)
SECTIONS_A_PAGE = 8
GROUPS = ("question", "short", "abbreviation", "damaged", "cross", "all")


def main(sizes: list[int]) -> None:
    """Print the tables."""
    library = list(documents())
    print(f"Library: {len(library)} pages, judged queries: {len(judged_queries())}\n")
    for rival, folder in _built(library, list(rows_of(library))):
        _print_quality(rival)
        shutil.rmtree(folder)
    for size in sizes:
        made = [*library, *made_documents(library, size)]
        rows = list(rows_of(made))
        print(f"\n{len(rows)} records in {len(made)} pages")
        for rival, folder in _built(made, rows):
            _print_speed(rival, folder, len(rows))
            shutil.rmtree(folder)


def _rivals(pages: list[PageDocument]) -> list[Rival]:
    ours = Ours(pages, load(FOLDER / "thesaurus.yaml"))
    return [ours, Bm25s(), Tantivy(), Fts5(), PlainWhoosh(), WagtailDefault()]


def _built(pages: list[PageDocument], rows: list[Row]) -> Iterator[tuple[Rival, Path]]:
    for rival in _rivals(pages):
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        start = time.perf_counter()
        rival.build(rows, folder)
        rival.build_seconds = time.perf_counter() - start  # type: ignore[attr-defined]
        start = time.perf_counter()
        rival.open(folder)
        rival.open_seconds = time.perf_counter() - start  # type: ignore[attr-defined]
        yield rival, folder


def _print_quality(rival: Rival) -> None:
    queries = judged_queries()
    scores = evaluate(rival.search, queries)
    cells = []
    for group in GROUPS:
        names = [name for name in scores if name.endswith(group)]
        count = sum(scores[name].queries for name in names)
        cells.append(f"{group} {sum(scores[n].ndcg * scores[n].queries for n in names) / count:.3f}")
    print(f"{rival.name:32} nDCG@10: " + "  ".join(cells) + f"  MRR@10 {scores['all'].mrr:.3f}")


def _print_speed(rival: Rival, folder: Path, count: int) -> None:
    queries = [query for query in judged_queries() if query.group != "damaged"]
    cold, warm = (sorted(_times(rival, queries)) for _ in range(2))
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    print(
        f"{rival.name:32} first time p50 {median(cold):6.1f} p95 {_p95(cold):6.1f} ms  again p50 {median(warm):6.1f} "
        f"p95 {_p95(warm):6.1f} ms  {count / rival.build_seconds:6.0f} records/s  {size:6.1f} MB  "  # type: ignore[attr-defined]
        f"open {rival.open_seconds * 1000:5.0f} ms  process {_memory():4.0f} MB",  # type: ignore[attr-defined]
        flush=True,
    )


def _times(rival: Rival, queries: list) -> Iterator[float]:  # type: ignore[type-arg]
    """Yield milliseconds of processor time."""
    for query in queries:
        start = time.process_time()
        rival.search(query.text, query.lang, 10)
        yield (time.process_time() - start) * 1000


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _memory() -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text()) if Path("/proc/self/status").exists() else None
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

"""The bank's questions in an index of their own, to find those that ask the same: readers never search it."""

from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from quizzes.models import Item
from quizzes.scoring.shingles import words_of
from search.documents import PageDocument, SectionDocument
from search.engine.engine import Engine
from search.engine.store import IndexBusy

BATCH = 500
MAX_WORDS = 40


@cache
def _engine(path: str) -> Engine:
    # Without the thesaurus: two questions that use different words for one thing are no duplicates.
    return Engine(Path(path))


def similar_items(text: str, lang: str, limit: int) -> list[str]:
    """Returns the codes of questions of a language with words like those of `text`, the nearest first."""
    engine = _engine(str(settings.VAR_DIR / "question-search"))
    # While somebody else writes, the questions of a moment ago are good enough.
    with suppress(IndexBusy):
        _refresh(engine)
    query = " ".join(text.split()[:MAX_WORDS])
    return [hit.id.partition("@")[0] for hit in engine.search(query, lang=lang, limit=limit)]


def _refresh(engine: Engine) -> None:
    """Brings the index up to the bank: a question is known by its code and its text, so a changed one is a new entry."""
    rows = Item.objects.exclude(status=Item.Status.RETIRED).filter(current_version__isnull=False)
    fields = rows.values_list("code", "current_version__fingerprint", "current_version_id")
    wanted = {f"{code}@{mark[:16]}": version for code, mark, version in fields}
    known = set(engine.fingerprints())
    gone, new = list(known - wanted.keys()), [version for key, version in wanted.items() if key not in known]
    for start in range(0, len(new), BATCH):
        engine.replace(gone if start == 0 else [], _documents(new[start : start + BATCH]))
    if gone and not new:
        engine.remove(gone)


def _documents(versions: list[int]) -> list[PageDocument]:
    items = Item.objects.filter(current_version__in=versions).select_related("current_version")
    return [
        PageDocument(
            key=f"{item.code}@{item.current_version.fingerprint[:16]}",
            lang=item.language,
            type="question",
            url="",
            title=item.current_version.title,
            sections=(SectionDocument("", "", words_of(item.current_version.content)),),
            is_public=False,
        )
        for item in items
    ]

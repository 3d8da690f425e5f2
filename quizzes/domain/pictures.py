"""Pictures of items: kept once by what is in them, tied to the versions that show them, shown to who may see those."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from quizzes import scoring
from quizzes.domain.errors import BankError
from quizzes.domain.review import say
from quizzes.formats.pictures import Picture, keys_of
from quizzes.models import Attempt, MediaFile

# Whose work shows them items: writers, reviewers, markers, judges of appeals and of cut scores.
WORKERS = tuple(
    f"quizzes.{right}"
    for right in ("view_item", "review_item", "mark_response", "adjudicate_response", "decide_appeal", "judge_panel")
)


def keep_picture(picture: Picture, *, actor: Any) -> MediaFile:
    """Keeps a picture and returns its row; `picture.reference` is how items name it. BankError where it may not be shown."""
    [kept] = keep_pictures([picture], actor=actor)
    return kept


@transaction.atomic
def keep_pictures(pictures: Sequence[Picture], *, actor: Any) -> list[MediaFile]:
    """Keeps pictures, those that are known already once. BankError with the faults of those that may not be shown."""
    faults = [say(problem) for picture in pictures if (problem := picture.problem())]
    if faults:
        raise BankError(" ".join(faults))
    once = {picture.key: picture for picture in reversed(pictures)}
    known = _ids(list(once))
    rows = [
        MediaFile(
            key=picture.key,
            name=picture.name[:200],
            mime=picture.mime,
            width=picture.size[0],
            height=picture.size[1],
            content=picture.data,
            author=actor,
        )
        for picture in once.values()
        if picture.key not in known
    ]
    # Two people may bring the same picture at the same moment: the first row stays.
    MediaFile.objects.bulk_create(rows, batch_size=20, ignore_conflicts=True)
    found = MediaFile.objects.defer("content").in_bulk(list(once), field_name="key")
    return [found[picture.key] for picture in pictures]


def _ids(keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), 500):
        found.update(MediaFile.objects.filter(key__in=keys[start : start + 500]).values_list("key", "pk"))
    return found


def missing_pictures(keys: Iterable[str]) -> set[str]:
    """Those of the keys whose pictures nobody has."""
    named = set(keys)
    return named - set(_ids(list(named))) if named else named


def pictures_for(items: Iterable[scoring.Item]) -> dict[str, Picture]:
    """The kept pictures that items name, by key, for an export."""
    keys = sorted({key for item in items for key in keys_of(item)})
    found: dict[str, Picture] = {}
    for start in range(0, len(keys), 100):
        for row in MediaFile.objects.filter(key__in=keys[start : start + 100]):
            found[row.key] = Picture(row.name, bytes(row.content))
    return found


def may_see(media: MediaFile, user: Any) -> bool:
    """Whether a person may see a picture: who works with items, who brought it, and candidates who met an item with it."""
    if not user.is_authenticated:
        return False
    if media.author_id == user.pk or any(user.has_perm(right) for right in WORKERS):
        return True
    met = Attempt.objects.filter(candidate=user, form__items__version__media__media=media)
    return met.exists()

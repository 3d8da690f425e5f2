"""What the site around this app knows of people: who looks after whom, who has read what. Both come by dotted path.

`QUIZZES_CURATED_PEOPLE`: `(curator) -> QuerySet` of the people whose learning the curator looks after now.
`QUIZZES_UNREAD_PAGES`: `(person, paths, language) -> list` of those paths the person has not read; without it the
candidate declares having read them before the attempt.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from quizzes.references import hook

SUPPORT_ANYBODY = "quizzes.add_accommodation"


def people_supported_by(person: Any) -> QuerySet[Any]:
    """The people for whom this person may set conditions and confirm plans, never oneself; newest names last."""
    everybody = get_user_model().objects.filter(is_active=True).exclude(pk=person.pk)
    if person.has_perm(SUPPORT_ANYBODY):
        return everybody
    curated = hook("QUIZZES_CURATED_PEOPLE")
    return everybody.filter(pk__in=curated(person).values("pk")) if curated else everybody.none()


def may_support(actor: Any, person: Any) -> bool:
    """Whether the actor may set conditions for this person: as the curator, or by right; nobody for oneself."""
    return people_supported_by(actor).filter(pk=person.pk).exists()


def records_reading() -> bool:
    """Whether the site knows who has read what."""
    return hook("QUIZZES_UNREAD_PAGES") is not None


def unread_pages(person: Any, paths: Sequence[str], language: str) -> list[str]:
    """Those of the pages that the person has not read; none where the site does not record reading."""
    known = hook("QUIZZES_UNREAD_PAGES")
    return list(known(person, paths, language)) if known and paths else []

"""Who among the staff may judge whom, and whose results a person may see. The site around knows; hooks by dotted path.

`QUIZZES_CURATED_PEOPLE`: `(person) -> QuerySet` of the people this person looks after: they may not mark or judge them.
`QUIZZES_VISIBLE_PEOPLE`: `(viewer) -> QuerySet` of the people whose results the viewer may see; without it only a superuser
sees anybody's.
`QUIZZES_ORGANISATIONS`: `(viewer) -> [(code, name)]`, the organisations that the viewer may choose from.
`QUIZZES_MEMBERS`: `(code) -> QuerySet` of the people who work in an organisation or below it now.
`QUIZZES_WORKPLACES`: `(people ids) -> {id: name}`, where each works now.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from quizzes.references import hook


def barred_for(judge: Any) -> Q:
    """A condition on candidates: those whose work this person may not judge, themselves and whom they look after."""
    curated = hook("QUIZZES_CURATED_PEOPLE")
    own = Q(pk=judge.pk)
    return own | Q(pk__in=curated(judge).values("pk")) if curated else own


def may_judge(judge: Any, candidate: Any) -> bool:
    """Whether nothing stands between this person and a fair judgement of the candidate's work."""
    return not get_user_model().objects.filter(barred_for(judge), pk=candidate.pk).exists()


def barred_people(judge: Any) -> QuerySet[Any]:
    """The people whose work this person may not judge."""
    return get_user_model().objects.filter(barred_for(judge))


def visible_people(viewer: Any) -> QuerySet[Any]:
    """The people whose results the viewer may see, never more than the site allows."""
    people = get_user_model().objects.all()
    if viewer.is_superuser:
        return people
    visible = hook("QUIZZES_VISIBLE_PEOPLE")
    return people.filter(pk__in=visible(viewer).values("pk")) if visible else people.none()


def organisations(viewer: Any) -> list[tuple[str, str]]:
    """The organisations the viewer may choose from."""
    known = hook("QUIZZES_ORGANISATIONS")
    return list(known(viewer)) if known else []


def members(code: str) -> QuerySet[Any]:
    """The people of an organisation and those below it; nobody where the site knows none."""
    known = hook("QUIZZES_MEMBERS")
    return known(code) if known else get_user_model().objects.none()


def workplaces(people: Iterable[int]) -> dict[int, str]:
    """Where people work now, by their ids."""
    known = hook("QUIZZES_WORKPLACES")
    return known(list(people)) if known else {}

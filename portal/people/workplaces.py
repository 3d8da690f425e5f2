"""Who works where, for those who may see the results of their own organisation (settings `QUIZZES_VISIBLE_PEOPLE` and others)."""

from typing import Any

from django.db.models import Q, QuerySet

from .curation import people_of
from .models import Employment, Organisation, User


def branch_of(viewer: User) -> set[int]:
    """Returns the ids of the organisation where the person works now and of all below it; empty without a workplace."""
    employment = viewer.current_employment()
    return employment.organisation.within() if employment else set()


def visible_people(viewer: User) -> QuerySet[User]:
    """Returns the people whose results the viewer may see: of their own organisation and below it, and whom they look after.

    Who may see all accounts sees everybody's.
    """
    if viewer.has_perm("people.view_user"):
        return User.objects.all()
    own = Q(employments__ended_on=None, employments__organisation__in=branch_of(viewer))
    return User.objects.filter(own | Q(pk__in=people_of(viewer).values("pk"))).distinct()


def organisations(viewer: User) -> list[tuple[str, str]]:
    """Returns the organisations that the viewer may choose from, as (id, name)."""
    rows = Organisation.objects.order_by("name")
    if not viewer.has_perm("people.view_user"):
        rows = rows.filter(pk__in=branch_of(viewer))
    return [(str(row.pk), row.name) for row in rows]


def members(code: str) -> QuerySet[User]:
    """Returns the people who work now in the organisation with this id or below it."""
    organisation = Organisation.objects.filter(pk=int(code)).first() if code.isdigit() else None
    if organisation is None:
        return User.objects.none()
    return User.objects.filter(employments__ended_on=None, employments__organisation__in=organisation.within())


def workplaces(people: list[int]) -> dict[int, str]:
    """Returns the name of the organisation where each works now, by the person's id."""
    rows: Any = Employment.objects.filter(user__in=people, ended_on=None).values_list("user", "organisation__name")
    return dict(rows)

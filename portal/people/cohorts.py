"""Groups of people for the statistics of quizzes: where they worked, and as what, when they sat an attempt."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from .models import Employment, Organisation, position_choices, region_choices


def facets() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Returns region, organisation and position with the groups that exist."""
    organisations = [(str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name")]
    return [
        ("region", _("Регион"), region_choices()),
        ("organisation", _("Организация и её подразделения"), organisations),
        ("position", _("Должность"), position_choices()),
    ]


def attempts_of(attempts: Any, chosen: Mapping[str, str]) -> Any:
    """Returns the attempts that people finished while they worked in the chosen region, organisation or position."""
    jobs = Employment.objects.filter(user=OuterRef("candidate"), started_on__lte=OuterRef("_finished_on"))
    jobs = jobs.filter(Q(ended_on=None) | Q(ended_on__gte=OuterRef("_finished_on")))
    if "region" in chosen:
        jobs = jobs.filter(organisation__region=chosen["region"])
    if "organisation" in chosen:
        jobs = jobs.filter(organisation__in=_branch(chosen["organisation"]))
    if "position" in chosen:
        jobs = jobs.filter(position=chosen["position"])
    return attempts.annotate(_finished_on=TruncDate("finished_at")).filter(Exists(jobs))


def _branch(pk: str) -> set[int]:
    organisation = Organisation.objects.filter(pk=pk).first() if pk.isdigit() else None
    return organisation.within() if organisation else set()

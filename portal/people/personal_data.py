"""What the portal keeps of a person: exported on request, erased on request (152-ФЗ art. 14 and 21)."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from .models import User

Exporter = Callable[[User], Any]
Eraser = Callable[[User], None]
_exporters: dict[str, Exporter] = {}
_erasers: list[Eraser] = []


def register_exporter(name: str, exporter: Exporter) -> None:
    """Lets an app add its part to the export; `exporter(user)` returns plain JSON data."""
    _exporters[name] = exporter


def register_eraser(eraser: Eraser) -> None:
    """Lets an app take the person's name out of its own rows; it runs in the transaction of the erasure."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def export_personal_data(user: User) -> dict[str, Any]:
    """Returns everything kept about the person as plain JSON data."""
    own = {
        "email": user.email,
        "last_name": user.last_name,
        "first_name": user.first_name,
        "patronymic": user.patronymic,
        "language": user.language,
        "low_vision": user.low_vision,
        "joined_at": user.date_joined.isoformat(),
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "employments": [
            {
                "organisation": row.organisation.name,
                "position": row.position,
                "started_on": row.started_on.isoformat(),
                "ended_on": row.ended_on and row.ended_on.isoformat(),
            }
            for row in user.employments.select_related("organisation")
        ],
        "consents": [
            {"purpose": row.purpose, "act": row.act, "version": row.document_version, "at": row.recorded_at.isoformat()}
            for row in user.consents.all()
        ],
    }
    return {"person": own, **{name: exporter(user) for name, exporter in sorted(_exporters.items())}}


@transaction.atomic
def erase_person(user: User) -> None:
    """Takes the person out of the record: names and address go, what an employer relies on stays without a name.

    Attempts and certificates are facts that others rely on; they keep pointing to the emptied row.
    """
    for eraser in _erasers:
        eraser(user)
    # What the login keeps beside the account: addresses, and the secret of an authenticator application.
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email = f"erased-{user.uuid}@invalid.example"
    user.last_name = user.first_name = user.patronymic = user.low_vision = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.curations.all().delete()
    user.curated_by.all().delete()

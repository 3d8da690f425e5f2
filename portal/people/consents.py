"""What a person agrees to beyond the account itself: looked up, given and withdrawn on the page of personal data."""

from django.conf import settings
from django.db import transaction

from .models import ConsentRecord, User

Purpose, Act = ConsentRecord.Purpose, ConsentRecord.Act
# The wording of the choices on the page; a change of meaning needs a new one, so that a record says what was agreed to.
VERSION = "1"


def choices() -> list[str]:
    """The purposes a person decides on at any time; learning records only where the portal sends any."""
    return [Purpose.MAIL, Purpose.RECORDS] if settings.QUIZZES_XAPI_ENDPOINT else [Purpose.MAIL]


def _newest_act(user: User, purpose: str) -> str | None:
    return user.consents.filter(purpose=purpose).order_by("-recorded_at", "-pk").values_list("act", flat=True).first()


def consent_holds(user: User, purpose: str) -> bool:
    """Whether the newest record for this purpose is a consent."""
    return _newest_act(user, purpose) == Act.GIVEN


def holds_unless_withdrawn(user: User, purpose: str) -> bool:
    """Whether the newest record is no withdrawal; where there is none, what the account was opened for holds."""
    return _newest_act(user, purpose) in (None, Act.GIVEN)


def wants_reminders(user: User) -> bool:
    """Returns whether letters that remind of the person's own certificates may be sent: yes, until the person withdraws it."""
    return user.is_active and holds_unless_withdrawn(user, Purpose.MAIL)


def shares_records(user: User) -> bool:
    """Returns whether a Learning Record Store may be told of the person's attempts, under a pseudonym."""
    return holds_unless_withdrawn(user, Purpose.RECORDS)


@transaction.atomic
def decide(user: User, wanted: set[str]) -> list[ConsentRecord]:
    """Records what is given or withdrawn anew among the choices; what stays as it was adds no row."""
    User.objects.select_for_update().get(pk=user.pk)  # two presses do not record one decision twice
    return [
        ConsentRecord.objects.create(
            user=user, purpose=purpose, act=Act.GIVEN if purpose in wanted else Act.WITHDRAWN, document_version=VERSION
        )
        for purpose in choices()
        if holds_unless_withdrawn(user, purpose) != (purpose in wanted)
    ]

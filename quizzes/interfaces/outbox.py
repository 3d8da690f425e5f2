"""The outbox: what a Learning Record Store is to be told is written with the fact itself, and sent later, until it arrives."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from quizzes.interfaces import lrs
from quizzes.interfaces.xapi import statements_of
from quizzes.models import Attempt, LearningRecord, Outcome

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=24)
# As long as one sending may take: meanwhile nobody else sends the same record.
CLAIM = timedelta(minutes=5)


def may_tell(person: Any) -> bool:
    """Whether the person lets others know of their attempts, as the site around knows (`QUIZZES_RECORDS_CONSENT`)."""
    path = getattr(settings, "QUIZZES_RECORDS_CONSENT", "")
    return bool(import_string(path)(person)) if path else True


@receiver(post_save, sender=Attempt, dispatch_uid="quizzes.tell_of_attempt")
def tell_of_attempt(instance: Attempt, created: bool, **_signal: Any) -> None:
    """Puts an attempt that begins into the outbox, in the transaction of the attempt."""
    if created and lrs.is_on() and may_tell(instance.candidate):
        LearningRecord.objects.create(attempt=instance)


@receiver(post_save, sender=Outcome, dispatch_uid="quizzes.tell_of_outcome")
def tell_of_outcome(instance: Outcome, created: bool, **_signal: Any) -> None:
    """Puts an outcome into the outbox, in the transaction of the outcome."""
    if created and lrs.is_on() and may_tell(instance.attempt.candidate):
        LearningRecord.objects.create(attempt=instance.attempt, outcome=instance)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failures: one minute, then twice as long each time, a day at most."""
    return min(FIRST_WAIT * 2 ** min(tries - 1, 20), LONGEST_WAIT)


def send_statements(now: datetime | None = None, *, on_step: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Sends what is due, oldest first; returns how many records arrived and how many did not.

    The store is asked outside of any transaction. Two senders at once do not send the same record: who moves its time first
    has it. After three failures in a row the rest waits for the next time, for the store is down.
    """
    if not lrs.is_on():
        return 0, 0
    moment = now or timezone.now()
    arrived = failed = in_a_row = 0
    due = LearningRecord.objects.filter(sent_at=None, next_try_at__lte=moment).order_by("pk")
    for pk in list(due.values_list("pk", flat=True)):
        claimed = LearningRecord.objects.filter(pk=pk, sent_at=None, next_try_at__lte=moment).update(next_try_at=moment + CLAIM)
        if not claimed:
            continue
        if not may_tell(Attempt.objects.select_related("candidate").get(learning_records=pk).candidate):
            LearningRecord.objects.filter(pk=pk).delete()  # withdrawn since: it is not told any more
            continue
        is_sent = _send(pk, moment)
        arrived, failed = arrived + is_sent, failed + (not is_sent)
        in_a_row = 0 if is_sent else in_a_row + 1
        on_step()
        if in_a_row == 3:
            break
    return arrived, failed


def _send(pk: int, moment: datetime) -> bool:
    rows = LearningRecord.objects.select_related("attempt__form", "attempt__quiz", "outcome__predecessor")
    record = rows.get(pk=pk)
    try:
        lrs.send(statements_of(record))
    except lrs.StoreError as error:
        record.tries += 1
        record.error = str(error)[:300]
        record.next_try_at = moment + wait_after(record.tries)
        record.save(update_fields=["tries", "error", "next_try_at"])
        return False
    record.sent_at, record.error = timezone.now(), ""
    record.save(update_fields=["sent_at", "error"])
    return True


@task()
def send_statements_task() -> None:
    """The same in the background."""
    send_statements()

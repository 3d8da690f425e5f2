"""What enters the oversight log by itself: facts and states of attempts, certificates and quizzes, whoever writes them.

Receivers of `post_save`, so that an act and its entry are committed together, and no verb can forget.
"""

from typing import Any

from django.db.models.signals import post_init, post_save
from django.dispatch import receiver

from quizzes.domain.oversight import note
from quizzes.domain.sittings import join_sitting
from quizzes.models import Attempt, CertificateEvent, Outcome, Quiz


@receiver(post_save, sender=Attempt, dispatch_uid="quizzes.watch_attempt")
def watch_attempt(instance: Attempt, created: bool, update_fields: Any, **_signal: Any) -> None:
    """An attempt is started, submitted or expired; flags and the like are no acts."""
    if created:
        deadline = instance.deadline_at and instance.deadline_at.isoformat()
        facts = {"quiz": instance.quiz_id, "form": instance.form_id, "number": instance.number, "deadline": deadline}
        note("attempt.started", instance, subject=instance.candidate, **facts)
        join_sitting(instance)
    elif (update_fields is None or "state" in update_fields) and not instance.is_open:
        finished = instance.finished_at and instance.finished_at.isoformat()
        note(f"attempt.{instance.state}", instance, subject=instance.candidate, finished=finished)


@receiver(post_save, sender=Outcome, dispatch_uid="quizzes.watch_outcome")
def watch_outcome(instance: Outcome, created: bool, **_signal: Any) -> None:
    if created:
        facts = {"number": instance.number, "total": str(instance.total), "of": str(instance.max_total)}
        subject = instance.attempt.candidate
        words = {"passed": instance.passed, "reason": instance.reason}
        note("outcome.written", instance.attempt, subject=subject, actor=instance.author, **facts, **words)


@receiver(post_save, sender=CertificateEvent, dispatch_uid="quizzes.watch_certificate")
def watch_certificate(instance: CertificateEvent, created: bool, **_signal: Any) -> None:
    if created:
        until = instance.valid_until and instance.valid_until.isoformat()
        subject = instance.certificate.holder
        facts = {"until": until, "reason": instance.reason}
        note(f"certificate.{instance.kind}", instance.certificate, subject=subject, actor=instance.actor, **facts)


def _rules(quiz: Quiz) -> dict[str, Any]:
    """The columns loaded, as plain JSON: a deferred one is not fetched for this."""
    deferred = quiz.get_deferred_fields()
    fields = [field for field in quiz._meta.concrete_fields if field.attname not in deferred]
    return {field.attname: _plain(getattr(quiz, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return {str(key): _plain(one) for key, one in value.items()} if isinstance(value, dict) else str(value)


@receiver(post_init, sender=Quiz, dispatch_uid="quizzes.remember_quiz")
def remember_quiz(instance: Quiz, **_signal: Any) -> None:
    instance._noted = _rules(instance)


@receiver(post_save, sender=Quiz, dispatch_uid="quizzes.watch_quiz")
def watch_quiz(instance: Quiz, created: bool, **_signal: Any) -> None:
    """A quiz is made or its rules change: the log keeps what they were and what they are."""
    if created:
        note("quiz.created", instance)
    else:
        was, now = instance._noted, _rules(instance)
        changes = {name: [was.get(name), value] for name, value in now.items() if was.get(name) != value}
        if changes:
            note("quiz.changed", instance, changes=changes)
    instance._noted = _rules(instance)

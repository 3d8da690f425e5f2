"""Who may start an attempt when: the window, what comes before, waiting times, plans, the candidate's declaration."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes.domain.certificates import current_certificate
from quizzes.domain.errors import AttemptRefused, QuizError
from quizzes.domain.oversight import note
from quizzes.domain.sittings import sitting_refusal
from quizzes.domain.wording import worded
from quizzes.models import Attempt, Certificate, Outcome, Quiz, RetryPlan
from quizzes.people import may_support, records_reading, unread_pages
from quizzes.references import link_to

RENEWAL_DAYS = 90


@dataclass(frozen=True)
class Past:
    """A finished attempt, as far as admission needs to know it; `passed` None waits for a person's marks."""

    pk: int
    finished_at: datetime
    passed: bool | None


def attempts_of(quiz: Quiz, candidate: Any) -> QuerySet[Attempt]:
    """The candidate's attempts at the quiz in any language: a translation is no second chance."""
    return Attempt.objects.filter(quiz__translation_key=quiz.translation_key, candidate=candidate)


def past_attempts(quiz: Quiz, candidate: Any) -> list[Past]:
    """The finished attempts, the oldest first, each with its newest outcome; one query."""
    newest = Outcome.objects.filter(attempt=OuterRef("pk")).order_by("-number").values("passed")[:1]
    finished = attempts_of(quiz, candidate).exclude(state=Attempt.State.OPEN).annotate(newest=Subquery(newest))
    return [Past(*row) for row in finished.order_by("finished_at").values_list("pk", "finished_at", "newest")]


def failures_in_a_row(past: list[Past]) -> list[Past]:
    """The attempts since the last one that was passed."""
    failed: list[Past] = []
    for one in reversed(past):
        if one.passed:
            break
        failed.insert(0, one)
    return failed


def next_attempt_at(quiz: Quiz, failures: int, last_finished: datetime | None) -> datetime | None:
    """From when another attempt may start after so many failures in a row; None means at once."""
    days = quiz.days_to_wait(failures)
    return last_finished + timedelta(days=days) if days and last_finished else None


def refusal(quiz: Quiz, candidate: Any, now: datetime | None = None) -> AttemptRefused | None:
    """Why the candidate cannot start an attempt now, None where they can."""
    now = now or timezone.now()
    if not quiz.is_published:
        return AttemptRefused(_("Тест не опубликован."))
    if quiz.opens_at and now < quiz.opens_at:
        return AttemptRefused(_("Тест ещё не открыт. Он откроется %(day)s.") % {"day": _day(quiz.opens_at)}, quiz.opens_at)
    if quiz.closes_at and now >= quiz.closes_at:
        return AttemptRefused(_("Тест закрыт %(day)s.") % {"day": _day(quiz.closes_at)})
    return sitting_refusal(quiz, candidate) or _missing_before(quiz, candidate) or _refusal_of_past(quiz, candidate, now)


def _missing_before(quiz: Quiz, candidate: Any) -> AttemptRefused | None:
    missing = missing_prerequisites(quiz, candidate)
    if not missing:
        return None
    return AttemptRefused(_("Сначала нужно: %(what)s.") % {"what": "; ".join(missing)})


def missing_prerequisites(quiz: Quiz, candidate: Any) -> list[str]:
    """What the quiz asks for and the candidate has not done yet, in words."""
    slugs = list(quiz.prerequisites.get("quizzes", ()))
    missing = []
    if slugs:
        titles = dict(Quiz.objects.filter(slug__in=slugs).order_by("language").values_list("slug", "title"))
        titles |= dict(Quiz.objects.filter(slug__in=slugs, language=quiz.language).values_list("slug", "title"))
        done = set(_passed_slugs(candidate, slugs))
        missing = [_("пройти тест «%(title)s»") % {"title": titles.get(slug, slug)} for slug in slugs if slug not in done]
    language = get_language() or quiz.language
    unread = unread_pages(candidate, list(quiz.prerequisites.get("pages", ())), language)
    return missing + [_("прочитать «%(title)s»") % {"title": link_to(path, language).title} for path in unread]


def _passed_slugs(candidate: Any, slugs: list[str]) -> QuerySet[Any]:
    newest = Outcome.objects.filter(attempt=OuterRef("pk")).order_by("-number").values("passed")[:1]
    mine = Attempt.objects.filter(candidate=candidate, quiz__slug__in=slugs).annotate(newest=Subquery(newest))
    return mine.filter(newest=True).values_list("quiz__slug", flat=True)


def _refusal_of_past(quiz: Quiz, candidate: Any, now: datetime) -> AttemptRefused | None:
    past = past_attempts(quiz, candidate)
    if not past:
        return None
    if quiz.is_certification and past[-1].passed is None:
        return AttemptRefused(_("Прошлую попытку ещё проверяют. Новую можно начать, когда будет итог."))
    held = _valid_certificate(quiz, candidate, now) if quiz.is_certification else None
    if held:
        return held
    failed = failures_in_a_row(past)
    counted = failed if quiz.is_certification else past
    if quiz.attempts_allowed is not None and len(counted) >= quiz.attempts_allowed:
        return AttemptRefused(_("Все попытки использованы. Обратитесь к куратору."))
    return _wait(quiz, failed if quiz.is_certification else past, now)


def _wait(quiz: Quiz, before: list[Past], now: datetime) -> AttemptRefused | None:
    """The waiting time and the plan after failures (a training quiz with waiting times counts every attempt)."""
    until = next_attempt_at(quiz, len(before), before[-1].finished_at if before else None)
    plan = quiz.needs_plan(len(before)) and not RetryPlan.objects.filter(attempt=before[-1].pk).exists()
    if until and now < until:
        message = _("Следующая попытка — с %(day)s. До этого перечитайте пункты, указанные в итоге.") % {"day": _day(until)}
        return AttemptRefused(f"{message} {_plan_words()}" if plan else message, until)
    return AttemptRefused(_plan_words()) if plan else None


def _plan_words() -> str:
    return _("Перед ней куратор подтверждает план подготовки: договоритесь с ним, что и когда повторите.")


def _valid_certificate(quiz: Quiz, candidate: Any, now: datetime) -> AttemptRefused | None:
    """A certificate that holds for long yet, on the standards that the quiz rests on now, needs no new attempt."""
    held = Certificate.objects.filter(holder=candidate, outcome__attempt__quiz__translation_key=quiz.translation_key)
    today = timezone.localdate(now)
    for earned in held.select_related("outcome"):
        certificate = current_certificate(earned.outcome)
        if certificate is None or certificate.is_revoked or certificate.rests_on != quiz.rests_on:
            continue
        if certificate.last_day is None:
            return AttemptRefused(_("Сертификат уже есть, и он действует без срока."))
        renewal = certificate.last_day - timedelta(days=RENEWAL_DAYS)
        if today < renewal:
            until = timezone.make_aware(datetime.combine(renewal, time()))
            message = _("Сертификат уже есть, он действует до %(end)s. Подтвердить его заново можно с %(day)s.")
            return AttemptRefused(message % {"end": date_format(certificate.last_day), "day": _day(until)}, until)
    return None


def _day(moment: datetime) -> str:
    """The day at the end of a sentence: Russian dates bring a full stop along."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT").removesuffix(".")


# --- the declaration ---


@dataclass(frozen=True)
class DeclarationText:
    """What the candidate confirms: who they are, then the rules; `fingerprint` is the SHA-256 of all of it."""

    language: str
    identity: str
    rules: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join([self.identity, *self.rules])

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def declaration_text(quiz: Quiz, candidate: Any) -> DeclarationText:
    """The declaration in the active language, as it holds now for this candidate."""
    who = {"name": candidate.get_full_name() or str(candidate), "email": candidate.email, "title": quiz.title}
    language = get_language() or quiz.language
    rules = [
        _("Отвечаю без помощи других людей и программ, которые отвечают за человека."),
        _("Вопросы и ответы никому не передаю и не публикую: ими проверят и моих коллег."),
        _("Время считает сервер. Когда оно выйдет, засчитается то, что сохранено."),
        _("Если ключ вопроса окажется неверным, итог пересчитают всем и сообщат об этом. Вопрос можно оспорить."),
        _(
            "Страница вопроса считает секунды, уходы с неё и вставки текста; "
            "для экзаменатора это подсказка, она ничего не решает."
        ),
        _("Журнал хранит, кто, когда и с какого адреса проходил аттестацию; его видят проверяющие."),
    ]
    pages = [] if records_reading() else [link_to(path, language).title for path in quiz.prerequisites.get("pages", ())]
    if pages:
        rules.append(_("Перед тестом прочитано: %(pages)s.") % {"pages": ", ".join(pages)})
    rules += [line.strip() for line in quiz.rules_text.splitlines() if line.strip()]
    identity = _("Я — %(name)s, моя почта — %(email)s. Прохожу тест «%(title)s» лично.") % who
    return DeclarationText(language, identity, tuple(rules))


# --- the plan after failures ---


def attempt_without_plan(quiz: Quiz, candidate: Any) -> Attempt | None:
    """The failed attempt after which a curator has to confirm a plan, None where no plan is missing."""
    failed = failures_in_a_row(past_attempts(quiz, candidate))
    if not quiz.needs_plan(len(failed)) or failed[-1].passed is None:
        return None
    last = Attempt.objects.get(pk=failed[-1].pk)
    return None if RetryPlan.objects.filter(attempt=last).exists() else last


@transaction.atomic
def confirm_plan(attempt: Attempt, *, actor: Any, text: str) -> RetryPlan:
    """The curator confirms how the candidate prepares for the attempt after this one. The same plan sent twice is one.

    QuizError where the actor is not the candidate's curator, the attempt needs no plan or has another, or the plan is empty.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "candidate").get(pk=attempt.pk)
    if not may_support(actor, locked.candidate):
        raise QuizError(_("План подтверждает куратор этого человека."))
    known = RetryPlan.objects.filter(attempt=locked).first()
    said = worded(text)
    if known is not None:
        if known.text == said:
            return known
        raise QuizError(_("План уже подтверждён, новый текст не записан."))
    if attempt_without_plan(locked.quiz, locked.candidate) != locked:
        raise QuizError(_("После этой попытки план не нужен."))
    if not said:
        raise QuizError(_("Напишите, что и когда человек повторит."))
    plan = RetryPlan.objects.create(attempt=locked, text=said, author=actor, recorded_at=timezone.now())
    note("plan.confirmed", locked, subject=locked.candidate, actor=actor)
    return plan


def waiting_for_plan(people: Iterable[Any]) -> dict[int, list[Attempt]]:
    """For each person the failed attempts after which a curator has to confirm a plan; one query for all people."""
    newest = Outcome.objects.filter(attempt=OuterRef("pk")).order_by("-number").values("passed")[:1]
    planned = Exists(RetryPlan.objects.filter(attempt=OuterRef("pk")))
    rows = Attempt.objects.filter(candidate__in=list(people)).exclude(state=Attempt.State.OPEN)
    rows = rows.annotate(newest=Subquery(newest), is_planned=planned).select_related("quiz", "form", "candidate")
    series: dict[tuple[int, UUID], list[Attempt]] = {}
    for attempt in rows.order_by("finished_at"):
        key = (attempt.candidate_id, attempt.quiz.translation_key)
        series[key] = [] if attempt.newest else [*series.get(key, []), attempt]
    waiting: dict[int, list[Attempt]] = {}
    for (person, _family), failed in series.items():
        last = failed[-1] if failed else None
        if last is not None and last.newest is False and not last.is_planned and last.quiz.needs_plan(len(failed)):
            waiting.setdefault(person, []).append(last)
    return waiting

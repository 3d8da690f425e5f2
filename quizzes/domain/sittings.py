"""Group sittings: an examiner opens one, candidates enter with its code, the examiner sees who is where and closes for all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.domain.errors import AttemptRefused, QuizError
from quizzes.domain.oversight import note
from quizzes.models import Attempt, Quiz, Sitting, SittingAdmission, SittingAttempt
from quizzes.models.sittings import CODE_ALPHABET, new_start_code

HOLD = "quizzes.hold_sitting"
TRIES, TRIES_SECONDS = 10, 600


class CodeRefused(QuizError):
    """The code opens nothing for this person now; the text says why, as far as it gives nothing away."""


def sittings_of(examiner: Any) -> QuerySet[Sitting]:
    """The sittings that this person holds or, with the right to view all, everybody's."""
    rows = Sitting.objects.select_related("quiz", "examiner")
    return rows if examiner.has_perm("quizzes.view_sitting") else rows.filter(examiner=examiner)


@transaction.atomic
def plan_sitting(
    quiz: Quiz,
    *,
    examiner: Any,
    place: str,
    starts_at: datetime,
    late_minutes: int,
    people: list[Any] | None = None,
) -> Sitting:
    """Plans a sitting; with `people` only these get in, without them everybody with the code. QuizError without the right.

    Planned a second time (a double press, a form sent again) the same sitting stays one; with other conditions it is refused.
    """
    if not examiner.has_perm(HOLD):
        raise QuizError(_("У вас нет права проводить групповые сдачи."))
    Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
    same = Sitting.objects.filter(quiz=quiz, examiner=examiner, place=place.strip(), starts_at=starts_at)
    planned = same.exclude(state=Sitting.State.CLOSED).first()
    if planned is not None:
        if planned.late_minutes == late_minutes and set(planned.listed.all()) == set(people or ()):
            return planned
        raise QuizError(_("Такая сдача уже запланирована, с другими условиями. Закройте её, потом запланируйте новую."))
    sitting = Sitting.objects.create(
        quiz=quiz,
        examiner=examiner,
        place=place.strip(),
        starts_at=starts_at,
        late_minutes=late_minutes,
        is_listed=bool(people),
    )
    if people:
        sitting.listed.set(people)
    note("sitting.planned", sitting, actor=examiner, quiz=quiz.pk, place=sitting.place, starts=starts_at.isoformat())
    return sitting


def _lock(sitting: Sitting) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",), no_key=True).select_related("quiz").get(pk=sitting.pk)


@transaction.atomic
def open_sitting(sitting: Sitting, *, examiner: Any) -> Sitting:
    """Lets the code in from now on; a second call changes nothing. QuizError for a sitting that is closed."""
    locked = _lock(sitting)
    if locked.state == Sitting.State.CLOSED:
        raise QuizError(_("Сдача закрыта. Запланируйте новую."))
    if locked.state == Sitting.State.PLANNED:
        locked.state, locked.opened_at = Sitting.State.OPEN, timezone.now()
        # Opened late, the sitting gives the same minutes for late arrivals.
        late = locked.opened_at + timedelta(minutes=locked.late_minutes)
        locked.admits_until = max(late, locked.entry_closes_at)
        locked.save(update_fields=["state", "opened_at", "admits_until"])
        note("sitting.opened", locked, actor=examiner)
    return locked


@transaction.atomic
def admit_longer(sitting: Sitting, *, minutes: int, examiner: Any) -> Sitting:
    """Lets late arrivals in for so many minutes from now."""
    locked = _lock(sitting)
    if not locked.is_open:
        raise QuizError(_("Сдача не открыта."))
    locked.admits_until = timezone.now() + timedelta(minutes=minutes)
    locked.save(update_fields=["admits_until"])
    note("sitting.admits_longer", locked, actor=examiner, until=locked.admits_until.isoformat())
    return locked


@transaction.atomic
def renew_code(sitting: Sitting, *, examiner: Any) -> Sitting:
    """Gives the sitting another code, where the old one has got about."""
    locked = _lock(sitting)
    locked.code = new_start_code()
    locked.save(update_fields=["code"])
    note("sitting.code_renewed", locked, actor=examiner)
    return locked


def enter_sitting(code: str, candidate: Any) -> Sitting:
    """Admits a candidate to the open sitting with this code; the code entered twice is one arrival.

    CodeRefused where there is none, the list does not name the person, it is too late, or they have tried too often: ten
    times in ten minutes.
    """
    _count_try(candidate)
    return _enter(normal_code(code), candidate)


@transaction.atomic
def _enter(code: str, candidate: Any) -> Sitting:
    sitting = Sitting.objects.filter(code=code, state=Sitting.State.OPEN).select_related("quiz").first()
    if sitting is None:
        raise CodeRefused(_("Код не подходит. Проверьте его или спросите экзаменатора: код действует, пока сдача открыта."))
    if SittingAdmission.objects.filter(sitting=sitting, candidate=candidate).exists():
        return sitting
    if sitting.is_listed and not sitting.listed.filter(pk=candidate.pk).exists():
        raise CodeRefused(_("Вас нет в списке этой сдачи. Обратитесь к экзаменатору."))
    now = timezone.now()
    if now > sitting.entry_closes_at:
        moment = date_format(timezone.localtime(sitting.entry_closes_at), "TIME_FORMAT")
        raise CodeRefused(_("Вход закрыт с %(time)s. Экзаменатор может впустить вас.") % {"time": moment})
    defaults = {"is_late": now > sitting.starts_at, "admitted_at": now}
    admission, is_new = SittingAdmission.objects.get_or_create(sitting=sitting, candidate=candidate, defaults=defaults)
    if is_new:
        note("sitting.entered", sitting, subject=candidate, actor=candidate, late=admission.is_late)
    return sitting


def normal_code(code: str) -> str:
    """The code as it is kept: spaces and dashes out, capitals."""
    return "".join(sign for sign in code.upper() if sign in CODE_ALPHABET)[:16]


def _count_try(candidate: Any) -> None:
    key = f"quizzes-sitting-code:{candidate.pk}"
    cache.add(key, 0, timeout=TRIES_SECONDS)
    try:
        tries = cache.incr(key)
    except ValueError:
        return
    if tries == TRIES + 1:
        note("sitting.code_guessed", subject=candidate, actor=candidate, tries=tries)
    if tries > TRIES:
        raise CodeRefused(_("Слишком много попыток. Подождите десять минут и спросите код у экзаменатора."))


# --- what the attempt asks ---


def admission_for(quiz: Quiz, candidate: Any) -> SittingAdmission | None:
    """The candidate's admission to an open sitting of the quiz, in any language, that no attempt has used yet."""
    rows = SittingAdmission.objects.filter(candidate=candidate, sitting__state=Sitting.State.OPEN, sitting_attempt=None)
    return rows.filter(sitting__quiz__translation_key=quiz.translation_key).order_by("-admitted_at").first()


def sitting_refusal(quiz: Quiz, candidate: Any) -> AttemptRefused | None:
    """Why the quiz cannot be started outside of a sitting, None where it can."""
    if not quiz.requires_sitting or admission_for(quiz, candidate) is not None:
        return None
    return AttemptRefused(_("Этот тест сдают только в группе. Введите код, который скажет экзаменатор."))


def join_sitting(attempt: Attempt) -> None:
    """Uses the candidate's admission for an attempt that has just begun. Runs in the transaction that began it.

    AttemptRefused where the examiner closed the sitting in the same moment: the attempt would outlive it.
    """
    admission = admission_for(attempt.quiz, attempt.candidate)
    if admission is None:
        if attempt.quiz.requires_sitting:  # closed between the question whether one may start and here
            raise AttemptRefused(_("Экзаменатор закрыл сдачу."))
        return
    if not _lock(admission.sitting).is_open:
        raise AttemptRefused(_("Экзаменатор закрыл сдачу."))
    SittingAttempt.objects.create(admission=admission, attempt=attempt)


# --- what the examiner sees and does ---


@dataclass(frozen=True)
class Seat:
    """One candidate of a sitting: when they came, their attempt, answers given of how many."""

    admission: SittingAdmission
    attempt: Attempt | None
    answered: int
    total: int
    last_at: datetime | None


def seats(sitting: Sitting) -> list[Seat]:
    """The candidates who came, in the order of their names; three queries however many they are."""
    rows = sitting.admissions.select_related("candidate", "sitting_attempt__attempt__form")
    listed = sorted(rows, key=lambda row: str(row.candidate))
    attempts = [row.sitting_attempt.attempt for row in listed if hasattr(row, "sitting_attempt")]
    given = _answered(attempts)
    totals = dict(
        Attempt.objects.filter(pk__in=[one.pk for one in attempts])
        .annotate(count=Count("form__items", filter=~Q(form__items__version__kind="description")))
        .values_list("pk", "count")
    )
    found = []
    for row in listed:
        attempt = row.sitting_attempt.attempt if hasattr(row, "sitting_attempt") else None
        count, last_at = given.get(attempt.pk, (0, None)) if attempt else (0, None)
        found.append(Seat(row, attempt, count, totals.get(attempt.pk, 0) if attempt else 0, last_at))
    return found


def _answered(attempts: list[Attempt]) -> dict[int, tuple[int, datetime | None]]:
    rows = Attempt.objects.filter(pk__in=[one.pk for one in attempts]).annotate(
        count=Count("responses__form_item", filter=Q(responses__counts=True, responses__content__isnull=False), distinct=True),
        last=Max("responses__recorded_at"),
    )
    return {pk: (count, last) for pk, count, last in rows.values_list("pk", "count", "last")}


def absent(sitting: Sitting) -> list[Any]:
    """The people of the list who have not come."""
    return list(sitting.listed.exclude(pk__in=sitting.admissions.values("candidate"))) if sitting.is_listed else []


@transaction.atomic
def close_sitting(sitting: Sitting, *, examiner: Any) -> int:
    """Ends the sitting and every attempt of it that is still open; what was saved counts. Returns how many were ended."""
    from quizzes.domain.attempts import submit_attempt  # noqa: PLC0415  (attempts ask here whether they may start)

    locked = _lock(sitting)
    if locked.state == Sitting.State.CLOSED:
        return 0
    locked.state, locked.closed_at = Sitting.State.CLOSED, timezone.now()
    locked.save(update_fields=["state", "closed_at"])
    still_open = Attempt.objects.filter(sitting_attempt__admission__sitting=locked, state=Attempt.State.OPEN)
    ended = 0
    for attempt in still_open.order_by("pk"):
        submit_attempt(attempt)
        ended += 1
    note("sitting.closed", locked, actor=examiner, ended=ended)
    return ended

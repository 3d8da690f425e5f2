"""What of the key a candidate may see, and from when. Every page and interface that shows answers asks here."""

from datetime import datetime

from django.utils import timezone

from quizzes.domain.admission import attempts_of
from quizzes.models import Attempt, Outcome, Quiz


def may_see_answers(outcome: Outcome, now: datetime | None = None) -> bool:
    """Whether the policy frozen in the form lets the candidate see the answers of this attempt now.

    While another attempt at the same certification runs, nothing is shown: its form may ask the same questions.
    """
    form = outcome.attempt.form
    allowed = {
        Quiz.Feedback.AFTER: True,
        Quiz.Feedback.PASSED: outcome.passed is True,
        Quiz.Feedback.CLOSED: form.answers_from is not None and (now or timezone.now()) >= form.answers_from,
    }.get(form.feedback_policy, False)
    return allowed and not (outcome.attempt.quiz.is_certification and _sits_again(outcome.attempt))


def _sits_again(attempt: Attempt) -> bool:
    return attempts_of(attempt.quiz, attempt.candidate).filter(state=Attempt.State.OPEN).exists()

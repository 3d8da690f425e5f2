"""The rules: one verb, one atomic block. Nothing the browser sends decides a score, a deadline or an identity."""

from quizzes.domain.accommodations import pause_attempt, resume_attempt, set_accommodation
from quizzes.domain.admission import confirm_plan
from quizzes.domain.answering import flag_item, record_response
from quizzes.domain.attempts import expire_attempts, start_attempt, submit_attempt
from quizzes.domain.bank import ImportPlan, add_version, import_bank, pin_references, plan_import, set_status
from quizzes.domain.certificates import extend_certificate, issue_certificate, revoke_certificate, show_name
from quizzes.domain.errors import AttemptClosed, AttemptRefused, QuizError
from quizzes.domain.practice import start_practice

__all__ = [
    "AttemptClosed",
    "AttemptRefused",
    "ImportPlan",
    "QuizError",
    "add_version",
    "confirm_plan",
    "expire_attempts",
    "extend_certificate",
    "flag_item",
    "import_bank",
    "issue_certificate",
    "pause_attempt",
    "pin_references",
    "plan_import",
    "record_response",
    "resume_attempt",
    "revoke_certificate",
    "set_accommodation",
    "set_status",
    "show_name",
    "start_attempt",
    "start_practice",
    "submit_attempt",
]

"""The rules: one verb, one atomic block. Nothing the browser sends decides a score, a deadline or an identity."""

from quizzes.domain.attempts import expire_attempts, flag_item, record_response, start_attempt, submit_attempt
from quizzes.domain.bank import ImportPlan, add_version, import_bank, pin_references, plan_import, set_status
from quizzes.domain.certificates import extend_certificate, issue_certificate, revoke_certificate, show_name
from quizzes.domain.errors import AttemptClosed, AttemptRefused, QuizError

__all__ = [
    "AttemptClosed",
    "AttemptRefused",
    "ImportPlan",
    "QuizError",
    "add_version",
    "expire_attempts",
    "extend_certificate",
    "flag_item",
    "import_bank",
    "issue_certificate",
    "pin_references",
    "plan_import",
    "record_response",
    "revoke_certificate",
    "set_status",
    "show_name",
    "start_attempt",
    "submit_attempt",
]

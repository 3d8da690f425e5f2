"""The rules: one verb, one atomic block. Nothing the browser sends decides a score, a deadline or an identity."""

from quizzes.domain.accommodations import pause_attempt, resume_attempt, set_accommodation
from quizzes.domain.admission import confirm_plan
from quizzes.domain.answering import flag_item, record_response
from quizzes.domain.attempts import expire_attempts, start_attempt, submit_attempt
from quizzes.domain.bank import (
    ImportPlan,
    add_version,
    create_item,
    import_bank,
    pin_references,
    plan_import,
    restore_version,
)
from quizzes.domain.certificates import (
    disclose,
    extend_certificate,
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
    show_name,
)
from quizzes.domain.errors import AttemptClosed, AttemptRefused, QuizError
from quizzes.domain.practice import start_practice
from quizzes.domain.review import approve_item, reopen_item, retire_item, return_item, send_to_review
from quizzes.domain.translations import confirm_translation, link_translations, translate_item

__all__ = [
    "AttemptClosed",
    "AttemptRefused",
    "ImportPlan",
    "QuizError",
    "add_version",
    "approve_item",
    "confirm_plan",
    "confirm_translation",
    "create_item",
    "disclose",
    "expire_attempts",
    "extend_certificate",
    "flag_item",
    "import_bank",
    "issue_certificate",
    "link_translations",
    "pause_attempt",
    "pin_references",
    "plan_import",
    "record_response",
    "reopen_item",
    "restore_version",
    "resume_attempt",
    "retire_item",
    "return_item",
    "reissue_certificate",
    "revoke_certificate",
    "send_to_review",
    "set_accommodation",
    "show_name",
    "start_attempt",
    "start_practice",
    "submit_attempt",
    "translate_item",
]

"""Data and constraints of the item bank, quizzes, attempts and certificates; the rules are in `quizzes.domain`."""

from quizzes.models.accommodations import Accommodation, AttemptPause
from quizzes.models.admission import Declaration, RetryPlan
from quizzes.models.attempts import Attempt, ItemOutcome, Outcome, Response
from quizzes.models.certificates import Certificate, CertificateEvent
from quizzes.models.items import Item, ItemEvent, ItemReference, ItemVersion
from quizzes.models.oversight import LogEntry, LogSeal
from quizzes.models.quizzes import FormItem, Quiz, TestForm

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptPause",
    "Certificate",
    "CertificateEvent",
    "Declaration",
    "FormItem",
    "Item",
    "ItemEvent",
    "ItemOutcome",
    "ItemReference",
    "ItemVersion",
    "LogEntry",
    "LogSeal",
    "Outcome",
    "Quiz",
    "Response",
    "RetryPlan",
    "TestForm",
]

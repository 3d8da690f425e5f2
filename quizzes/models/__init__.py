"""Data and constraints of the item bank, quizzes, attempts and certificates; the rules are in `quizzes.domain`."""

from quizzes.models.attempts import Attempt, ItemOutcome, Outcome, Response
from quizzes.models.certificates import Certificate, CertificateEvent
from quizzes.models.items import Item, ItemEvent, ItemReference, ItemVersion
from quizzes.models.oversight import LogEntry, LogSeal
from quizzes.models.quizzes import FormItem, Quiz, TestForm

__all__ = [
    "Attempt",
    "Certificate",
    "CertificateEvent",
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
    "TestForm",
]

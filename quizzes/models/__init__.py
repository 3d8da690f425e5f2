"""Data and constraints of the item bank, quizzes, attempts and certificates; the rules are in `quizzes.domain`."""

from quizzes.models.accommodations import Accommodation, AttemptPause
from quizzes.models.admission import Declaration, RetryPlan
from quizzes.models.appeals import Appeal
from quizzes.models.attempts import Attempt, ItemOutcome, Outcome, Response
from quizzes.models.badges import BadgeKey
from quizzes.models.certificates import Certificate, CertificateEvent, CertificateReminder, Issuer
from quizzes.models.interfaces import CalendarFeed, LearningRecord
from quizzes.models.items import Item, ItemEvent, ItemReference, ItemVersion
from quizzes.models.marking import CriterionMark, Mark
from quizzes.models.media import MediaFile, PendingImport, VersionMedia
from quizzes.models.oversight import LogEntry, LogSeal
from quizzes.models.quizzes import FormItem, Quiz, TestForm
from quizzes.models.regrading import Regrade
from quizzes.models.review_tasks import ReviewTask
from quizzes.models.sittings import IntegritySignal, Sitting, SittingAdmission, SittingAttempt
from quizzes.models.standard_setting import CutScoreDecision, Estimate, Judge, Panel, PanelItem, PanelRemark, Round

__all__ = [
    "Accommodation",
    "Appeal",
    "Attempt",
    "AttemptPause",
    "BadgeKey",
    "CalendarFeed",
    "Certificate",
    "CertificateEvent",
    "CertificateReminder",
    "CriterionMark",
    "CutScoreDecision",
    "Declaration",
    "Estimate",
    "FormItem",
    "IntegritySignal",
    "Issuer",
    "Item",
    "ItemEvent",
    "ItemOutcome",
    "ItemReference",
    "ItemVersion",
    "Judge",
    "LearningRecord",
    "LogEntry",
    "LogSeal",
    "Mark",
    "MediaFile",
    "Outcome",
    "Panel",
    "PanelItem",
    "PanelRemark",
    "PendingImport",
    "Quiz",
    "Regrade",
    "Response",
    "RetryPlan",
    "ReviewTask",
    "Round",
    "Sitting",
    "SittingAdmission",
    "SittingAttempt",
    "TestForm",
    "VersionMedia",
]

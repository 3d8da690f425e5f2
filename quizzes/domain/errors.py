"""Refusals of the verbs, in words for the person who is refused."""

from datetime import datetime


class QuizError(Exception):
    """A verb refuses; the text says why and what to do, in the active language."""


class AttemptRefused(QuizError):
    """No new attempt now; `until` says from when there may be one, if ever."""

    def __init__(self, message: str, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class DeclarationNeeded(AttemptRefused):
    """Before this attempt the candidate confirms who they are and the rules, in the words that hold now."""


class AttemptPaused(QuizError):
    """The attempt rests: it takes no answers before the candidate goes on."""


class AttemptClosed(QuizError):
    """The attempt takes no answers any more: it was submitted or its time is over."""


class BankError(QuizError):
    """The bank refuses an item or cannot fill a form."""

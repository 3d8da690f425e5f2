"""What people write in forms: counted as their browser counts it, and never cut without a word."""

from django.utils.translation import gettext as _

from quizzes.domain.errors import QuizError

MAX_TEXT = 4000


def worded(text: str) -> str:
    """The text without blanks around it, a line break being one character (a form sends two). QuizError where it is too long."""
    tidy = text.replace("\r\n", "\n").strip()
    if len(tidy) > MAX_TEXT:
        raise QuizError(_("Текст длиннее %(most)s знаков. Сократите его.") % {"most": MAX_TEXT})
    return tidy

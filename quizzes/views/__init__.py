"""Pages of the quizzes: each view parses, calls one verb, renders."""

from quizzes.views.attempts import attempt_home, question, review, start, submit
from quizzes.views.certificates import certificate_pdf, name_choice, verify, verify_form
from quizzes.views.quizzes import mine, quiz_detail, quiz_list
from quizzes.views.results import answers, result

__all__ = [
    "answers",
    "attempt_home",
    "certificate_pdf",
    "mine",
    "name_choice",
    "question",
    "quiz_detail",
    "quiz_list",
    "result",
    "review",
    "start",
    "submit",
    "verify",
    "verify_form",
]

"""Pages of the quizzes: each view parses, calls one verb, renders."""

from quizzes.views.admission import practise, rules, start
from quizzes.views.attempts import attempt_home, pause, question, resume, review, submit
from quizzes.views.quizzes import mine, quiz_detail, quiz_list
from quizzes.views.results import answers, result
from quizzes.views.support import people, person

__all__ = [
    "answers",
    "attempt_home",
    "mine",
    "pause",
    "people",
    "person",
    "practise",
    "question",
    "quiz_detail",
    "quiz_list",
    "result",
    "resume",
    "review",
    "rules",
    "start",
    "submit",
]

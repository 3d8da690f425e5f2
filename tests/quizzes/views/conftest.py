import pytest

from quizzes.domain import start_attempt
from quizzes.models import Attempt, Quiz
from tests.quizzes.builders import make_bank, make_quiz, make_user


@pytest.fixture
def quiz(db) -> Quiz:
    make_bank()
    return make_quiz()


@pytest.fixture
def anna(db):
    return make_user()


@pytest.fixture
def attempt(client, quiz, anna) -> Attempt:
    """An attempt that has just begun, its candidate signed in."""
    client.force_login(anna)
    return start_attempt(quiz, anna)

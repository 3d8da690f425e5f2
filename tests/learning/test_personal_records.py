"""What the quizzes keep of a person beside attempts: the declaration and the conditions, exported and erased."""

import pytest

from portal.learning.personal_data import ERASED, erase_name_on_certificates, quiz_records
from portal.people.models import Curation, User
from quizzes.domain import set_accommodation, start_attempt
from quizzes.domain.admission import declaration_text
from quizzes.models import Accommodation, Declaration
from tests.quizzes.builders import make_bank, make_quiz

pytestmark = pytest.mark.django_db


def test_declaration_and_conditions_are_exported_and_their_words_erased(specialist: User, curator: User) -> None:
    Curation.objects.create(curator=curator, colleague=specialist)
    set_accommodation(specialist, actor=curator, reason="просьба", extra_time_percent=50)
    make_bank()
    quiz = make_quiz(purpose="certification")
    declared = declaration_text(quiz, specialist)
    start_attempt(quiz, specialist, declared=declared.fingerprint)
    kept = quiz_records(specialist)
    assert [row["text"] for row in kept["declarations"]] == [declared.text]
    assert [(row["extra_time_percent"], row["reason"]) for row in kept["conditions"]] == [(50, "просьба")]
    erase_name_on_certificates(specialist)
    assert (Declaration.objects.get().text, Accommodation.objects.get().reason) == (ERASED, ERASED)
    assert Declaration.objects.get().fingerprint == declared.fingerprint

"""What the supervision of quizzes keeps of a person can be taken along and erased; the log stays whole."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from portal.people.personal_data import erase_person, export_personal_data
from quizzes.domain import oversight, start_attempt, submit_attempt
from quizzes.domain.appeals import open_appeal
from quizzes.domain.integrity import record_signal
from quizzes.domain.sittings import enter_sitting, open_sitting, plan_sitting
from quizzes.middleware import oversight_middleware
from quizzes.models import Appeal, LogEntry
from tests.factories import UserFactory
from tests.quizzes.builders import make_bank, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    make_bank()
    examiner, person = UserFactory(roles=["examiner"]), UserFactory()
    quiz = make_quiz()
    sitting = plan_sitting(quiz, examiner=examiner, place="Зал", starts_at=timezone.now(), late_minutes=5)
    open_sitting(sitting, examiner=examiner)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    request.user = person

    def act(_request):
        enter_sitting(sitting.code, person)
        attempt = start_attempt(quiz, person)
        record_signal(attempt, 1, seconds=5, focus_lost=2, pastes=1)
        submit_attempt(attempt)
        open_appeal(attempt, attempt.form.items.first(), candidate=person, text="Не согласен")

    oversight_middleware(act)(request)
    oversight.seal_pending()
    return person


def test_it_is_exported(person) -> None:
    kept = export_personal_data(person)["supervision"]
    counts = [{name: row[name] for name in ("seconds", "focus_lost", "pastes")} for row in kept["page_counts"]]
    assert ([row["text"] for row in kept["appeals"]], [row["place"] for row in kept["sittings"]], counts) == (
        ["Не согласен"],
        ["Зал"],
        [{"seconds": 5, "focus_lost": 2, "pastes": 1}],
    )
    assert {row["address"] for row in kept["log"]} == {"203.0.113.9"}


def test_words_and_addresses_are_erased_and_the_chain_holds(person) -> None:
    erase_person(person)
    assert (Appeal.objects.get().text, LogEntry.objects.exclude(address="").count()) == ("—", 0)
    assert oversight.verify().is_whole is True

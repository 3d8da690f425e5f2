"""Consents on the page of personal data: given and withdrawn there, kept as records, obeyed at once."""

from datetime import timedelta

import pytest
from django.core import mail

from portal.people.consents import decide, shares_records, wants_reminders
from portal.people.models import ConsentRecord, User
from quizzes.domain.certificates import extend_certificate
from quizzes.domain.reminders import remind_expiring
from quizzes.interfaces.outbox import send_statements
from quizzes.models import LearningRecord
from tests.quizzes.builders import make_certificate

pytestmark = pytest.mark.django_db
ADDRESS = "/ru/account/personal-data/"


@pytest.fixture
def store(settings) -> None:
    settings.QUIZZES_XAPI_ENDPOINT = "http://127.0.0.1:9/xAPI"


def records() -> list[tuple[str, str]]:
    return list(ConsentRecord.objects.order_by("pk").values_list("purpose", "act"))


def test_a_box_not_ticked_withdraws_and_a_ticked_one_gives(sign_in, specialist: User) -> None:
    client = sign_in(specialist)
    assert "checked" in client.get(ADDRESS).content.decode().split('id="consents"')[1].split("</form>")[0]
    assert "govuk-checkboxes__input" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"consents": "1"}).url == ADDRESS
    assert (records(), wants_reminders(specialist)) == ([("mail", "withdrawn")], False)
    assert "checked" not in client.get(ADDRESS).content.decode().split('id="consents"')[1].split("</form>")[0]
    client.post(ADDRESS, {"consents": "1", "wanted": ["mail"]})
    client.post(ADDRESS, {"consents": "1", "wanted": ["mail"]})
    assert (records()[1:], wants_reminders(specialist)) == ([("mail", "given")], True)


def test_purposes_that_are_not_offered_cannot_be_decided(sign_in, specialist: User) -> None:
    sign_in(specialist).post(ADDRESS, {"consents": "1", "wanted": ["mail", "records", "account"]})
    assert records() == []


def test_deciding_erases_nothing(sign_in, specialist: User) -> None:
    sign_in(specialist).post(ADDRESS, {"consents": "1", "password": "wrong"})
    assert User.objects.get(pk=specialist.pk).is_active is True


def test_no_reminder_without_the_consent(specialist: User) -> None:
    certificate = make_certificate(specialist, certificate_months=1)
    extend_certificate(certificate, until=certificate.valid_until + timedelta(days=300), actor=None, reason="срок")
    decide(specialist, set())
    mail.outbox.clear()
    day = certificate.valid_until + timedelta(days=270)
    assert (remind_expiring(day), mail.outbox) == (0, [])
    decide(specialist, {"mail"})
    assert remind_expiring(day) == 1


def test_learning_records_are_a_choice_only_where_they_are_sent(sign_in, specialist: User, store) -> None:
    client = sign_in(specialist)
    assert 'value="records"' in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {"consents": "1", "wanted": ["mail"]})
    assert (records(), shares_records(specialist)) == ([("records", "withdrawn")], False)
    make_certificate(specialist)
    assert LearningRecord.objects.count() == 0


def test_what_waits_to_be_sent_is_dropped_when_the_consent_is_withdrawn(specialist: User, store) -> None:
    make_certificate(specialist)
    assert LearningRecord.objects.count() == 2
    decide(specialist, {"mail"})
    assert (send_statements(), LearningRecord.objects.count()) == ((0, 0), 0)

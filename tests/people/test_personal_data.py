"""A person's right to see and to erase what is kept of them (152-ФЗ art. 14 and 21)."""

import json

from allauth.account.models import EmailAddress
from django.test import Client

from portal.people.consents import consent_holds
from portal.people.models import ConsentRecord, Curation, User
from portal.people.personal_data import export_personal_data
from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.certificates import show_name
from quizzes.models import Attempt, Certificate
from tests.factories import PASSWORD, EmploymentFactory, UserFactory
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz

ADDRESS = "/ru/account/personal-data/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def certified(user: User) -> Certificate:
    make_bank()
    attempt: Attempt = start_attempt(make_quiz(), user)
    answer_rightly(attempt)
    submit_attempt(attempt)
    certificate = Certificate.objects.get(holder=user)
    show_name(certificate, actor=user, is_shown=True)
    return certificate


def test_export_holds_all_that_is_kept(specialist: User) -> None:
    job = EmploymentFactory(user=specialist)
    ConsentRecord.objects.create(
        user=specialist, purpose=ConsentRecord.Purpose.MAIL, act=ConsentRecord.Act.GIVEN, document_version="1.0"
    )
    certificate = certified(specialist)
    answer = signed_in(specialist).get(f"{ADDRESS}?download=1")
    data = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="opora-personal-data.json"'
    assert data["person"]["email"] == specialist.email
    assert data["person"]["roles"] == ["Специалист"]
    assert [row["organisation"] for row in data["person"]["employments"]] == [job.organisation.name]
    assert [(row["purpose"], row["act"]) for row in data["person"]["consents"]] == [("mail", "given")]
    assert [(row["quiz"], row["state"], row["passed"]) for row in data["quizzes"]["attempts"]] == [("Основы", "submitted", True)]
    assert [(row["code"], row["name"], row["name_is_public"]) for row in data["quizzes"]["certificates"]] == [
        (certificate.code, specialist.get_full_name(), True)
    ]


def test_export_is_of_this_person_only(specialist: User) -> None:
    certified(UserFactory())
    assert set(map(len, export_personal_data(specialist)["quizzes"].values())) == {0}


def test_wrong_password_erases_nothing(specialist: User) -> None:
    client = signed_in(specialist)
    answer = client.post(ADDRESS, {"password": "не тот"})
    assert (answer.status_code, User.objects.get(pk=specialist.pk).email) == (200, specialist.email)
    assert "Пароль не подходит" in answer.content.decode()


def test_right_password_erases_the_person_and_ends_the_session(specialist: User) -> None:
    colleague = UserFactory()
    Curation.objects.create(curator=colleague, colleague=specialist)
    EmailAddress.objects.create(user=specialist, email=specialist.email, primary=True, verified=True)
    client = signed_in(specialist)
    answer = client.post(ADDRESS, {"password": PASSWORD})
    erased = User.objects.get(pk=specialist.pk)
    assert answer["Location"] == "/"
    assert (erased.email, erased.get_full_name()) == (f"erased-{erased.uuid}@invalid.example", erased.email)
    assert (erased.is_active, erased.has_usable_password(), erased.groups.count()) == (False, False, 0)
    assert (Curation.objects.count(), EmailAddress.objects.count()) == (0, 0)
    assert client.get("/ru/account/profile/").status_code == 302


def test_certificate_stays_a_fact_without_a_name(specialist: User) -> None:
    certificate = certified(specialist)
    name = specialist.get_full_name()
    signed_in(specialist).post(ADDRESS, {"password": PASSWORD})
    kept = Certificate.objects.get(pk=certificate.pk)
    assert (kept.holder_name, kept.shows_name, kept.code, kept.status) == ("", False, certificate.code, Certificate.Status.VALID)
    page = Client().get(f"/verify/{certificate.code}/").content.decode()
    assert (certificate.title in page, name in page) == (True, False)


def test_newest_record_of_a_purpose_decides(specialist: User) -> None:
    held = [consent_holds(specialist, "mail")]
    for act in (ConsentRecord.Act.GIVEN, ConsentRecord.Act.WITHDRAWN, ConsentRecord.Act.GIVEN):
        ConsentRecord.objects.create(user=specialist, purpose="mail", act=act, document_version="1.0")
        held.append(consent_holds(specialist, "mail"))
    assert (held, consent_holds(specialist, "account")) == ([False, True, False, True], False)

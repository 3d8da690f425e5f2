"""Signing in and out, a forgotten password, the profile: by what the visitor sends and gets."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from portal.people.models import User
from tests.core.dom import document, select
from tests.factories import PASSWORD, EmploymentFactory, UserFactory

NEW_PASSWORD = "восемь-сов-под-крышей"


def is_signed_in(client: Client) -> bool:
    return client.get("/ru/account/profile/").status_code == 200


@pytest.mark.parametrize("typed", ["vera@service.example", "Vera@Service.Example", " VERA@service.example "])
def test_login_takes_the_address_in_any_case(client: Client, db: None, typed: str) -> None:
    UserFactory(email="vera@service.example")
    answer = client.post("/ru/account/login/", {"login": typed, "password": PASSWORD})
    assert (answer.status_code, is_signed_in(client)) == (302, True)


def test_login_leads_to_where_the_reader_was(client: Client, db: None) -> None:
    UserFactory(email="vera@service.example")
    sent = {"login": "vera@service.example", "password": PASSWORD, "next": "/ru/quizzes/mine/"}
    assert client.post("/ru/account/login/", sent)["Location"] == "/ru/quizzes/mine/"


def test_login_form_leads_to_a_forgotten_password_once(client: Client, db: None) -> None:
    page = document(client.get("/ru/account/login/").content)
    links = [str(link.get("href")) for link in select(page, "main a")]
    assert [link for link in links if "password" in link] == ["/ru/account/password/reset/"]
    assert select(page, "main input[placeholder]") == []


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"login": "nobody@service.example"}])
def test_wrong_password_and_unknown_address_are_answered_alike(client: Client, db: None, fields: dict[str, str]) -> None:
    UserFactory(email="vera@service.example")
    answer = client.post("/ru/account/login/", {"login": "vera@service.example", "password": PASSWORD, **fields})
    summary = select(document(answer.content), ".govuk-error-summary li")
    assert [" ".join(item.text_content().split()) for item in summary] == [
        "Указанные вами адрес электронной почты и/или пароль неверны."
    ]
    assert is_signed_in(client) is False


def test_person_who_may_not_enter_is_kept_out(client: Client, db: None) -> None:
    UserFactory(email="vera@service.example", is_active=False)
    client.post("/ru/account/login/", {"login": "vera@service.example", "password": PASSWORD})
    assert is_signed_in(client) is False


def test_logout_asks_first_and_happens_on_post(client: Client, specialist: User) -> None:
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    asked = client.get("/ru/account/logout/")
    assert (asked.status_code, is_signed_in(client)) == (200, True)
    left = client.post("/ru/account/logout/")
    assert (left.status_code, left["Location"], is_signed_in(client)) == (302, "/", False)


def test_password_is_reset_by_the_link_in_the_mail(client: Client, db: None) -> None:
    UserFactory(email="vera@service.example")
    client.post("/ru/account/password/reset/", {"email": "Vera@service.example"})
    (letter,) = mail.outbox
    (link,) = re.findall(r"http://\S+?(/ru/account/password/reset/key/\S+)", letter.body)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert (letter.to, User.objects.get().check_password(NEW_PASSWORD)) == (["vera@service.example"], True)


def test_reset_of_an_unknown_address_is_answered_alike(client: Client, db: None) -> None:
    UserFactory(email="vera@service.example")
    known = client.post("/ru/account/password/reset/", {"email": "vera@service.example"})
    unknown = client.post("/ru/account/password/reset/", {"email": "nobody@service.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_strangers_cannot_sign_up(client: Client, db: None) -> None:
    sent = {"email": "stranger@service.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post("/ru/account/signup/", sent)
    assert (answer.status_code, User.objects.count()) == (200, 0)
    assert select(document(answer.content), "h1")[0].text_content() == "Регистрация по приглашению"


@pytest.mark.parametrize("path", ["profile", "personal-data"])
def test_own_pages_are_for_the_signed_in(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/ru/account/{path}/")
    assert answer["Location"] == f"/ru/account/login/?next=/ru/account/{path}/"


def test_profile_changes_the_language_and_answers_in_it(client: Client, specialist: User) -> None:
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    User.objects.filter(pk=specialist.pk).update(last_name="", first_name="")
    sent = {"last_name": "Ёлкина", "first_name": "Анна", "patronymic": "", "language": "id"}
    answer = client.post("/ru/account/profile/", sent, follow=True)
    specialist.refresh_from_db()
    assert (specialist.language, specialist.last_name) == ("id", "Ёлкина")
    assert (answer.redirect_chain, document(answer.content).get("lang")) == ([("/id/account/profile/", 302)], "id")


def test_a_name_once_given_is_not_changed_by_its_holder(client: Client, specialist: User) -> None:
    """The candidate confirms it before certification, and the certificate says it."""
    User.objects.filter(pk=specialist.pk).update(last_name="Ёлкина", first_name="Анна")
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/ru/account/profile/", {"last_name": "Чужая", "first_name": "Вера", "patronymic": "П", "language": "ru"})
    specialist.refresh_from_db()
    assert (specialist.last_name, specialist.first_name) == ("Ёлкина", "Анна")


@pytest.mark.parametrize("name", ["", "<script>", "{x}"])
def test_a_name_is_given_and_plain(client: Client, specialist: User, name: str) -> None:
    User.objects.filter(pk=specialist.pk).update(last_name="", first_name="")
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/ru/account/profile/", {"last_name": name, "first_name": "Анна", "patronymic": "", "language": "ru"})
    specialist.refresh_from_db()
    assert specialist.last_name == ""


def test_somebody_signed_in_without_the_right_is_told_so(client: Client, specialist: User) -> None:
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("address", ["/api/nothing-here/", "/documents/1/x/", "/badges/nothing-here/"])
def test_an_unknown_address_without_a_language_is_not_found_where_it_is(db: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_profile_cannot_change_what_it_does_not_show(client: Client, specialist: User) -> None:
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"last_name": "А", "first_name": "Б", "language": "ru", "is_superuser": "on", "is_staff": "on", "email": "x@y.example"}
    client.post("/ru/account/profile/", sent)
    changed = User.objects.get(pk=specialist.pk)
    assert (changed.is_superuser, changed.is_staff, changed.email) == (False, False, specialist.email)


def test_profile_names_position_and_work_place(client: Client, specialist: User) -> None:
    job = EmploymentFactory(user=specialist)
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    facts = [" ".join(fact.text_content().split()) for fact in select(document(client.get("/ru/account/profile/").content), "dd")]
    assert facts == [specialist.email, "Специалист по работе с семьёй", str(job.organisation)]


def test_address_is_one_account_in_any_case(db: None) -> None:

    UserFactory(email="vera@service.example")
    with pytest.raises(ValidationError, match="Такая почта уже есть"):
        User(email="VERA@service.example", password="!").full_clean()


def test_user_needs_an_address(db: None) -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_natural_key_is_the_address_in_any_case(db: None) -> None:
    vera: Any = UserFactory(email="vera@service.example")
    assert User.objects.get_by_natural_key("Vera@Service.example") == vera

"""The frame of every page, its settings for weak eyes, and the pages that have no page tree behind them."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from portal.core.low_vision import COOKIE
from portal.people.models import User
from tests.core.dom import document, select


@pytest.mark.parametrize("lang", ["ru", "en", "id"])
def test_base_page_stands_without_any_context(lang: str) -> None:
    with translation.override(lang):
        root = document(render_to_string("base.html", {}))
    assert (root.get("lang"), select(root, "main")[0].get("id"), len(select(root, "h1"))) == (lang, "main", 0)


def test_low_vision_settings_stand_on_the_root_element() -> None:
    request = RequestFactory().get("/ru/", headers={"cookie": f"{COOKIE}=wb-150-serif"})
    root = document(render_to_string("base.html", {"request": request}))
    chosen = {name: value for name, value in root.attrib.items() if name.startswith("data-lv-")}
    assert chosen == {"data-lv-scheme": "wb", "data-lv-size": "150", "data-lv-font": "serif"}


def test_settings_are_kept_and_the_reader_returns(client: Client, db: None) -> None:
    answer = client.post("/ru/low-vision/", {"scheme": "beige", "size": "200", "next": "/ru/account/login/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/ru/account/login/?a=1")
    assert answer.cookies[COOKIE].value == "beige-200"
    assert (answer.cookies[COOKIE]["httponly"], answer.cookies[COOKIE]["samesite"]) == (True, "Lax")


def test_reset_forgets_whatever_else_was_sent(client: Client, db: None) -> None:
    client.cookies[COOKIE] = "wb-200"
    answer = client.post("/ru/low-vision/", {"scheme": "wb", "reset": "1"})
    assert (answer["Location"], answer.cookies[COOKIE].value) == ("/ru/", "")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/ru/low-vision/"])
def test_return_address_is_of_this_site(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/ru/low-vision/", {"next": elsewhere})["Location"] == "/ru/"


def test_unknown_choice_is_refused_in_words(client: Client, db: None) -> None:
    answer = client.post("/ru/low-vision/", {"scheme": "pink"})
    assert (answer.status_code, COOKIE in answer.cookies) == (200, False)
    assert "govuk-error-summary" in answer.content.decode()


def test_profile_keeps_settings_and_a_new_device_takes_them(client: Client, specialist: User) -> None:
    client.force_login(specialist)
    client.post("/ru/low-vision/", {"scheme": "blue", "track": "2"})
    specialist.refresh_from_db()
    assert specialist.low_vision == "blue-t2"
    del client.cookies[COOKIE]
    root = document(client.get("/ru/low-vision/").content)
    assert (root.get("data-lv-scheme"), root.get("data-lv-track")) == ("blue", "2")


def test_form_shows_what_is_chosen(client: Client, db: None) -> None:
    client.cookies[COOKIE] = "brown-l1"
    root = document(client.get("/en/low-vision/").content)
    checked = {field.get("name"): field.get("value") for field in select(root, "input[type=radio][checked]")}
    assert checked == {"size": "", "scheme": "brown", "track": "", "lead": "1", "font": "", "images": ""}


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_have_one_heading_and_a_way_on(template: str) -> None:
    root = document(render_to_string(template, {}))
    assert (len(select(root, "h1")), bool(select(root, "main a[href]"))) == (1, True)


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "password/reset/done"])
def test_account_pages_have_the_frame_of_the_portal(client: Client, db: None, path: str) -> None:
    root = document(client.get(f"/ru/account/{path}/").content)
    assert (len(select(root, "h1")), len(select(root, ".o-header")), [*select(root, "[style]"), *select(root, "style")]) == (
        1,
        1,
        [],
    )


def test_each_field_of_a_form_has_its_label(client: Client, db: None) -> None:
    root = document(client.get("/ru/account/login/").content)
    fields = [field.get("id") for field in select(root, "main input") if field.get("type") != "hidden"]
    labelled = [label.get("for") for label in select(root, "main label")]
    assert sorted(labelled) == sorted(fields)


def test_wrong_password_is_named_on_top_and_at_the_field(client: Client, db: None) -> None:
    answer = client.post("/ru/account/login/", {"login": "nobody@service.example", "password": "x"})
    root = document(answer.content)
    assert len(select(root, ".govuk-error-summary li")) == 1

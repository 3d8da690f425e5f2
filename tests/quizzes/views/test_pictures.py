"""A picture of an item is shown to who may see the item, and does not exist for others."""

from fractions import Fraction as F

import pytest
from django.urls import reverse

from quizzes.domain import import_bank, start_attempt
from quizzes.domain.errors import BankError
from quizzes.domain.pictures import keep_picture, keep_pictures
from quizzes.formats.pictures import MAX_PICTURE, Picture
from quizzes.models import MediaFile
from quizzes.rendering import picture_url, to_html
from quizzes.scoring import Option, SingleChoice, Text, TextFormat
from tests.factories import UserFactory
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.formats.test_moodle_xml import PNG, png

pytestmark = pytest.mark.django_db
PICTURE = Picture("room.png", PNG)
STEM = Text(f'<p><img src="{PICTURE.reference}" alt="Комната"></p><p>Где опасно?</p>', TextFormat.HTML)
ADDRESS = f"/item-pictures/{PICTURE.key}"


@pytest.fixture
def quiz():
    keep_picture(PICTURE, actor=None)
    item = SingleChoice(id="room", stem=STEM, options=(Option(Text("у окна"), F(1)), Option(Text("у двери"))))
    import_bank([item], language="ru", status="approved")
    return make_quiz(blueprint={"cells": [{"count": 1}]})


def status(client, user=None) -> int:
    client.logout()
    if user:
        client.force_login(user)
    return client.get(ADDRESS).status_code


def test_the_picture_stands_in_the_question(client, quiz) -> None:
    anna = make_user()
    client.force_login(anna)
    attempt = start_attempt(quiz, anna)
    page = client.get(reverse("quizzes:question", args=[attempt.public_id, 1])).content.decode()
    assert f'<img src="{ADDRESS}" alt="Комната">' in page
    reply = client.get(ADDRESS)
    assert (reply.content, reply["Content-Type"], reply["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert "private" in reply["Cache-Control"] and "immutable" in reply["Cache-Control"]


def test_who_may_see_it(client, quiz, methodologist) -> None:
    anna, boris = make_user(), make_user("boris@example.org")
    start_attempt(quiz, anna)
    assert (status(client, anna), status(client, methodologist)) == (200, 200)
    assert (status(client, boris), status(client)) == (404, 404)
    assert status(client, UserFactory(roles=["marker"])) == 200
    client.force_login(anna)
    assert client.get(f"/item-pictures/{'0' * 64}.png").status_code == 404
    assert client.post(ADDRESS).status_code == 405


def test_rendering_names_the_address() -> None:
    assert picture_url(PICTURE.reference) == ADDRESS
    assert f'<img src="{ADDRESS}" alt="Дом">' in to_html(Text(f"![Дом]({PICTURE.reference})", TextFormat.MARKDOWN))
    assert "media:" not in to_html(Text('<a href="media:x">a</a><img src="media:javascript.png">', TextFormat.HTML))


def test_the_same_picture_is_kept_once() -> None:
    rows = keep_pictures([PICTURE, Picture("copy.png", PNG), Picture("b.png", png(3, 2))], actor=None)
    assert ([row.name for row in rows], MediaFile.objects.count()) == (["room.png", "room.png", "b.png"], 2)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("a.png", b"<html><svg></html>", "SVG"),
        ("a.pdf", b"%PDF-1.7", "не картинка"),
        ("a.png", PNG[:40], "повреждена"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * MAX_PICTURE, "больше 5 МБ"),
    ],
)
def test_what_is_no_picture_is_refused(name, data, words) -> None:
    with pytest.raises(BankError, match=words):
        keep_picture(Picture(name, data), actor=None)
    assert MediaFile.objects.count() == 0


def test_a_picture_that_unpacks_to_a_hundred_million_points_is_refused() -> None:
    with pytest.raises(BankError, match="миллионов точек"):
        keep_picture(Picture("wide.png", png(10_001, 10_000)), actor=None)

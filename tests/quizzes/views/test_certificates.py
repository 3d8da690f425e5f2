"""Certificates for their holders: pages, files, choices; and the signed documents for programs."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.certificates import addresses, publishing
from quizzes.certificates.badges.proof import verify
from quizzes.certificates.badges.status_list import is_set
from quizzes.certificates.codes import grouped, new_code
from quizzes.domain import extend_certificate, reissue_certificate, revoke_certificate
from quizzes.domain.badge_keys import create_key
from quizzes.models import Certificate
from quizzes.references import label
from tests.quizzes.builders import make_certificate, make_user
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(client) -> Certificate:
    made = make_certificate(rests_on=["standards/legal/1.0"])
    client.force_login(made.holder)
    return made


def url(name: str, certificate: Certificate) -> str:
    return reverse(f"quizzes:{name}", args=[certificate.public_id])


def fresh(certificate: Certificate) -> Certificate:
    return Certificate.objects.get(pk=certificate.pk)


def test_the_page_says_what_it_is_and_what_to_do_with_it(client, certificate) -> None:
    page = client.get(url("certificate", certificate))
    wanted = ["Основы", "Ёлкина Анна", "100", grouped(certificate.code), addresses.verification(certificate.code), "Скачать PDF"]
    assert [words for words in wanted if words not in text_of(page)] == []
    assert "Скачать цифровой значок" not in text_of(page)  # there is no key to sign with
    create_key("one")
    assert "Скачать цифровой значок" in text_of(client.get(url("certificate", certificate)))


@pytest.mark.parametrize("name", ["certificate", "certificate_pdf", "certificate_badge"])
def test_nobody_else_reaches_it(client, certificate, name) -> None:
    client.force_login(make_user("mallory@example.org"))
    assert client.get(url(name, certificate)).status_code == 404
    client.logout()
    assert client.get(url(name, certificate)).status_code == 302


def test_nobody_else_chooses_what_it_shows(client, certificate) -> None:
    client.force_login(make_user("mallory@example.org"))
    assert client.post(url("disclosure", certificate), {"shown": ["name"]}).status_code == 404
    assert fresh(certificate).shows_name is False


def test_boxes_open_and_close_and_the_history_keeps_it(client, certificate) -> None:
    client.post(url("disclosure", certificate), {"shown": ["name", "result", "mayor"]})
    row = fresh(certificate)
    assert (row.shows_name, row.shows_result, row.shows_competencies) == (True, True, False)
    client.post(url("disclosure", certificate), {"shown": ["name", "result"]})
    kinds = list(certificate.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["issued", "name_shown", "result_shown", "areas_hidden"]
    assert "Имя открыто" in text_of(client.get(url("certificate", certificate)))


def test_the_link_for_a_profile_says_only_what_the_certificate_says(client, certificate) -> None:
    link = re.search(r'href="(https://www\.linkedin\.com/[^"]+)"', client.get(url("certificate", certificate)).content.decode())[
        1
    ]
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert (query["name"], query["certId"], query["certUrl"]) == (
        ["Основы"],
        [certificate.code],
        [addresses.verification(certificate.code)],
    )
    assert (query["expirationYear"], "Ёлкина" in str(query)) == ([str(certificate.valid_until.year)], False)


def test_a_replaced_one_leads_to_its_successor(client, certificate) -> None:
    new = reissue_certificate(certificate, holder_name="Палкина Анна", actor=None, reason="имя")
    page = client.get(url("certificate", certificate)).content.decode()
    assert url("certificate", new) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(client, certificate, rows) -> None:
    for _number in range(rows - 1):
        make_certificate(certificate.holder)
    client.get(reverse("quizzes:certificates"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("quizzes:certificates"))
    assert sum('"quizzes_' in query["sql"] for query in queries) == 3  # certificates, events, the calendar


# --- signed documents ---


def test_the_badge_is_a_file_for_the_holder_and_an_address_for_everybody(client, certificate) -> None:
    create_key("one")
    file = client.get(url("certificate_badge", certificate))
    client.logout()
    public = client.get(reverse("badge", args=[certificate.code]))
    assert (json.loads(file.content), "attachment" in file["Content-Disposition"]) == (public.json(), True)
    assert (public["Access-Control-Allow-Origin"], public["Cache-Control"], public["Content-Type"]) == (
        "*",
        "no-store",
        "application/ld+json",
    )
    assert verify(public.json(), publishing.known_key) is None
    assert client.get(reverse("badge", args=[new_code()])).status_code == 404


def test_the_badge_says_what_the_holder_chose(client, certificate) -> None:
    create_key("one")
    area = label("competencies", "ethics")
    hidden = client.get(reverse("badge", args=[certificate.code])).content.decode()
    client.post(url("disclosure", certificate), {"shown": ["name", "result"]})
    shown = client.get(reverse("badge", args=[certificate.code])).content.decode()
    assert [(name in hidden, name in shown) for name in ("Ёлкина", "100.00", area)] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert "anna@example.org" not in hidden + shown


def test_an_erased_holder_is_no_longer_in_the_badge(client, certificate) -> None:
    create_key("one")
    before = client.get(reverse("badge", args=[certificate.code])).json()
    certificate.holder.email = "erased@invalid.example"
    certificate.holder.save()
    after = client.get(reverse("badge", args=[certificate.code])).json()
    hashes = [one["credentialSubject"]["identifier"][0]["identityHash"] for one in (before, after)]
    assert hashes[0] != hashes[1]


def test_without_a_key_badges_say_so_and_nothing_else_breaks(client, certificate) -> None:
    replies = [client.get(address) for address in (reverse("badge", args=[certificate.code]), reverse("badge_status", args=[1]))]
    assert [reply.status_code for reply in replies] == [503, 503]
    assert client.get(url("certificate_badge", certificate)).url == url("certificate", certificate)
    assert client.get(reverse("badge_issuer")).json()["assertionMethod"] == []


def test_the_status_list_changes_with_a_revocation_and_only_then(client, certificate) -> None:
    create_key("one")
    place = int(client.get(reverse("badge", args=[certificate.code])).json()["credentialStatus"]["statusListIndex"])
    address = reverse("badge_status", args=[1])
    before = client.get(address).json()
    extend_certificate(certificate, until=certificate.valid_until.replace(year=2099), actor=None, reason="")
    assert client.get(address).json() == before
    revoke_certificate(certificate, actor=None, reason="ошибка")
    after = client.get(address)
    assert [is_set(one["credentialSubject"]["encodedList"], place) for one in (before, after.json())] == [False, True]
    assert (after["Cache-Control"], client.get(reverse("badge_status", args=[2])).status_code) == ("public, max-age=300", 404)


def test_issuer_and_key_are_published(client) -> None:
    key = create_key("one")
    issuer = client.get(reverse("badge_issuer")).json()
    assert (issuer["id"], issuer["name"], issuer["assertionMethod"]) == (addresses.issuer(), "Опора", [addresses.key("one")])
    document = client.get(reverse("badge_key", args=["one"])).json()
    assert (document["publicKeyMultibase"], document["controller"]) == (key.public_multibase, addresses.issuer())
    assert client.get(reverse("badge_key", args=["two"])).status_code == 404

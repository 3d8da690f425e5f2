"""The public page of a certificate, the same as JSON, and what is refused to those who guess."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.certificates.codes import ALPHABET, grouped, new_code
from quizzes.domain import disclose, reissue_certificate, revoke_certificate
from quizzes.models import Certificate, Issuer
from quizzes.references import label
from quizzes.views.verification import MISSES_PER_MINUTE
from tests.quizzes.builders import make_certificate, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    return make_certificate(rests_on=["standards/legal/1.0"])


def page(client, code: str, lang: str = "ru") -> str:
    reply = client.get(reverse("verify", args=[code]), headers={"accept-language": lang})
    assert (reply.status_code, reply["X-Robots-Tag"], "no-store" in reply["Cache-Control"]) == (200, "noindex, nofollow", True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def test_valid_in_words(client, certificate) -> None:
    shown = page(client, certificate.code)
    areas = "; ".join(label("competencies", code) for code in ("ethics", "legal-basis", "level-choice"))
    wanted = ["Сертификат действует", "Основы", areas, "standards/legal/1.0", grouped(certificate.code)]
    assert [words for words in wanted if words not in shown] == []
    assert [words for words in ("Ёлкина", "100 %") if words in shown] == []


def test_revoked_and_expired_and_replaced_in_words(client, certificate, time_machine) -> None:
    new = reissue_certificate(certificate, holder_name="Ёлкина-Палкина Анна", actor=None, reason="новая фамилия")
    assert "Сертификат заменён новым" in page(client, certificate.code)
    assert "Сертификат действует" in page(client, new.code)
    revoke_certificate(new, actor=None, reason="тайна следствия")
    revoked = page(client, new.code)
    assert ("Сертификат отозван" in revoked, "тайна следствия" in revoked, new.code in page(client, certificate.code)) == (
        True,
        False,
        False,
    )
    other = make_certificate(holder=make_user("two@example.org"))
    time_machine.move_to(timezone.now().replace(year=other.valid_until.year + 1))
    assert "Срок сертификата истёк" in page(client, other.code)


def test_the_holder_decides_what_is_seen(client, certificate) -> None:
    disclose(certificate, actor=certificate.holder, name=True, result=True, competencies=False)
    shown = page(client, certificate.code)
    assert ("Ёлкина Анна" in shown, "100 %" in shown, label("competencies", "ethics") in shown) == (True, True, False)


def test_standards_that_moved_on_are_said(client, certificate) -> None:
    assert "Стандарты с тех пор обновились" not in page(client, certificate.code)
    quiz = certificate.outcome.attempt.quiz
    quiz.rests_on = ["standards/legal/1.1"]
    quiz.save()
    assert "Стандарты с тех пор обновились" in page(client, certificate.code)


def test_the_issuer_is_named_as_it_was_then(client) -> None:
    Issuer.objects.create(words={"ru": {"name": "Центр «Север»", "signatory": "Орлова М. С.", "position": "Директор"}})
    certificate = make_certificate()
    Issuer.objects.create(words={"ru": {"name": "Центр «Юг»"}})
    shown = page(client, certificate.code)
    assert ("Центр «Север»" in shown, "Директор Орлова М. С." in shown, "Центр «Юг»" in shown) == (True, True, False)


@pytest.mark.parametrize("typed", [str.lower, grouped, lambda code: " ".join(code)])
def test_a_code_may_be_typed_as_people_do(client, certificate, typed) -> None:
    assert "Сертификат действует" in page(client, typed(certificate.code))
    assert client.get(reverse("verify_form"), {"code": typed(certificate.code)}).url == reverse("verify", args=[certificate.code])


def test_a_mistyped_code_is_told_from_an_unknown_one(client, certificate) -> None:
    first = certificate.code[0]
    wrong = ALPHABET[(ALPHABET.index(first) + 1) % len(ALPHABET)] + certificate.code[1:]
    assert "В коде опечатка" in page(client, wrong)
    assert "Такого сертификата нет" in page(client, new_code())
    answers = [client.get(reverse("verify_json", args=[code])).status_code for code in (wrong, new_code(), certificate.code)]
    assert answers == [400, 404, 200]


def test_json_says_the_same(client, certificate) -> None:
    said = client.get(reverse("verify_json", args=[certificate.code])).json()
    assert (said["status"], said["is_valid"], said["title"], said["issuer"]["name"]) == ("valid", True, "Основы", "Опора")
    assert [one["reference"] for one in said["standards"]] == ["standards/legal/1.0"]
    assert [one["code"] for one in said["competencies"]] == ["ethics", "legal-basis", "level-choice"]
    assert [key for key in ("holder", "result_percent") if key in said] == []
    disclose(certificate, actor=certificate.holder, name=True, result=True, competencies=False)
    said = client.get(reverse("verify_json", args=[certificate.code])).json()
    assert (said["holder"], said["result_percent"], "competencies" in said) == ("Ёлкина Анна", 100.0, False)


def test_guessing_is_stopped_on_every_way_in(client, certificate) -> None:
    tries = [client.get(reverse("verify", args=[new_code()])).status_code for _number in range(MISSES_PER_MINUTE)]
    assert set(tries) == {200}
    ways = ("verify", "verify_json", "badge")
    replies = [client.get(reverse(way, args=[certificate.code])) for way in ways]
    assert [(reply.status_code, reply["Retry-After"]) for reply in replies] == [(429, "60")] * 3
    elsewhere = client.get(reverse("verify", args=[certificate.code]), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_checking_many_true_codes_is_no_guessing(client, certificate) -> None:
    assert {client.get(reverse("verify", args=[certificate.code])).status_code for _number in range(60)} == {200}


def test_one_network_of_ipv6_is_one_asker(client) -> None:
    for number in range(MISSES_PER_MINUTE):
        client.get(reverse("verify", args=[new_code()]), REMOTE_ADDR=f"2001:db8::{number:x}")
    assert client.get(reverse("verify", args=[new_code()]), REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert client.get(reverse("verify", args=[new_code()]), REMOTE_ADDR="2001:db8:1::1").status_code == 200


@pytest.mark.parametrize("reissues", [0, 1])
def test_page_needs_few_queries(client, certificate, reissues) -> None:
    for _number in range(reissues):
        certificate = reissue_certificate(certificate, holder_name="Анна", actor=None, reason="имя")
    page(client, certificate.code)
    with CaptureQueriesContext(connection) as queries:
        page(client, certificate.code)
    assert sum('"quizzes_' in query["sql"] for query in queries) == 3  # the certificate, its events, the last outcome


@pytest.mark.parametrize(("lang", "words"), [("en", "The certificate is valid"), ("id", "Sertifikat berlaku")])
def test_other_languages(client, certificate, lang, words) -> None:
    assert words in page(client, certificate.code, lang)

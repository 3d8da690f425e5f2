"""The register of certificates in the admin: who sees it, what it does, what it hands out."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.people.roles import ensure_roles, group_of
from quizzes.certificates.codes import grouped
from quizzes.certificates.register import STATES, in_state, register_rows
from quizzes.domain import extend_certificate, reissue_certificate, revoke_certificate
from quizzes.domain.certificates import add_months, awaiting_certificate
from quizzes.models import Certificate, Issuer, LogEntry
from tests.quizzes.builders import make_certificate, make_user
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_quizzes_certificate:list"
INSPECT = "wagtailsnippets_quizzes_certificate:inspect"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="2" height="2"/></svg>'


def person(role: str) -> object:
    ensure_roles()
    user = make_user(f"{role}@example.org", is_staff=True)
    user.groups.add(group_of(role))
    return user


@pytest.fixture
def certificate() -> Certificate:
    return make_certificate(rests_on=["standards/legal/1.0"])


@pytest.fixture
def boss(client):
    user = person("methodologist")
    client.force_login(user)
    return user


def fresh(certificate: Certificate) -> Certificate:
    return Certificate.objects.get(pk=certificate.pk)


@pytest.mark.parametrize(
    "role", ["specialist", "curator", "publisher", "reviewer", "marker", "examiner", "auditor", "administrator"]
)
def test_others_see_and_do_nothing(client, certificate, role) -> None:
    client.force_login(person(role))
    addresses = [
        reverse("quizzes_certificates_export", args=["csv"]),
        reverse("quizzes_certificates_issue"),
        reverse("quizzes_issuer"),
        *(reverse("quizzes_certificate_act", args=[certificate.pk, name]) for name in ("revoke", "extend", "reissue")),
    ]
    for address in addresses:
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"reason": "x", "until": "2099-01-01", "holder_name": "x"}).status_code in (302, 403)
    assert ([event.kind for event in certificate.events.all()], Issuer.objects.count()) == (["issued"], 0)


def test_the_page_of_one_says_what_happened_and_offers_what_fits(client, boss, certificate) -> None:
    page = text_of(client.get(reverse(INSPECT, args=[certificate.pk])))
    wanted = ["Ёлкина Анна", "Действует", grouped(certificate.code), "Продлить", "Выдать заново", "Отозвать", "anna@example.org"]
    assert [words for words in wanted if words not in page] == []
    revoke_certificate(certificate, actor=boss, reason="ошибка в ключе")
    page = text_of(client.get(reverse(INSPECT, args=[certificate.pk])))
    assert ("ошибка в ключе" in page, "Продлить" in page, "Выдать заново" in page) == (True, False, False)


def test_revoking_asks_first_and_needs_a_reason(client, boss, certificate) -> None:
    address = reverse("quizzes_certificate_act", args=[certificate.pk, "revoke"])
    assert "навсегда" in text_of(client.get(address))
    assert (client.post(address, {"reason": " "}).status_code, fresh(certificate).status) == (200, "valid")
    assert client.post(address, {"reason": "подлог"}).url == reverse(INSPECT, args=[certificate.pk])
    event = certificate.events.get(kind="revoked")
    assert (fresh(certificate).status, event.actor, event.reason) == ("revoked", boss, "подлог")


def test_extending_refuses_an_earlier_day(client, boss, certificate) -> None:
    address = reverse("quizzes_certificate_act", args=[certificate.pk, "extend"])
    until = add_months(certificate.valid_until, 12)
    assert f'value="{until.isoformat()}"' in client.get(address).content.decode()
    early = client.post(address, {"until": timezone.localdate().isoformat(), "reason": "декрет"})
    assert ("позже прежнего" in text_of(early), fresh(certificate).last_day) == (True, certificate.valid_until)
    client.post(address, {"until": until.isoformat(), "reason": "декрет"})
    assert fresh(certificate).last_day == until


def test_reissuing_leads_to_the_new_one(client, boss, certificate) -> None:
    address = reverse("quizzes_certificate_act", args=[certificate.pk, "reissue"])
    reply = client.post(address, {"holder_name": "Палкина Анна", "reason": "новая фамилия"})
    new = Certificate.objects.get(predecessor=certificate)
    assert (reply.url, new.holder_name, fresh(certificate).status) == (
        reverse(INSPECT, args=[new.pk]),
        "Палкина Анна",
        "replaced",
    )
    again = client.post(address, {"holder_name": "Снова", "reason": "ещё"})
    assert ("уже заменён" in text_of(again), Certificate.objects.count()) == (True, 2)


def test_every_act_stands_in_the_oversight_log(client, boss, certificate) -> None:
    client.post(reverse("quizzes_certificate_act", args=[certificate.pk, "revoke"]), {"reason": "подлог"})
    client.get(reverse("quizzes_certificates_export", args=["csv"]))
    found = LogEntry.objects.filter(act__startswith="certificate").order_by("pk").values_list("act", "actor__email")
    assert list(found)[-2:] == [("certificate.revoked", boss.email), ("certificates.exported", boss.email)]


# --- list and table ---


def of_each_state() -> dict[str, Certificate]:
    """One certificate of every state; each of its own person."""
    made = {state: make_certificate(make_user(f"{state}@example.org")) for state, _name in STATES}
    revoke_certificate(made["revoked"], actor=None, reason="ошибка")
    new = reissue_certificate(made["replaced"], holder_name="Новая", actor=None, reason="имя")
    revoke_certificate(new, actor=None, reason="ошибка")
    return made


@pytest.mark.parametrize("days", [0, 40])
def test_states_in_the_database_are_those_in_python(certificate, days, time_machine) -> None:
    of_each_state()
    extended = make_certificate(make_user("longer@example.org"))
    extend_certificate(extended, until=add_months(extended.valid_until, 6), actor=None, reason="")
    time_machine.move_to(timezone.now().replace(year=certificate.valid_until.year) + timedelta(days=days))
    for state, _name in STATES:
        if state != "soon":
            found = {row.pk for row in in_state(register_rows(), state)}
            assert found == {row.pk for row in register_rows() if row.status == state}
    soon = in_state(register_rows(), "soon")
    assert {row.pk for row in soon} == {
        row.pk for row in register_rows() if row.status == "valid" and row.last_day <= timezone.localdate() + timedelta(days=90)
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "revoked"}, 2),
        ({"who": "replaced@"}, 2),
        ({"who": "Новая"}, 1),
        ({"title": "нет такого"}, 0),
        ({"language": "ru"}, 6),
    ],
)
def test_filters(client, boss, query, count) -> None:
    of_each_state()
    table = client.get(reverse("quizzes_certificates_export", args=["csv"]), query)
    rows = b"".join(table.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == count + 1
    assert client.get(reverse(LIST), query).status_code == 200


def test_a_certificate_is_found_by_the_beginning_of_its_code(client, boss, certificate) -> None:
    make_certificate(make_user("other@example.org"))
    table = client.get(reverse("quizzes_certificates_export", args=["csv"]), {"who": grouped(certificate.code)[:12].lower()})
    rows = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [grouped(certificate.code)]


def test_tables_start_no_formula(client, boss, certificate) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    reissue_certificate(certificate, holder_name=evil, actor=None, reason="@SUM(1+1)")
    reply = client.get(reverse("quizzes_certificates_export", args=["csv"]))
    rows = list(csv.reader(io.StringIO(b"".join(reply.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == [f"'{evil}", "Ёлкина Анна"]
    assert {row[-1][:1] for row in rows[1:]} == {"'"}
    book = load_workbook(io.BytesIO(client.get(reverse("quizzes_certificates_export", args=["xlsx"])).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert ({cell.data_type for cell in cells} & {"f", "e"}, evil in {cell.value for cell in cells}) == (set(), True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(client, boss, rows) -> None:
    for number in range(rows):
        make_certificate(make_user(f"p{number}@example.org"))
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    assert sum('"quizzes_certificate' in query["sql"] for query in queries) == 3  # a count, the rows, their events


# --- issuing by hand, and who issues ---


def test_who_passed_without_a_certificate_gets_one(client, boss) -> None:
    from quizzes.domain import start_attempt, submit_attempt  # noqa: PLC0415
    from tests.quizzes.builders import answer_rightly, make_bank, make_quiz  # noqa: PLC0415

    make_bank()
    quiz = make_quiz(gives_certificate=False)
    attempt = start_attempt(quiz, make_user())
    answer_rightly(attempt)
    outcome = submit_attempt(attempt)
    assert list(awaiting_certificate()) == []
    quiz.gives_certificate = True
    quiz.save()
    address = reverse("quizzes_certificates_issue")
    assert "Ёлкина Анна" in text_of(client.get(address))
    client.post(address, {"outcome": outcome.pk})
    certificate = Certificate.objects.get()
    assert (certificate.outcome, certificate.events.get().actor) == (outcome, boss)
    assert certificate.valid_until == add_months(timezone.localdate(), quiz.certificate_months)
    for number in (outcome.pk, "x", "9" * 30, ""):
        assert client.post(address, {"outcome": number}).url == address
    assert Certificate.objects.count() == 1


def said(**fields: object) -> dict[str, object]:
    return {"name_ru": "Центр «Север»", "signatory_ru": "Орлова М. С.", "position_ru": "Директор", "name_en": "North", **fields}


def test_saving_the_issuer_appends(client, boss) -> None:
    address = reverse("quizzes_issuer")
    client.post(address, said(logo=SimpleUploadedFile("logo.svg", SVG, "image/svg+xml")))
    client.post(address, said(name_ru="Центр «Юг»"))
    second, first = Issuer.objects.all()
    assert (first.word("name", "ru"), second.word("name", "ru"), second.word("name", "en")) == (
        "Центр «Север»",
        "Центр «Юг»",
        "North",
    )
    assert (second.word("signatory", "id"), bytes(second.logo), second.author) == ("Орлова М. С.", SVG, boss)
    assert make_certificate().issuer == second
    client.post(address, said(without_logo="on"))
    assert (Issuer.objects.first().logo, Issuer.objects.first().logo_type) == (None, "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "не PNG и не SVG"),
        (b"GIF89a", "не PNG"),
        (SVG + b" " * 100_000, "больше 100 КБ"),
    ],
)
def test_a_logo_that_is_none_is_refused(client, boss, data, words) -> None:
    reply = client.post(reverse("quizzes_issuer"), said(logo=SimpleUploadedFile("logo.svg", data)))
    assert (words in text_of(reply), Issuer.objects.count()) == (True, 0)


def test_a_logo_is_served_so_that_it_can_run_nothing(client) -> None:
    issuer = Issuer.objects.create(words={"ru": {"name": "Ц"}}, logo=SVG, logo_type="image/svg+xml")
    reply = client.get(reverse("badge_logo", args=[issuer.pk, "svg"]))
    assert (reply.content, reply["Content-Type"], "sandbox" in reply["Content-Security-Policy"]) == (SVG, "image/svg+xml", True)
    others = [(issuer.pk + 1, "svg"), (issuer.pk, "png")]
    assert [client.get(reverse("badge_logo", args=other)).status_code for other in others] == [404, 404]

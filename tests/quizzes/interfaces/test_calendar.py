"""Calendars: the window of a quiz, and a person's own under an address that can be taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from quizzes.domain import extend_certificate, revoke_certificate
from quizzes.models import CalendarFeed
from tests.quizzes.builders import make_bank, make_certificate, make_quiz, make_user

pytestmark = pytest.mark.django_db


def events(reply) -> dict[str, object]:
    """The events of an answer by what they are called."""
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    # RFC 5545: lines end with CRLF and have at most 75 octets.
    assert [line for line in reply.content.split(b"\r\n") if len(line) > 75 or b"\n" in line] == []
    return {str(event["summary"]): event for event in Calendar.from_ical(reply.content).walk("VEVENT")}


def test_a_quiz_with_a_window_as_a_file(client) -> None:
    make_bank()
    now = timezone.now().replace(microsecond=0)
    make_quiz(
        title="Основы сопровождения семей с детьми; право, уровни",
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=8),
    )
    found = events(client.get(reverse("quizzes:quiz_calendar", args=["basics"])))
    title = "Основы сопровождения семей с детьми; право, уровни"
    assert list(found) == [f"Открывается тест «{title}»", f"Закрывается тест «{title}»"]
    opens, closes = found.values()
    assert (opens.decoded("dtstart"), closes.decoded("dtend")) == (now + timedelta(days=1), now + timedelta(days=8))
    assert str(opens["url"]).endswith("/ru/quizzes/basics/")


def test_without_a_window_there_is_nothing_to_put_in(client) -> None:
    make_quiz()
    assert events(client.get(reverse("quizzes:quiz_calendar", args=["basics"]))) == {}


def test_a_persons_calendar_opens_moves_and_closes(client) -> None:
    certificate = make_certificate()
    client.force_login(certificate.holder)
    client.post(reverse("quizzes:calendar"), {"act": "open"})
    first = reverse("calendar_feed", args=[CalendarFeed.objects.get().token])
    client.logout()
    (event,) = events(client.get(first)).values()
    assert (event.decoded("dtstart"), len(event.walk("VALARM"))) == (certificate.valid_until, 2)
    client.force_login(certificate.holder)
    client.post(reverse("quizzes:calendar"), {"act": "open"})
    second = reverse("calendar_feed", args=[CalendarFeed.objects.get().token])
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    client.post(reverse("quizzes:calendar"), {"act": "close"})
    assert client.get(second).status_code == 404


def test_an_extension_moves_the_event_and_a_revocation_removes_it(client) -> None:
    certificate = make_certificate()
    feed = CalendarFeed.objects.create(user=certificate.holder)
    address = reverse("calendar_feed", args=[feed.token])
    (before,) = events(client.get(address)).values()
    until = certificate.valid_until + timedelta(days=30)
    extend_certificate(certificate, until=until, actor=None, reason="")
    (after,) = events(client.get(address)).values()
    assert (str(after["uid"]), after.decoded("dtstart")) == (str(before["uid"]), until)
    revoke_certificate(certificate, actor=None, reason="ошибка")
    assert events(client.get(address)) == {}


def test_nobody_reads_of_others_and_a_closed_account_answers_nothing(client) -> None:
    mine = make_certificate(title="Мой")
    make_certificate(make_user("other@example.org"), title="Чужой")
    feed = CalendarFeed.objects.create(user=mine.holder)
    found = events(client.get(reverse("calendar_feed", args=[feed.token])))
    assert list(found) == ["Последний день сертификата «Мой»"]
    mine.holder.is_active = False
    mine.holder.save()
    assert client.get(reverse("calendar_feed", args=[feed.token])).status_code == 404


def test_the_calendar_needs_a_sign_in_and_a_post(client) -> None:
    assert (client.post(reverse("quizzes:calendar")).status_code, CalendarFeed.objects.count()) == (302, 0)
    client.force_login(make_user())
    assert (client.get(reverse("quizzes:calendar")).url, CalendarFeed.objects.count()) == (reverse("quizzes:certificates"), 0)

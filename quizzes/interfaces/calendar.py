"""Calendars (RFC 5545): when a quiz is open, until when a certificate is valid."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from quizzes.certificates import addresses
from quizzes.models import Certificate, Quiz

PRODUCT = "-//Opora//Quizzes//RU"
REMINDER_DAYS = (30, 7)
REFRESH = timedelta(hours=12)


def calendar_of(name: str, quizzes: Iterable[Quiz], certificates: Iterable[Certificate], now: datetime) -> bytes:
    """A calendar with an event for each opening and closing of a quiz and each last day of a valid certificate."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    events = [event for quiz in quizzes for event in quiz_events(quiz, now)]
    events += [event for one in certificates for event in certificate_events(one, now)]
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def quiz_events(quiz: Quiz, now: datetime) -> list[Event]:
    """The window of a quiz: one event where it opens, one an hour before it closes. None for what is past or has no window."""
    moments = []
    if quiz.opens_at and quiz.opens_at >= now:
        moments.append(("opens", quiz.opens_at, _("Открывается тест «%(title)s»") % {"title": quiz.title}))
    if quiz.closes_at and quiz.closes_at >= now:
        moments.append(("closes", quiz.closes_at - timedelta(hours=1), _("Закрывается тест «%(title)s»") % {"title": quiz.title}))
    address = addresses.full(f"/{quiz.language}/quizzes/{quiz.slug}/")
    return [_hour(f"quiz-{quiz.pk}-{what}", start, words, address, now) for what, start, words in moments]


def certificate_events(certificate: Certificate, now: datetime) -> list[Event]:
    """The last day of a certificate that counts, with reminders 30 and 7 days before."""
    last = certificate.last_day
    if last is None or certificate.status != Certificate.Status.VALID:
        return []
    words = _("Последний день сертификата «%(title)s»") % {"title": certificate.title}
    event = _event(f"certificate-{certificate.public_id}", words, addresses.verification(certificate.code), now)
    event.add("dtstart", last)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    for days in REMINDER_DAYS:
        event.add_component(_alarm(words, timedelta(days=-days)))
    return [event]


def _hour(uid: str, start: datetime, words: str, address: str, now: datetime) -> Event:
    event = _event(uid, words, address, now)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", (start + timedelta(hours=1)).astimezone(UTC))
    event.add_component(_alarm(words, timedelta(days=-1)))
    return event


def _event(uid: str, words: str, address: str, now: datetime) -> Event:
    event = Event()
    # The same thing keeps its name for ever, so that a programme moves its event instead of making a second one.
    event.add("uid", f"{uid}@{addresses.full('').split('//')[-1]}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", words)
    event.add("url", address)
    event.add("description", address)
    return event


def _alarm(words: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", before)
    return alarm

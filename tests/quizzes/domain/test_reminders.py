"""Reminders at 90, 30 and 7 days, each once, whatever days the command ran on; and the letters about certificates."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain import extend_certificate, reissue_certificate, revoke_certificate
from quizzes.domain.reminders import THRESHOLDS, remind_expiring, threshold
from quizzes.models import Certificate, CertificateReminder
from tests.quizzes.builders import make_certificate, make_user


@given(st.integers(-30, 1200), st.integers(0, 1200))
def test_the_nearest_threshold_reached_is_due(left, in_all) -> None:
    due = threshold(left, in_all)
    assert due in {None, *THRESHOLDS}
    if due is not None:
        assert 0 <= left <= due < in_all
        assert [days for days in THRESHOLDS if left <= days < due] == []
    elif left >= 0:
        assert [days for days in THRESHOLDS if left <= days < in_all] == []


@pytest.fixture
def certificate(db) -> Certificate:
    return make_certificate()


@pytest.fixture
def run(certificate, django_capture_on_commit_callbacks):
    """Runs the reminders so many days before the last day; returns how many letters went."""

    def at(days: int, *, last=None) -> int:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            counted = remind_expiring((last or certificate.valid_until) - timedelta(days=days))
        assert counted == len(mail.outbox) - before
        return counted

    return at


def test_each_reminder_goes_once(run, certificate) -> None:
    asked = [120, 91, 90, 90, 60, 31, 30, 29, 8, 7, 7, 3, 0, -1]
    assert [run(days) for days in asked] == [0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]
    assert list(CertificateReminder.objects.order_by("pk").values_list("days", flat=True)) == [90, 30, 7]


def test_days_on_which_nothing_ran_cost_no_letter_and_give_no_two(run) -> None:
    assert [run(days) for days in (85, 25, 5)] == [1, 1, 1]
    assert [run(days) for days in (4, 1)] == [0, 0]


def test_an_extension_reminds_anew_of_the_new_day(run, certificate) -> None:
    assert run(7) == 1
    last = certificate.valid_until + timedelta(days=365)
    extend_certificate(certificate, until=last, actor=None, reason="декрет")
    assert (run(7), run(7, last=last)) == (0, 1)


def test_revoked_and_replaced_ones_are_left_alone(run, certificate) -> None:
    reissue_certificate(certificate, holder_name="Анна", actor=None, reason="имя")
    assert run(30) == 1  # for the new one only
    assert CertificateReminder.objects.get().certificate.predecessor == certificate


def test_a_revoked_one_is_left_alone(run, certificate) -> None:
    revoke_certificate(certificate, actor=None, reason="ошибка")
    assert run(30) == 0


def test_who_passed_again_is_left_alone(run, certificate, time_machine) -> None:
    from quizzes.domain import start_attempt, submit_attempt  # noqa: PLC0415
    from tests.quizzes.builders import answer_rightly  # noqa: PLC0415

    time_machine.move_to(timezone.now() + timedelta(days=365))
    attempt = start_attempt(certificate.outcome.attempt.quiz, certificate.holder)
    answer_rightly(attempt)
    submit_attempt(attempt)
    assert run(30) == 0


def test_who_does_not_want_letters_gets_none(run, certificate) -> None:
    certificate.holder.consents.create(purpose="mail", act="withdrawn", document_version="1")
    assert run(30) == 0


def test_the_command_says_how_many(certificate, capsys) -> None:
    call_command("remind_expiring")
    assert capsys.readouterr().out == "0 letters on their way.\n"


# --- letters ---


@pytest.fixture
def act(django_capture_on_commit_callbacks):
    """Runs a verb as in a request and returns the one letter that it sent."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        (letter,) = mail.outbox
        return letter

    return run


WORDS = {
    "ru": ("Сертификат выдан", "Здравствуйте, Анна", "Сертификат отозван", "Сертификат выдан заново", "Сертификат продлён"),
    "en": ("Certificate issued", "Hello, Анна", "Certificate withdrawn", "Certificate issued anew", "Certificate extended"),
    "id": (
        "Sertifikat diterbitkan",
        "Halo, Анна",
        "Sertifikat dicabut",
        "Sertifikat diterbitkan ulang",
        "Sertifikat diperpanjang",
    ),
}


@pytest.mark.parametrize("language", list(WORDS))
def test_letters_in_the_holders_language_as_text_and_html(db, act, language) -> None:
    holder = make_user(language=language)
    issued, hello, revoked, replaced, extended = WORDS[language]
    letter = act(make_certificate, holder)
    certificate = Certificate.objects.get()
    ((html, kind),) = [(part.content, part.mimetype) for part in letter.alternatives]
    assert (letter.subject, letter.to, kind) == (f"{issued}: «Основы»", ["anna@example.org"], "text/html")
    for body in (letter.body, html):
        assert (hello in body, f"/quizzes/certificates/{certificate.public_id}/" in body, "«" not in body.split()[0]) == (
            True,
        ) * 3
    assert f'<html lang="{language}">' in html
    until = certificate.valid_until + timedelta(days=30)
    assert act(extend_certificate, certificate, until=until, actor=None, reason="").subject == f"{extended}: «Основы»"
    assert act(reissue_certificate, certificate, holder_name="А", actor=None, reason="имя").subject == f"{replaced}: «Основы»"
    new = Certificate.objects.get(predecessor=certificate)
    letter = act(revoke_certificate, new, actor=None, reason="ошибка <b>в ключе</b>")
    assert (letter.subject, "ошибка <b>в ключе</b>" in letter.body) == (f"{revoked}: «Основы»", True)
    assert "<b>в ключе" not in letter.alternatives[0].content


def test_a_title_in_two_lines_stays_one_subject(db, act) -> None:
    assert "\n" not in act(make_certificate, title="Основы\r\nBcc: all@example.org").subject


def test_a_closed_account_gets_no_letters(certificate, django_capture_on_commit_callbacks) -> None:
    certificate.holder.is_active = False
    certificate.holder.save()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(Certificate.objects.get(), actor=None, reason="ошибка")
    assert mail.outbox == []


def test_every_word_of_the_letters_is_translated(db, act) -> None:
    letter = act(make_certificate, make_user("e@example.org", language="en", first_name="Ann", last_name="Fir"))
    assert re.findall(r"[а-яё]+", letter.body.replace("Основы", "").replace("Опора", "").lower()) == []

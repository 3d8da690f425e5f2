"""Certificates: issue, extend, revoke, show the name; and the PDF."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from quizzes.certificates.pdf import certificate_pdf
from quizzes.domain import (
    disclose,
    extend_certificate,
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
    show_name,
    start_attempt,
    submit_attempt,
)
from quizzes.domain.certificates import add_months, current_certificate, earned_by
from quizzes.domain.errors import QuizError
from quizzes.models import Certificate, CertificateEvent
from quizzes.signals import certificate_issued
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "https://opora.example/verify/"


@pytest.fixture
def certificate() -> Certificate:
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt)
    return submit_attempt(attempt).certificate


def test_issue_copies_what_was_true_then(certificate) -> None:
    assert (certificate.holder_name, certificate.title, certificate.language) == ("Ёлкина Анна", "Основы", "ru")
    assert certificate.competencies == ["ethics", "legal-basis", "level-choice"]
    assert certificate.valid_until == add_months(timezone.localdate(), 36)
    assert (len(certificate.code), certificate.status) == (28, "valid")
    assert [event.kind for event in certificate.events.all()] == ["issued"]


def test_issue_twice_gives_the_same(certificate) -> None:
    assert issue_certificate(certificate.outcome) == certificate


def test_a_failed_outcome_earns_none() -> None:
    make_bank()
    outcome = submit_attempt(start_attempt(make_quiz(), make_user()))
    with pytest.raises(QuizError):
        issue_certificate(outcome)


def test_listeners_hear_after_the_commit(django_capture_on_commit_callbacks) -> None:
    heard = []

    def listen(sender, certificate, **kwargs) -> None:
        heard.append(certificate)

    certificate_issued.connect(listen)
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = submit_attempt(attempt)
        assert heard == []
    assert heard == [outcome.certificate]
    certificate_issued.disconnect(listen)


def test_revoke_needs_a_reason_and_happens_once(certificate) -> None:
    with pytest.raises(QuizError, match="причину"):
        revoke_certificate(certificate, actor=None, reason=" ")
    first = revoke_certificate(certificate, actor=certificate.holder, reason="ошибка в ключе")
    assert revoke_certificate(certificate, actor=None, reason="ещё") == first
    assert Certificate.objects.get(pk=certificate.pk).status == "revoked"


def test_extend_moves_the_last_day(certificate) -> None:
    until = certificate.valid_until + timedelta(days=30)
    extend_certificate(certificate, until=until, actor=None, reason="перерыв")
    assert Certificate.objects.get(pk=certificate.pk).last_day == until
    with pytest.raises(QuizError, match="позже"):
        extend_certificate(certificate, until=until, actor=None, reason="")
    revoke_certificate(certificate, actor=None, reason="ошибка")
    with pytest.raises(QuizError, match="Отозванный"):
        extend_certificate(certificate, until=until + timedelta(days=1), actor=None, reason="")


def test_it_expires_the_day_after_the_last(certificate, time_machine) -> None:
    for days, status in ((0, "valid"), (1, "expired")):
        noon = timezone.now().replace(hour=9)
        time_machine.move_to(noon + (certificate.valid_until - timezone.localdate()) + timedelta(days=days))
        assert certificate.status == status
        time_machine.move_to(noon)


def test_a_reissued_one_keeps_what_was_earned_and_until_when(certificate) -> None:
    until = certificate.valid_until + timedelta(days=30)
    extend_certificate(certificate, until=until, actor=None, reason="перерыв")
    new = reissue_certificate(certificate, holder_name=" Палкина Анна ", actor=certificate.holder, reason="новая фамилия")
    kept = ("holder", "title", "language", "competencies", "rests_on", "score_percent")
    assert [getattr(new, name) for name in kept] == [getattr(certificate, name) for name in kept]
    assert (new.holder_name, new.last_day, new.outcome_id, earned_by(new)) == ("Палкина Анна", until, None, certificate.outcome)
    assert (new.code != certificate.code, Certificate.objects.get(pk=certificate.pk).status) == (True, "replaced")
    assert current_certificate(certificate.outcome) == new


def test_what_was_replaced_or_revoked_is_left_alone(certificate) -> None:
    for name, reason, words in (("", "имя", "имя"), ("Анна", " ", "причину")):
        with pytest.raises(QuizError, match=words):
            reissue_certificate(certificate, holder_name=name, actor=None, reason=reason)
    new = reissue_certificate(certificate, holder_name="Анна", actor=None, reason="имя")
    until = certificate.valid_until + timedelta(days=30)
    for verb, facts in (
        (reissue_certificate, {"holder_name": "Снова", "reason": "ещё"}),
        (extend_certificate, {"until": until, "reason": "ещё"}),
        (revoke_certificate, {"reason": "ещё"}),
    ):
        with pytest.raises(QuizError, match="уже заменён"):
            verb(certificate, actor=None, **facts)
    revoke_certificate(new, actor=None, reason="подлог")
    with pytest.raises(QuizError, match="не выдают заново"):
        reissue_certificate(new, holder_name="Снова", actor=None, reason="ещё")


def test_the_database_knows_earned_from_reissued(certificate) -> None:
    for both_or_none in ({"outcome": None}, {"outcome": certificate.outcome, "predecessor": certificate}):
        fields = {"holder": certificate.holder, "holder_name": "x", "title": "x", "language": "ru", **both_or_none}
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(issued_on=certificate.issued_on, **fields)


def test_only_the_holder_decides_what_is_shown(certificate) -> None:
    with pytest.raises(QuizError, match="только владелец"):
        disclose(certificate, actor=make_user("boss@example.org"), result=True)
    assert len(disclose(certificate, actor=certificate.holder, name=True, result=True, competencies=True)) == 2
    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.shows_name, row.shows_result, row.shows_competencies) == (True, True, True)


def test_only_the_holder_decides_about_the_name(certificate) -> None:
    with pytest.raises(QuizError):
        show_name(certificate, actor=make_user("boss@example.org"), is_shown=True)
    for wanted in (True, True, False):
        show_name(certificate, actor=certificate.holder, is_shown=wanted)
        assert Certificate.objects.get(pk=certificate.pk).shows_name is wanted
    assert CertificateEvent.objects.filter(kind__in=["name_shown", "name_hidden"]).count() == 2


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 11, 22), 36, date(2029, 11, 22)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_are_added_as_people_do(day, months, expected) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", ["Сертификат", "Ёлкина Анна", "Основы", "Внутренний допуск"]), ("en", ["Ёлкина Анна"]), ("id", ["Ёлкина Анна"])],
)
def test_pdf_is_tagged_archival_and_readable(certificate, language, words) -> None:
    certificate.language = language
    pdf = certificate_pdf(certificate, ADDRESS + certificate.code)
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(reader.pages[0].extract_text().split())
    metadata = reader.xmp_metadata.rdf_root.toxml()
    assert [word for word in words if word not in text] == []
    assert len(reader.pages) == 1
    assert (reader.trailer["/Root"]["/MarkInfo"]["/Marked"], reader.trailer["/Root"]["/Lang"]) == (True, language)
    assert ("pdfaid:part" in metadata, "pdfuaid:part" in metadata) == (True, True)
    assert certificate_pdf(certificate, ADDRESS + certificate.code) == pdf


def test_pdf_takes_a_long_name_and_many_competencies(certificate) -> None:
    certificate.holder_name = "Константинопольская-Преображенская Александра Константиновна"
    certificate.title = "Социальное сопровождение семей с детьми в трудной жизненной ситуации: право, уровни, программа"
    certificate.competencies = [f"Компетенция с довольно длинным названием номер {number}" for number in range(12)]
    assert len(PdfReader(io.BytesIO(certificate_pdf(certificate, ADDRESS + certificate.code))).pages) == 1

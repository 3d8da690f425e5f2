"""A certificate whose attempt was regraded: the row stays what it was, and every place that shows the result says both."""

from decimal import Decimal

import pytest
from django.urls import reverse

from quizzes.certificates.publishing import signed_badge
from quizzes.domain import disclose, record_response, reissue_certificate, start_attempt, submit_attempt
from quizzes.domain.badge_keys import create_key
from quizzes.domain.bank import add_version
from quizzes.domain.certificates import certified_result
from quizzes.domain.regrading import regrade_item
from quizzes.formats import gift
from quizzes.models import Certificate, Item
from tests.quizzes.builders import make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db
ITEM = "// [id:r-1] [tag:competency:ethics]\nКто решает? {{={} ~{}}}"
BANK = ITEM.format("опека", "школа") + "\n\n// [id:r-2] [tag:competency:ethics]\nСколько? {#7}"


@pytest.fixture
def certificate() -> Certificate:
    """Earned with both answers right, which the cut score asks for; the holder shows the result."""
    make_bank(BANK)
    attempt = start_attempt(make_quiz(blueprint={"cells": [{"count": 2}]}, cut_score=100), make_user())
    for item in attempt.form.items.select_related("version"):
        record_response(attempt, item, item.version.content.right_response(), client_key=f"k{item.position}")
    certificate = submit_attempt(attempt).certificate
    disclose(certificate, actor=certificate.holder, result=True)
    return Certificate.objects.get()


def correct_the_key(policy: str = "keep") -> None:
    item = Item.objects.get(code="r-1")
    wrong = item.current_version
    right = add_version(item, gift.loads(ITEM.format("школа", "опека"))[0], actor=None, reason="ключ")
    facts = {"policy": "corrected-key", "corrected_by": right, "reason": "В ключе была ошибка", "key": "k"}
    regrade_item(wrong, author=make_user("methodologist@example.org"), certificates=policy, **facts)


def verified(client, certificate: Certificate) -> tuple[str, dict]:
    page = client.get(reverse("verify", args=[certificate.code]), headers={"accept-language": "ru"}).content.decode()
    return page, client.get(reverse("verify_json", args=[certificate.code])).json()


def test_before_a_regrade_there_is_one_result(client, certificate) -> None:
    result = certified_result(certificate)
    assert (result.percent, result.is_recounted, result.is_kept) == (Decimal(100), False, False)
    page, said = verified(client, certificate)
    assert ("После пересчёта" in page, said["result_percent"], "recounted_at" in said) == (False, 100.0, False)


def test_a_certificate_that_was_kept_shows_what_the_result_is_now(client, certificate) -> None:
    correct_the_key()
    kept = Certificate.objects.get()
    assert (kept.score_percent, kept.status) == (Decimal(100), "valid")
    result = certified_result(kept)
    assert (result.percent, result.at_issue, result.is_recounted, result.is_kept) == (Decimal(50), Decimal(100), True, True)
    page, said = verified(client, kept)
    assert ("50 %" in page, "В день выдачи было 100 %" in page, "решили оставить в силе" in page) == (True, True, True)
    assert "Тест пройден" not in page
    assert (said["result_percent"], said["result_percent_at_issue"], said["kept_after_regrade"]) == (50.0, 100.0, True)
    client.force_login(kept.holder)
    own = client.get(reverse("quizzes:certificate", args=[kept.public_id])).content.decode()
    assert ("В день выдачи было 100 %" in own, "В ключе была ошибка" in own, "Проходного балла теперь не хватает" in own) == (
        True,
        True,
        True,
    )


def test_a_result_that_is_hidden_stays_hidden_and_the_decision_is_told(client, certificate) -> None:
    disclose(certificate, actor=certificate.holder, result=False)
    correct_the_key()
    page, said = verified(client, certificate)
    assert ("50 %" in page, "100 %" in page, "решили оставить в силе" in page) == (False, False, True)
    assert ([key for key in said if key.startswith("result")], said["kept_after_regrade"]) == ([], True)


def test_the_badge_says_the_result_of_today(certificate) -> None:
    create_key("2026-1")
    before = signed_badge(certificate)
    correct_the_key()
    after = signed_badge(Certificate.objects.get())
    assert [one["credentialSubject"]["result"][0]["value"] for one in (before, after)] == ["100.00", "50.00"]
    assert before["proof"]["created"] <= after["proof"]["created"]


def test_a_certificate_issued_anew_knows_the_regrade_of_the_first(certificate) -> None:
    new = reissue_certificate(certificate, holder_name="Анна Новая", actor=None, reason="фамилия")
    correct_the_key()
    assert (new.score_percent, certified_result(new).percent) == (Decimal(100), Decimal(50))


def test_a_withdrawn_certificate_is_not_called_kept(client, certificate) -> None:
    correct_the_key("withdraw")
    page, said = verified(client, Certificate.objects.get())
    assert (said["status"], "kept_after_regrade" in said, "решили оставить" in page) == ("revoked", False, False)

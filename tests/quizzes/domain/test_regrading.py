"""A regrade: previewed, applied to all at once, certificates by decision, everybody told."""

import json
from fractions import Fraction

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes import scoring
from quizzes.domain import record_response, start_attempt, submit_attempt
from quizzes.domain.bank import add_version
from quizzes.domain.errors import QuizError
from quizzes.domain.regrading import preview_regrade, regrade_item
from quizzes.formats import gift
from quizzes.models import Attempt, Certificate, Item, ItemVersion, LogEntry, Outcome, Regrade
from quizzes.scoring.regrading import Effect
from tests.quizzes.builders import make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db
BANK = """
// [id:r-1] [tag:competency:ethics]
Кто решает? {=опека ~школа}

// [id:r-2] [tag:competency:ethics]
Сколько? {#7}
"""


@pytest.fixture
def quiz():
    make_bank(BANK)
    return make_quiz(blueprint={"cells": [{"count": 2}]}, cut_score=100)


@pytest.fixture
def author():
    return make_user("methodologist@example.org")


@pytest.fixture
def version(quiz) -> ItemVersion:
    return Item.objects.get(code="r-1").current_version


@pytest.fixture
def corrected(version) -> ItemVersion:
    """The other option is right after all, and the options stand in another order."""
    return add_version(
        version.item, gift.loads("// [id:r-1] [tag:competency:ethics]\nКто решает? {=школа ~опека}")[0], actor=None, reason="ключ"
    )


def sit(quiz, name: str, option: int | None, *, submits: bool = True) -> Attempt:
    """0 is «опека», the key as shown; 1 is «школа», what is right in truth."""
    attempt = start_attempt(quiz, make_user(f"{name}@example.org"))
    for item in attempt.form.items.select_related("version"):
        choice = scoring.ChosenOne(option) if option is not None else None
        answer = scoring.Typed("7") if item.version.kind == "numerical" else choice
        record_response(attempt, item, answer, client_key=f"k{item.position}")
    if submits:
        submit_attempt(attempt)
    return attempt


def last(attempt: Attempt) -> Outcome:
    return attempt.outcomes.order_by("-number").first()


def decide(version, author, **fields) -> Regrade:
    defaults = {"policy": "full-marks", "reason": "Вопрос неоднозначен", "author": author, "key": "k1"}
    return regrade_item(version, **{**defaults, **fields})


@pytest.fixture
def people(quiz, version) -> dict[str, Attempt]:
    """One by the wrong key, one by the right one, one without an answer."""
    return {"anna": sit(quiz, "anna", 0), "boris": sit(quiz, "boris", 1), "vera": sit(quiz, "vera", None)}


def test_a_preview_counts_and_writes_nothing(people, version, corrected) -> None:
    before = Outcome.objects.count()
    found = preview_regrade(version, policy="corrected-key", corrected_by=corrected)
    assert found.effect == Effect(attempts=3, changed=2, raised=1, lowered=1, now_pass=1, no_longer_pass=1)
    assert (found.losing_certificates, found.open_attempts, Outcome.objects.count(), Regrade.objects.count()) == (1, 0, before, 0)
    shown = {one.attempt.pk: (one.change.before.earned, one.change.after.earned) for one in found.changes}
    assert shown == {people["anna"].pk: (2, 1), people["boris"].pk: (1, 2), people["vera"].pk: (1, 1)}


def test_a_corrected_key_gives_new_outcomes_that_name_the_old_ones(people, version, corrected, author) -> None:
    regrade = decide(version, author, policy="corrected-key", corrected_by=corrected, reason="Неверный ключ")
    anna, boris, vera = (last(people[name]) for name in ("anna", "boris", "vera"))
    assert [(one.number, one.passed, one.total) for one in (anna, boris, vera)] == [(2, False, 1), (2, True, 2), (1, False, 1)]
    assert (boris.predecessor.number, boris.author, boris.reason) == (1, author, "Неверный ключ")
    assert boris.items.get(form_item__version=version).scored_by == corrected
    assert regrade.effect["now_pass"] == 1


def test_a_certificate_is_issued_where_it_is_earned_now(people, version, corrected, author) -> None:
    decide(version, author, policy="corrected-key", corrected_by=corrected)
    assert Certificate.objects.get(holder=people["boris"].candidate).outcome == last(people["boris"])


@pytest.mark.parametrize(("decision", "is_revoked"), [("keep", False), ("withdraw", True)])
def test_a_certificate_that_is_not_earned_any_more_follows_the_decision(
    people, version, corrected, author, decision, is_revoked
) -> None:
    decide(version, author, policy="corrected-key", corrected_by=corrected, certificates=decision)
    assert Certificate.objects.get(holder=people["anna"].candidate).is_revoked is is_revoked


def test_full_marks_raise_everybody_and_harm_nobody(people, version, author) -> None:
    decide(version, author)
    assert [last(one).passed for one in people.values()] == [True, True, True]
    assert Certificate.objects.count() == 3


def test_a_dropped_item_leaves_the_maximum(people, version, author) -> None:
    decide(version, author, policy="dropped")
    assert {(last(one).total, last(one).max_total) for one in people.values()} == {(1, 1)}


def test_an_attempt_that_is_still_open_is_scored_by_the_ruling(quiz, people, version, author) -> None:
    late = sit(quiz, "late", 1, submits=False)
    decide(version, author)
    submit_attempt(late)
    assert (last(late).number, last(late).passed) == (1, True)


def test_pressed_twice_it_happens_once(people, version, author) -> None:
    assert decide(version, author) == decide(version, author)
    assert (Regrade.objects.count(), last(people["boris"]).number) == (1, 2)


def test_a_second_decision_replaces_the_first(people, version, author) -> None:
    decide(version, author)
    decide(version, author, policy="dropped", key="k2", reason="Всё же исключить")
    outcome = last(people["boris"])
    assert (outcome.number, outcome.max_total, outcome.predecessor.reason) == (3, 1, "Вопрос неоднозначен")


def test_the_same_decision_again_changes_nobody(people, version, author) -> None:
    decide(version, author)
    again = decide(version, author, key="k2")
    assert (again.effect["changed"], last(people["boris"]).number) == (0, 2)


def test_everybody_concerned_is_told(people, version, corrected, author, django_capture_on_commit_callbacks) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(version, author, policy="corrected-key", corrected_by=corrected, certificates="withdraw")
    letters = {letter.to[0]: letter.body for letter in mail.outbox if letter.subject == "Итог пересчитан: Основы"}
    assert sorted(letters) == ["anna@example.org", "boris@example.org"]
    assert ("сертификат отозван" in letters["anna@example.org"], "Теперь тест пройден" in letters["boris@example.org"]) == (
        True,
        True,
    )


def test_nothing_happens_without_a_reason_or_with_a_foreign_key(people, version, author) -> None:
    other = Item.objects.get(code="r-2").current_version
    for fields in (
        {"reason": "  "},
        {"policy": "corrected-key"},
        {"policy": "corrected-key", "corrected_by": other},
        {"corrected_by": other},
    ):
        with pytest.raises(QuizError):
            decide(version, author, **fields)
    assert (Regrade.objects.count(), last(people["boris"]).number) == (0, 1)


def test_a_version_with_other_options_cannot_correct(people, version, author) -> None:
    reworded = add_version(version.item, gift.loads("Кто решает? {=суд ~опека}")[0], actor=None, reason="иначе")
    with pytest.raises(QuizError, match="не только ключ"):
        preview_regrade(version, policy="corrected-key", corrected_by=reworded)


def test_one_failure_undoes_all(people, version, author, monkeypatch) -> None:
    def stop(done: int, of: int) -> None:
        if done == 2:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        decide(version, author, on_step=stop)
    assert (Regrade.objects.count(), last(people["anna"]).number, last(people["boris"]).number) == (0, 1, 1)


def test_progress_is_told(people, version, author) -> None:
    steps = []
    decide(version, author, on_step=lambda done, of: steps.append((done, of)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_regrade_is_noted_with_its_effect(people, version, author) -> None:
    regrade = decide(version, author)
    entry = LogEntry.objects.get(act="item.regraded")
    assert (entry.actor, entry.object_id, entry.details["now_pass"]) == (author, str(regrade.pk), 2)
    assert LogEntry.objects.filter(act="outcome.written", details__number=2).count() == 2
    assert json.dumps(regrade.effect)


def test_marks_stay_exact_fractions(people, version, author) -> None:
    decide(version, author)
    assert last(people["boris"]).items.get(form_item__version=version).fraction == Fraction(1)


def test_a_preview_asks_a_fixed_number_of_queries_for_an_attempt(quiz, people, version) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            preview_regrade(version, policy="full-marks")
        return len(queries)

    three = count()
    for number in range(2):
        sit(quiz, f"more{number}", 0)
    assert (count() - three) / 2 == 4  # the last outcome, the items, the responses, the rulings

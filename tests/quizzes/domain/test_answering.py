"""The order of answers: sent twice, arrived late, given elsewhere. All are kept, the right one counts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import scoring
from quizzes.domain import record_response, start_attempt, submit_attempt
from quizzes.domain.answering import Recorded, Sent, _append_if_nothing_changed, _is_newest, _row, save_answer
from quizzes.domain.errors import AttemptClosed
from quizzes.domain.outcomes import latest_responses
from quizzes.models import Attempt, FormItem, Response
from tests.quizzes.builders import make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    make_bank()
    return start_attempt(make_quiz(), make_user())


def place_of(attempt: Attempt, code: str = "t-6") -> FormItem:
    return attempt.form.items.get(version__item__code=code)


def save(attempt: Attempt, text: str, key: str, *, code: str = "t-6", flag: bool | None = None, **sent) -> Recorded:
    answer = scoring.Typed(text) if text else None
    position = place_of(attempt, code).position
    return save_answer(
        attempt.public_id, attempt.candidate, position, lambda item: answer, client_key=key, sent=Sent(**sent), is_flagged=flag
    )


def counting(attempt: Attempt) -> str | None:
    latest = latest_responses(attempt).get(place_of(attempt).pk)
    return latest.answer.text if latest and latest.answer else None


def test_an_answer_that_arrives_late_is_kept_and_does_not_count(attempt) -> None:
    save(attempt, "новый", "b", client="tab", sequence=2, base=0)
    late = save(attempt, "старый", "a", client="tab", sequence=1, base=0)
    assert (late.is_conflict, late.counting.answer.text, late.sent.counts) == (False, "новый", False)
    assert (counting(attempt), attempt.responses.count()) == ("новый", 2)
    assert submit_attempt(attempt).items.get(form_item=place_of(attempt)).response.answer.text == "новый"


def test_one_page_goes_on_whatever_it_knew(attempt) -> None:
    for number in (1, 2, 3):
        assert save(attempt, f"{number}", f"k{number}", client="tab", sequence=number, base=0).is_conflict is False
    assert counting(attempt) == "3"


def test_two_pages_with_different_answers_are_a_conflict_and_the_first_counts_until_the_person_chooses(attempt) -> None:
    first = save(attempt, "здесь", "a", client="one", sequence=1, base=0)
    second = save(attempt, "там", "b", client="two", sequence=1, base=0)
    assert (second.is_conflict, second.counting, second.sent.answer.text) == (True, first.sent, "там")
    again = save(attempt, "там", "b", client="two", sequence=1, base=0)
    assert (again.is_conflict, again.sent, attempt.responses.count()) == (True, second.sent, 2)
    chosen = save(attempt, "там", "c", client="two", sequence=2, base=first.sent.sequence)
    assert (chosen.is_conflict, counting(attempt), chosen.sent.sequence) == (False, "там", 3)


def test_the_same_answer_from_two_pages_is_no_conflict(attempt) -> None:
    save(attempt, "да", "a", client="one", sequence=1, base=0)
    assert (save(attempt, "да", "b", client="two", sequence=1, base=0).is_conflict, attempt.responses.count()) == (False, 1)


def test_a_plain_post_that_knew_an_older_answer_is_a_conflict(attempt) -> None:
    save(attempt, "раз", "a", base=0)
    assert save(attempt, "два", "b", base=0).is_conflict is True
    assert save(attempt, "три", "c", base=1).is_conflict is False
    assert save(attempt, "четыре", "d").is_conflict is False


def test_one_key_for_two_answers_keeps_both(attempt) -> None:
    save(attempt, "раз", "a", base=0)
    save(attempt, "два", "a", base=1)
    assert (counting(attempt), attempt.responses.count()) == ("два", 2)
    elsewhere = save(attempt, "7", "a", code="t-4", base=0)
    assert (elsewhere.sent.answer.text, attempt.responses.count()) == ("7", 3)


def test_an_answer_taken_back_counts_as_none(attempt) -> None:
    save(attempt, "раз", "a", base=0)
    save(attempt, "", "b", base=1)
    assert (counting(attempt), attempt.responses.count()) == (None, 2)


def test_flags_travel_with_the_answer_and_a_finished_attempt_takes_neither(attempt) -> None:
    position = place_of(attempt).position
    save(attempt, "раз", "a", flag=True, base=0)
    assert Attempt.objects.get().flagged == [position]
    save(attempt, "раз", "a", flag=False, base=0)
    assert Attempt.objects.get().flagged == []
    submit_attempt(attempt)
    with pytest.raises(AttemptClosed):
        save(attempt, "два", "b", flag=True, base=1)
    assert (Attempt.objects.get().flagged, attempt.responses.count()) == ([], 1)


def test_nobody_saves_into_somebody_elses_attempt(attempt) -> None:
    with pytest.raises(Attempt.DoesNotExist):
        save_answer(attempt.public_id, make_user("m@example.org"), 1, lambda item: None, client_key="a", sent=Sent())
    with pytest.raises(FormItem.DoesNotExist):
        save_answer(attempt.public_id, attempt.candidate, 99, lambda item: None, client_key="a", sent=Sent())


@settings(max_examples=25)
@given(order=st.permutations(range(1, 7)))
def test_whatever_the_order_of_arrival_the_newest_of_a_page_counts(order) -> None:
    latest = None
    for number in order:
        row = Response(client="tab", client_sequence=number, sequence=1)
        latest = row if _is_newest(latest, Sent("tab", number, 0)) else latest
    assert latest.client_sequence == 6


def test_the_verb_without_a_page_appends_always(attempt) -> None:
    item = place_of(attempt)
    rows = [record_response(attempt, item, scoring.Typed("раз"), client_key=key) for key in ("a", "b", "a")]
    assert (rows[0] == rows[2], attempt.responses.count(), rows[1].counts) == (True, 2, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda attempt: submit_attempt(attempt),
        lambda attempt: Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() - timedelta(seconds=1)),
        lambda attempt: Attempt.objects.filter(pk=attempt.pk).update(paused_at=timezone.now()),
        lambda attempt: save(attempt, "другой", "b", client="two", sequence=1),
        lambda attempt: save(attempt, "7", "a", code="t-4", client="two", sequence=1),
    ],
    ids=["handed in", "over", "on a pause", "answered elsewhere", "key used"],
)
def test_the_short_way_gives_up_when_something_changed_after_it_looked(attempt, change) -> None:
    row = _row(attempt, place_of(attempt), {"kind": "typed", "text": "мой"}, None, 1, "a", Sent("one", 1, 0))
    change(attempt)
    before = attempt.responses.count()
    assert (_append_if_nothing_changed(row), row.pk, attempt.responses.count()) == (False, None, before)


def test_the_short_way_appends_what_the_long_way_would(attempt) -> None:
    row = _row(attempt, place_of(attempt), {"kind": "typed", "text": "мой"}, None, 1, "a", Sent("one", 1, 0))
    assert _append_if_nothing_changed(row) is True
    kept = Response.objects.values().get()
    assert kept == {field.attname: getattr(row, field.attname) for field in Response._meta.concrete_fields}

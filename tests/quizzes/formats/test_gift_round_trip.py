"""What is written as GIFT reads back as the same items."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats import gift
from quizzes.scoring import Item
from tests.quizzes.strategies import items


@given(st.lists(items, max_size=4))
def test_loads_of_dumps_gives_the_same_items(some: list[Item]) -> None:
    assert gift.loads(gift.dumps(some)) == some


@given(st.lists(items, max_size=3))
def test_dumps_is_stable(some: list[Item]) -> None:
    text = gift.dumps(some)
    assert gift.dumps(gift.loads(text)) == text


@given(st.text("::={}~#->\\/%[]$ab1.\n TF", max_size=80))
def test_any_text_reads_or_names_its_faults(text: str) -> None:
    reading = gift.read(text)
    assert all(fault.line >= 1 and fault.reason for fault in reading.faults)
    assert len(reading.items) == len(reading.lines)

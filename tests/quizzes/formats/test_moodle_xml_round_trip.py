"""What is written as Moodle XML reads back as the same items, and most of it in Moodle's own elements."""

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.formats import moodle_xml
from quizzes.scoring import NO_TEXT, Item
from tests.quizzes.strategies import all_items, items

few = settings(max_examples=50)


@few
@given(st.lists(all_items, max_size=3))
def test_loads_of_dumps_gives_the_same_items(some: list[Item]) -> None:
    assert moodle_xml.loads(moodle_xml.dumps(some)) == some


@few
@given(st.lists(all_items, max_size=2))
def test_dumps_is_stable(some: list[Item]) -> None:
    text = moodle_xml.dumps(some)
    assert moodle_xml.dumps(moodle_xml.loads(text)) == text


def spoken(item: Item) -> Item:
    """The item as far as Moodle has words for it: a name of single blanks, no ё, tidy answers, no order of a fixed choice."""
    ours = {field.name for field in fields(item)}
    plain = {"fold_yo": False} if "fold_yo" in ours else {}
    return replace(item, name=" ".join(item.name.split()) or "имя", feedback_partly=NO_TEXT, **plain)


@few
@given(items.map(spoken).filter(lambda item: item.kind in ("single-choice", "true-false", "short-answer")))
def test_moodle_itself_loses_nothing_of_usual_items(item: Item) -> None:
    assert "<opora>" not in moodle_xml.dumps([item])


@few
@given(st.text("<question type=multichoice></>&;text01[]!CDATA-", max_size=200))
def test_any_text_reads_or_names_its_faults(text: str) -> None:
    reading = moodle_xml.read(f"<quiz>{text}</quiz>")
    assert all(fault.reason for fault in reading.faults)
    assert len(reading.items) == len(reading.lines)

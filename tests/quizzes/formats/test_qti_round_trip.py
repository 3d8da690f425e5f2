"""What is written as QTI reads back as the same items, in both versions, and without what was kept beside it earns the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.formats import qti
from quizzes.scoring import Item
from tests.quizzes.strategies import all_items

few = settings(max_examples=50)


@pytest.mark.parametrize("version", qti.VERSIONS)
@few
@given(some=st.lists(all_items, max_size=3))
def test_loads_of_dumps_gives_the_same_items(version, some: list[Item]) -> None:
    assert qti.loads(qti.dumps(some, version=version)) == some


@few
@given(st.lists(all_items, max_size=2))
def test_dumps_is_stable(some: list[Item]) -> None:
    data = qti.dumps(some)
    assert qti.dumps(qti.loads(data)) == data

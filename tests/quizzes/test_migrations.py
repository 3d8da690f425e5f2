"""The migration that makes all models at once says the same as the chain it replaces."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState

pytestmark = pytest.mark.django_db
AT_ONCE = "0001_squashed_0010_all_models_at_once"


def models_after(name: str) -> dict[str, ModelState]:
    state = MigrationLoader(None, replace_migrations=False).project_state(("quizzes", name))
    return {model: found for (app, model), found in state.models.items() if app == "quizzes"}


def test_all_at_once_is_what_one_after_the_other_makes() -> None:
    last = MigrationLoader(None).disk_migrations["quizzes", AT_ONCE].replaces[-1][1]
    at_once, in_turn = models_after(AT_ONCE), models_after(last)
    assert at_once.keys() == in_turn.keys()
    assert [name for name in at_once if at_once[name] != in_turn[name]] == []


def test_a_new_database_is_made_at_once() -> None:
    nodes = MigrationLoader(None).graph.nodes
    assert sorted(name for app, name in nodes if app == "quizzes" and name <= "0010") == [AT_ONCE]

"""Which groups of people the site around this app knows, for statistics by group. Both hooks come by dotted path.

`QUIZZES_COHORT_FACETS`: `() -> [(code, title, [(value, words)])]`, such as organisation and position.
`QUIZZES_COHORT_FILTER`: `(attempts, {code: value}) -> attempts`, those of people who were in the group at that time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.references import hook


@dataclass(frozen=True)
class Facet:
    """A way to part people into groups: its code, its name, the groups as (value, words)."""

    code: str
    title: str
    choices: tuple[tuple[str, str], ...]


def facets() -> list[Facet]:
    """The facets that the site offers; none without a hook."""
    known = hook("QUIZZES_COHORT_FACETS")
    return [Facet(code, title, tuple(choices)) for code, title, choices in known()] if known else []


def within(attempts: Any, chosen: Mapping[str, str]) -> Any:
    """The attempts of people of the chosen groups; all of them where nothing is chosen or the site has no groups."""
    known = hook("QUIZZES_COHORT_FILTER")
    return known(attempts, dict(chosen)) if known and chosen else attempts

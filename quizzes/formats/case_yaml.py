"""Training cases as YAML: as `item_yaml`, for files that hold nothing but cases."""

from collections.abc import Iterable

from quizzes.formats import item_yaml
from quizzes.formats.errors import Fault, Reading
from quizzes.formats.item_yaml import YamlError
from quizzes.scoring import Case
from quizzes.scoring.problems import gettext_noop

__all__ = ["YamlError", "dumps", "loads", "read"]

_NOT_A_CASE = gettext_noop("Здесь должны быть только учебные случаи: «kind: case». Перенесите этот вопрос в другой файл.")


def read(text: str) -> Reading:
    """As `item_yaml.read`; an item of another type is a fault."""
    reading = item_yaml.read(text)
    pairs = list(zip(reading.items, reading.lines, strict=True))
    foreign = tuple(Fault(line, _NOT_A_CASE) for item, line in pairs if not isinstance(item, Case))
    kept = [(item, line) for item, line in pairs if isinstance(item, Case)]
    return Reading(tuple(item for item, _ in kept), tuple(line for _, line in kept), (*reading.faults, *foreign))


def loads(text: str, *, keep_going: bool = False) -> list[Case]:
    """The cases of a YAML text; YamlError with every fault, or with `keep_going` the cases without one."""
    reading = read(text)
    if reading.faults and not keep_going:
        raise YamlError(reading.faults)
    return [item for item in reading.items if isinstance(item, Case)]


def dumps(cases: Iterable[Case]) -> str:
    """The cases in the canonical form."""
    return item_yaml.dumps(cases)

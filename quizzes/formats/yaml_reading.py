"""YAML with its lines: texts into plain trees that know where they stand. No tags, no aliases, no code."""

from dataclasses import dataclass
from typing import Any, cast

import yaml

from quizzes.formats.errors import Fault, FormatError
from quizzes.scoring.problems import gettext_noop

MAX_DEPTH = 12
MAX_LENGTH = 2_000_000
_TOO_DEEP = gettext_noop("Слишком глубокая вложенность. Уберите лишние уровни и ссылки.")


class YamlError(FormatError):
    """A YAML bank cannot be read; `faults` name line and place."""


@dataclass(frozen=True)
class Leaf:
    """A scalar as text, and its line (from 1)."""

    text: str
    line: int


@dataclass(frozen=True)
class Listing:
    """A sequence."""

    parts: tuple["Tree", ...]
    line: int


@dataclass(frozen=True)
class Mapping:
    """A mapping; keys are texts, each once."""

    parts: dict[str, "Tree"]
    line: int


Tree = Leaf | Listing | Mapping


def fault(line: int, template: str, **params: object) -> YamlError:
    """An error with one fault."""
    return YamlError([Fault(line, template, params)])


class _PlainLoader(yaml.SafeLoader):
    """Reads no aliases: a few lines of them stand for more nodes than any memory holds."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = cast(Any, self).peek_event()
            raise yaml.composer.ComposerError(None, None, f"*{event.anchor}", event.start_mark)
        return super().compose_node(parent, index)


def documents(text: str) -> list[Tree]:
    """The documents of a text, empty ones left out; YamlError where it is no YAML of this simple kind."""
    if len(text) > MAX_LENGTH:
        raise fault(1, gettext_noop("Файл слишком велик: больше %(limit)s знаков. Разделите его."), limit=MAX_LENGTH)
    try:
        nodes = [node for node in yaml.compose_all(text, Loader=_PlainLoader) if node is not None]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = gettext_noop("Это не YAML: %(problem)s. Проверьте отступы, двоеточия и кавычки.")
        raise fault(line, message, problem=error.problem or "") from error
    except yaml.YAMLError as error:
        raise fault(1, gettext_noop("Это не YAML: %(problem)s. Проверьте файл."), problem=str(error)) from error
    except RecursionError:
        raise fault(1, _TOO_DEEP) from None
    return [_tree(node, frozenset(), 0) for node in nodes]


def _tree(node: yaml.Node, above: frozenset[int], depth: int) -> Tree:
    line = node.start_mark.line + 1
    if depth > MAX_DEPTH or id(node) in above:
        raise fault(line, _TOO_DEEP)
    inside = above | {id(node)}
    if isinstance(node, yaml.ScalarNode):
        return Leaf(str(node.value), line)
    if isinstance(node, yaml.SequenceNode):
        return Listing(tuple(_tree(part, inside, depth + 1) for part in node.value), line)
    assert isinstance(node, yaml.MappingNode)  # noqa: S101  (there is no fourth kind)
    parts: dict[str, Tree] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in parts:
            message = gettext_noop("Ключ «%(key)s» повторяется или не текст. Оставьте один.")
            raise fault(key.start_mark.line + 1, message, key=str(key.value)[:80])
        parts[str(key.value)] = _tree(value, inside, depth + 1)
    return Mapping(parts, line)

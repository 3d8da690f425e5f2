"""Items, responses and exact scores, in plain Python (rules: the field's, as Moodle applies them).

`score(item, response)` is all that most callers need; `ITEM_TYPES` and `RESPONSE_TYPES` list the types.
"""

from quizzes.scoring.base import Hint, Item, Option, Part, Response, Score, Verdict, score, verdict_of
from quizzes.scoring.case import Case, Deadline, LevelKey, Step
from quizzes.scoring.case_nodes import Branch, CaseOption, Fact, Move, Node, NodeKind, Walked, Weight
from quizzes.scoring.choice import ChosenMany, ChosenOne, MultipleResponse, Said, SingleChoice, TrueFalse
from quizzes.scoring.entry import (
    Criterion,
    Description,
    Essay,
    NumberAnswer,
    Numerical,
    ShortAnswer,
    Tolerance,
    Typed,
    Unit,
    UnitPenalty,
)
from quizzes.scoring.gaps import DragWords, GapSelect, Word
from quizzes.scoring.hotspot import Area, Hotspot, Pointed, Shape
from quizzes.scoring.matching import Assigned, Matching, Pair
from quizzes.scoring.ordering import Ordered, OrderGrading, Ordering
from quizzes.scoring.problems import ItemError, Problem, ResponseError
from quizzes.scoring.text import NO_TEXT, Text, TextFormat, plain

_ITEMS: tuple[type[Item], ...] = (
    SingleChoice,
    MultipleResponse,
    TrueFalse,
    ShortAnswer,
    Numerical,
    Matching,
    Ordering,
    GapSelect,
    DragWords,
    Hotspot,
    Essay,
    Description,
    Case,
)
_RESPONSES: tuple[type[Response], ...] = (ChosenOne, ChosenMany, Said, Typed, Assigned, Ordered, Pointed, Walked)
ITEM_TYPES: dict[str, type[Item]] = {kind.kind: kind for kind in _ITEMS}
RESPONSE_TYPES: dict[str, type[Response]] = {kind.kind: kind for kind in _RESPONSES}

__all__ = [
    "Branch",
    "Case",
    "CaseOption",
    "Deadline",
    "Fact",
    "LevelKey",
    "Move",
    "Node",
    "NodeKind",
    "Part",
    "Step",
    "Walked",
    "Weight",
    "Word",
    "Shape",
    "Pointed",
    "Ordering",
    "Ordered",
    "OrderGrading",
    "Hotspot",
    "GapSelect",
    "DragWords",
    "Area",
    "ITEM_TYPES",
    "NO_TEXT",
    "RESPONSE_TYPES",
    "Assigned",
    "ChosenMany",
    "ChosenOne",
    "Criterion",
    "Description",
    "Essay",
    "Hint",
    "Item",
    "ItemError",
    "Matching",
    "MultipleResponse",
    "NumberAnswer",
    "Numerical",
    "Option",
    "Pair",
    "Problem",
    "Response",
    "ResponseError",
    "Said",
    "Score",
    "ShortAnswer",
    "SingleChoice",
    "Text",
    "TextFormat",
    "Tolerance",
    "TrueFalse",
    "Typed",
    "Unit",
    "UnitPenalty",
    "Verdict",
    "plain",
    "score",
    "verdict_of",
]

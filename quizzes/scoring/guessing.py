"""What guessing alone would earn in an item, by the rules of Moodle's question types."""

from fractions import Fraction

from quizzes.scoring.base import ZERO, Item
from quizzes.scoring.choice import SingleChoice, TrueFalse
from quizzes.scoring.entry import Numerical, ShortAnswer
from quizzes.scoring.gaps import GapSelect
from quizzes.scoring.matching import Matching


def random_guess_score(item: Item) -> Fraction | None:
    """The expected share of the mark of a random answer; None where there is no one way to guess at random.

    Single choice: the mean weight of the options. True or false: one half. Matching: one of the answers on offer. Gaps: the
    mean over the gaps of one of the words on offer. Short answer and number: the weight of an answer that accepts anything,
    else 0. None for several of many, ordering, pictures, essays and cases.
    """
    if isinstance(item, SingleChoice):
        return sum((option.fraction for option in item.options), ZERO) / len(item.options)
    if isinstance(item, TrueFalse):
        return Fraction(1, 2)
    if isinstance(item, Matching):
        return Fraction(1, len(item.choices))
    if isinstance(item, GapSelect):
        return sum((Fraction(1, len(item.choices(gap))) for gap in range(len(item.key))), ZERO) / len(item.key)
    if isinstance(item, ShortAnswer):
        return next((answer.fraction for answer in item.answers if answer.text.value.strip() == "*"), ZERO)
    if isinstance(item, Numerical):
        return next((answer.fraction for answer in item.answers if answer.value is None), ZERO)
    return None

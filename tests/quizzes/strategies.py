"""Random items in normal form (texts without blanks around, one-line names) for the property tests."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from quizzes.scoring import (
    NO_TEXT,
    Area,
    Criterion,
    Description,
    DragWords,
    Essay,
    GapSelect,
    Hint,
    Hotspot,
    Item,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    OrderGrading,
    Ordering,
    Pair,
    Shape,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    Tolerance,
    TrueFalse,
    Unit,
    UnitPenalty,
    Word,
    plain,
)

ALPHABET = "абвё АБ aZ0189_.,;!?-[]()*/%$#:={}~\\\n>«»—<b\"'|&"
words = st.text(ALPHABET, min_size=1, max_size=24).map(str.strip).filter(bool)
lines = words.map(lambda text: " ".join(text.split("\n")).strip()).filter(bool)
formats = st.sampled_from(TextFormat)
texts = st.builds(Text, words, formats).filter(lambda text: bool(plain(text)))
feedback = st.one_of(st.just(NO_TEXT), st.builds(Text, words, formats))
labels = st.text("абв-abc1:]\\[", min_size=1, max_size=12).filter(lambda text: not text.endswith("\\") and "[" not in text)


def without_arrow(strategy: st.SearchStrategy[Text]) -> st.SearchStrategy[Text]:
    return strategy.filter(lambda text: "->" not in str(text))


def common(stem: st.SearchStrategy[Text] = texts) -> dict[str, st.SearchStrategy]:
    return {
        "stem": stem,
        "name": st.one_of(st.just(""), lines),
        "id": st.one_of(st.just(""), labels),
        "tags": st.lists(labels, max_size=3).map(tuple),
        "category": st.one_of(st.just(""), lines),
        "feedback": feedback,
        "max_mark": st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2)]),
        "penalty": st.sampled_from([Fraction(1, 3), Fraction(0), Fraction(1, 10)]),
    }


def distinct_texts(least: int) -> st.SearchStrategy[list[Text]]:
    return st.lists(texts, min_size=least, max_size=6, unique_by=lambda text: plain(text))


WEIGHTS = [Fraction(0), Fraction(-1, 2), Fraction(-1, 3), Fraction(1, 4), Fraction(1, 3), Fraction(333, 1000), Fraction(1, 7)]


@st.composite
def single_choices(draw) -> SingleChoice:
    offered = draw(distinct_texts(2))
    key = draw(st.integers(0, len(offered) - 1))
    options = tuple(
        Option(text, Fraction(1) if place == key else draw(st.sampled_from(WEIGHTS)), draw(feedback))
        for place, text in enumerate(offered)
    )
    return draw(st.builds(SingleChoice, options=st.just(options), shuffle=st.booleans(), **common()))


@st.composite
def multiple_responses(draw) -> MultipleResponse:
    offered = draw(distinct_texts(2))
    keys = draw(st.integers(1, len(offered)))
    options = tuple(
        Option(text, Fraction(1, keys) if place < keys else draw(st.sampled_from(WEIGHTS[:3])), draw(feedback))
        for place, text in enumerate(offered)
    )
    mixed = draw(st.permutations(options))
    return draw(
        st.builds(
            MultipleResponse, options=st.just(tuple(mixed)), shuffle=st.booleans(), all_or_nothing=st.booleans(), **common()
        )
    )


@st.composite
def short_answers(draw) -> ShortAnswer:
    first = Option(Text(draw(without_arrow(st.builds(Text, words))).value), Fraction(1), draw(without_arrow(feedback)))
    others = [
        Option(Text(str(draw(without_arrow(st.builds(Text, words))))), Fraction(1, 2), draw(without_arrow(feedback)))
        for _ in range(draw(st.integers(0, 2)))
    ]
    fields = {**common(), "feedback": without_arrow(feedback)}
    flags = {"case_sensitive": st.booleans(), "fold_yo": st.booleans()}
    return draw(st.builds(ShortAnswer, answers=st.just((first, *others)), **flags, **fields))


decimals = st.decimals(-1000, 1000, places=3).map(Fraction)


@st.composite
def numericals(draw) -> Numerical:
    answers = [NumberAnswer(draw(decimals), abs(draw(decimals)), Fraction(1), draw(feedback))]
    if draw(st.booleans()):
        answers.append(NumberAnswer(draw(decimals), abs(draw(decimals)), Fraction(1, 2), draw(feedback)))
    if draw(st.booleans()):
        answers.append(NumberAnswer(None, Fraction(0), Fraction(0), draw(feedback)))
    return draw(st.builds(Numerical, answers=st.just(tuple(answers)), **common()))


@st.composite
def matchings(draw) -> Matching:
    premises = draw(st.lists(without_arrow(texts), min_size=2, max_size=4, unique_by=lambda text: plain(text)))
    answers = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    pairs = [Pair(premise, answers[place % len(answers)]) for place, premise in enumerate(premises)]
    spare = [Pair(NO_TEXT, answer) for answer in answers[len(premises) :]]
    return draw(st.builds(Matching, pairs=st.just((*pairs, *spare)), shuffle=st.booleans(), **common()))


true_falses = st.builds(TrueFalse, correct=st.booleans(), feedback_right=feedback, feedback_wrong=feedback, **common())
essays = st.builds(Essay, **common())
descriptions = st.builds(Description, **{**common(), "feedback": st.just(NO_TEXT)})
gradable = st.one_of(single_choices(), multiple_responses(), short_answers(), numericals(), matchings(), true_falses).filter(
    lambda item: not item.problems()
)
items = st.one_of(gradable, essays, descriptions)


# --- what GIFT has no signs for ---

PICTURE = "media:" + "0123456789abcdef" * 4 + ".png"
shares = st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1, 3), Fraction(17, 100)])


@st.composite
def orderings(draw) -> Ordering:
    entries = draw(distinct_texts(3))
    return draw(st.builds(Ordering, entries=st.just(tuple(entries)), grading=st.sampled_from(OrderGrading), **common()))


@st.composite
def gap_texts(draw) -> GapSelect:
    offered = draw(st.lists(st.builds(Word, words, st.integers(1, 3), st.booleans()), min_size=2, max_size=5))
    gaps = draw(st.lists(st.integers(1, len(offered)), min_size=1, max_size=4))
    stem = " ".join(f"{draw(lines)} [[{number}]]" for number in gaps)
    kind = draw(st.sampled_from([GapSelect, DragWords]))
    return draw(
        st.builds(kind, words=st.just(tuple(offered)), shuffle=st.booleans(), **common(st.builds(Text, st.just(stem), formats)))
    )


@st.composite
def hotspots(draw) -> Hotspot:
    corner = st.tuples(*[st.integers(0, 300)] * 2)
    circle = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(1, 90))
    rectangle = st.builds(lambda one, size: (*one, one[0] + size[0] + 1, one[1] + size[1] + 1), corner, corner)
    polygon = st.lists(corner, min_size=3, max_size=5).map(lambda corners: tuple(figure for one in corners for figure in one))
    right = draw(st.integers(1, 3))
    areas = []
    for place in range(right + draw(st.integers(0, 1))):
        shape = draw(st.sampled_from(Shape))
        coords = draw({Shape.CIRCLE: circle, Shape.RECT: rectangle, Shape.POLY: polygon}[shape])
        fraction = Fraction(1, right) if place < right else draw(st.sampled_from(WEIGHTS[:3]))
        areas.append(Area(draw(lines), shape, coords, fraction, draw(feedback)))
    fields = {"picture": st.just(PICTURE), "alternative": lines, "max_points": st.integers(right, right + 1)}
    return draw(st.builds(Hotspot, areas=st.just(tuple(areas)), **fields, **common()))


@st.composite
def measurements(draw) -> Numerical:
    item = draw(numericals())
    answers = tuple(replace(answer, tolerance_kind=draw(st.sampled_from(Tolerance))) for answer in item.answers)
    units = draw(st.lists(st.builds(Unit, lines, st.sampled_from([Fraction(1), Fraction(100), Fraction(1, 3)])), max_size=2))
    penalty = {"unit_penalty": draw(shares), "unit_penalty_kind": draw(st.sampled_from(UnitPenalty))}
    return replace(item, answers=answers, units=tuple(units), **penalty)


levels = st.lists(st.tuples(st.integers(0, 9).map(Fraction), lines), min_size=2, max_size=3, unique_by=lambda level: level[0])
rubrics = st.lists(st.builds(Criterion, lines, levels.map(lambda some: tuple(sorted(some)))), max_size=2).map(tuple)
judged_essays = st.builds(Essay, rubric=rubrics, guidance=feedback, min_words=st.sampled_from([0, 50]), **common())


@st.composite
def helped(draw, some: st.SearchStrategy[Item]) -> Item:
    """An item with hints and with a word for each result."""
    hint = st.builds(Hint, texts, st.booleans(), st.booleans())
    words_for_results = {f"feedback_{name}": draw(feedback) for name in ("right", "partly", "wrong")}
    return replace(draw(some), hints=tuple(draw(st.lists(hint, max_size=2))), **words_for_results)


arranged = st.one_of(orderings(), gap_texts(), hotspots(), measurements()).filter(lambda item: not item.problems())
all_items = st.one_of(items, judged_essays, arranged, helped(st.one_of(gradable, arranged)))

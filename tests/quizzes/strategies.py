"""Random items in normal form (texts without blanks around, one-line names) for the property tests."""

from fractions import Fraction

from hypothesis import strategies as st

from quizzes.scoring import (
    NO_TEXT,
    Description,
    Essay,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Pair,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    TrueFalse,
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

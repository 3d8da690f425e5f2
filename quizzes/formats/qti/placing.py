"""Interactions of QTI in which things are brought together: match, associate, order, gaps in a text."""

from fractions import Fraction

from lxml import etree

from quizzes.formats.qti.choosing import Common
from quizzes.formats.qti.context import ALL_AT_ONCE, Context
from quizzes.formats.qti.declarations import flag
from quizzes.formats.qti.vocabulary import elements, refuse
from quizzes.scoring import NO_TEXT, DragWords, GapSelect, Item, Matching, OrderGrading, Ordering, Pair, Word
from quizzes.scoring.problems import gettext_noop

_UNEVEN = gettext_noop("За части ответа даются разные баллы (%(marks)s), а у нас они равны. Уравняйте их.")


def _right_pairs(context: Context, interaction: etree._Element) -> tuple[list[tuple[str, str]], Fraction]:
    """The right pairs and the full mark; FormatError where pairs earn different marks."""
    response, rule = context.response(interaction), context.rule(interaction)
    positive = {pair: mark for pair, mark in response.mapping.items() if mark > 0}
    if rule.kind == "map":
        marks = sorted(set(positive.values()))
        if len(marks) > 1:
            raise refuse(interaction, context.source, _UNEVEN, marks=", ".join(f"{float(mark):g}" for mark in marks))
        if any(mark < 0 for mark in response.mapping.values()) or response.default < 0:
            context.note(interaction, gettext_noop("Баллы за неверные пары не снимаются: так у нас не бывает."))
        pairs, whole = list(positive), sum(positive.values(), Fraction(0))
    else:
        pairs, whole = list(response.correct), rule.value or Fraction(1)
        context.one_by_one(interaction, rule, len(pairs))
    split = [pair.split() for pair in pairs]
    return [(pair[0], pair[1]) for pair in split if len(pair) == 2], whole or Fraction(1)


def match(context: Context, interaction: etree._Element, common: Common) -> Item:
    """matchInteraction: the set in which each has one right partner are the premises, the other the answers."""
    sets = [
        {one.get("identifier", ""): one for one in elements(part, "simpleAssociableChoice")}
        for part in elements(interaction, "simpleMatchSet")
    ]
    pairs, common["max_mark"] = _right_pairs(context, interaction)
    if len(sets) == 2:
        turned = [(right, left) for left, right in pairs]
        for premises, answers, given in ((sets[0], sets[1], pairs), (sets[1], sets[0], turned)):
            key = dict(given)
            if len(key) == len(given) and set(key) == set(premises) and set(key.values()) <= set(answers):
                spare = [name for name in answers if name not in key.values()]
                made = [Pair(context.text(premises[name]), context.words(answers[key[name]])) for name in premises]
                made += [Pair(NO_TEXT, context.words(answers[name])) for name in spare]
                return Matching(pairs=tuple(made), shuffle=flag(interaction, "shuffle"), **common)
    message = gettext_noop("У каждой строки должна быть ровно одна верная пара, а здесь не так. Разделите вопрос.")
    raise refuse(interaction, context.source, message)


def associate(context: Context, interaction: etree._Element, common: Common) -> Item:
    """associateInteraction: of each pair the first becomes the premise, the second the answer."""
    choices = {one.get("identifier", ""): one for one in elements(interaction, "simpleAssociableChoice")}
    pairs, common["max_mark"] = _right_pairs(context, interaction)
    used = [name for pair in pairs for name in pair]
    if len(set(used)) != len(used) or not set(used) <= set(choices):
        message = gettext_noop("Один вариант входит в несколько пар. Такое соединение не переносится: сделайте соответствие.")
        raise refuse(interaction, context.source, message)
    context.note(interaction, gettext_noop("Варианты разделены на два столбца: что соединять и с чем."))
    made = [Pair(context.text(choices[left]), context.words(choices[right])) for left, right in pairs]
    made += [Pair(NO_TEXT, context.words(one)) for name, one in choices.items() if name not in used]
    return Matching(pairs=tuple(made), shuffle=flag(interaction, "shuffle"), **common)


def order(context: Context, interaction: etree._Element, common: Common) -> Item:
    """orderInteraction: all in the right order, or nothing."""
    choices = {one.get("identifier", ""): one for one in elements(interaction, "simpleChoice")}
    response, rule = context.response(interaction), context.rule(interaction)
    if rule.kind != "match" or sorted(response.correct) != sorted(choices):
        message = gettext_noop("Верный порядок назван не для всех строк. Назовите его целиком.")
        raise refuse(interaction, context.source, message)
    common["max_mark"] = rule.value or Fraction(1)
    entries = tuple(context.text(choices[name]) for name in response.correct)
    return Ordering(entries=entries, grading=OrderGrading.ALL_OR_NOTHING, shuffle=flag(interaction, "shuffle"), **common)


# --- gaps; the text comes later, when the gaps have their numbers ---


def gap_match(context: Context, interaction: etree._Element) -> tuple[tuple[Word, ...], dict[str, int], Fraction]:
    """gapMatchInteraction: the words, for each gap the number of its right word (from 1), and the full mark."""
    if elements(interaction, "gapImg"):
        message = gettext_noop("В пропуски нужно перетащить картинки, а у нас — слова. Замените картинки словами.")
        raise refuse(interaction, context.source, message)
    texts = {one.get("identifier", ""): one for one in elements(interaction, "gapText")}
    pairs, whole = _right_pairs(context, interaction)
    numbers = {name: number for number, name in enumerate(texts, start=1)}
    key = {gap: numbers[name] for name, gap in pairs if name in numbers}
    gaps = [gap.get("identifier", "") for gap in elements(interaction, "gap")]
    if set(key) != set(gaps) or len(pairs) != len(gaps):
        message = gettext_noop("Не у каждого пропуска ровно одно верное слово. Исправьте верный ответ.")
        raise refuse(interaction, context.source, message)
    words = tuple(Word(context.words(one), is_unlimited=one.get("matchMax", "1") != "1") for one in texts.values())
    return words, key, whole


def inline_choices(context: Context, interactions: list[etree._Element]) -> tuple[tuple[Word, ...], list[int], Fraction]:
    """inlineChoiceInteraction, several: the words by groups, for each gap the number of its right word, and the full mark."""
    words: list[Word] = []
    groups: dict[tuple[str, ...], tuple[int, int]] = {}
    key, marks = [], []
    for interaction in interactions:
        choices = {one.get("identifier", ""): context.words(one) for one in elements(interaction, "inlineChoice")}
        offered = tuple(choices.values())
        if offered not in groups:
            groups[offered] = (len(words), len(groups) + 1)
            words.extend(Word(text, group=len(groups)) for text in offered)
        values, whole, rule = context.weights(interaction, list(choices))
        right = [place for place, name in enumerate(choices) if values[name] > 0]
        if len(right) != 1:
            message = gettext_noop("У пропуска должен быть ровно один верный вариант, а их %(count)s.")
            raise refuse(interaction, context.source, message, count=len(right))
        if rule.is_joint:
            context.note(interaction, ALL_AT_ONCE)
        key.append(groups[offered][0] + right[0] + 1)
        marks.append(whole)
    if len(set(marks)) > 1:
        raise refuse(interactions[0], context.source, _UNEVEN, marks=", ".join(f"{float(mark):g}" for mark in marks))
    return tuple(words), key, sum(marks, Fraction(0))


def gap_item(words: tuple[Word, ...], shuffle: bool, common: Common, *, is_dragged: bool) -> Item:
    """The item of a text with gaps."""
    return (DragWords if is_dragged else GapSelect)(words=words, shuffle=shuffle, **common)

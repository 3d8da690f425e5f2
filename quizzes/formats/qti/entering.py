"""Interactions of QTI in which something is typed: text, number, essay."""

import re
from fractions import Fraction

from lxml import etree

from quizzes.formats.qti.choosing import Common
from quizzes.formats.qti.context import Context
from quizzes.formats.qti.declarations import Declared, number, share
from quizzes.formats.qti.processing import Rule, Step
from quizzes.formats.qti.vocabulary import elements, refuse
from quizzes.scoring import NO_TEXT, Essay, Item, NumberAnswer, Numerical, Option, ShortAnswer, Text, TextFormat, Tolerance
from quizzes.scoring.problems import gettext_noop

ANY = ".*"
_TOLERANCES = {"exact": Tolerance.NOMINAL, "absolute": Tolerance.NOMINAL, "relative": Tolerance.RELATIVE}


def text_entry(context: Context, interaction: etree._Element, common: Common) -> Item:
    """textEntryInteraction: a number where the response is one, else a word or phrase."""
    response, rule = context.response(interaction), context.rule(interaction)
    steps = _steps(response, rule)
    whole = max((step.value for step in steps), default=Fraction(1))
    common["max_mark"] = whole = whole if whole > 0 else Fraction(1)
    if response.base_type in ("float", "integer"):
        return Numerical(answers=tuple(_number(context, interaction, step, whole) for step in steps), **common)
    ignores = {step.ignores_case for step in steps}
    if len(ignores) > 1:
        context.note(interaction, gettext_noop("Регистр различался не во всех ответах; теперь не различается ни в одном."))
    answers = tuple(
        Option(Text(_pattern(context, interaction, step)), share(step.value, whole), context.feedback_on(step.literal or ""))
        for step in steps
    )
    return ShortAnswer(answers=answers, case_sensitive=True not in ignores, **common)


def _steps(response: Declared, rule: Rule) -> list[Step]:
    """What is accepted, in turn, with its marks."""
    if rule.kind == "steps":
        right = next(iter(response.correct), "")
        return [step if step.literal is not None else _with_literal(step, right) for step in rule.steps]
    if rule.kind == "match":
        return [Step("match", rule.value or Fraction(1), value) for value in response.correct]
    return [
        Step("match", min(mark, response.upper or mark), key, key in response.ignores_case)
        for key, mark in response.mapping.items()
    ]


def _with_literal(step: Step, literal: str) -> Step:
    return Step(step.kind, step.value, literal, step.ignores_case, step.tolerance)


def _number(context: Context, interaction: etree._Element, step: Step, whole: Fraction) -> NumberAnswer:
    mode, tolerance = step.tolerance
    value = number(interaction, step.literal, context.source)
    tolerance = tolerance / 100 if mode == "relative" else tolerance
    return NumberAnswer(value, tolerance, share(step.value, whole), tolerance_kind=_TOLERANCES[mode])


def _pattern(context: Context, interaction: etree._Element, step: Step) -> str:
    """The accepted text with our wildcard; a pattern has to consist of plain characters and `.*`."""
    literal = step.literal or ""
    if step.kind != "patternMatch":
        return literal.replace("*", r"\*").strip()
    parts = []
    for part in literal.split(ANY):
        bare = re.sub(r"\\([^A-Za-z0-9])", lambda hit: chr(0xE000 + ord(hit[1])) if ord(hit[1]) < 0x1000 else hit[1], part)
        if re.search(r"[\\^$.|?*+()\[\]{}]", bare):
            message = gettext_noop("Шаблон «%(pattern)s» не переносится: у нас есть только знак * на месте любого текста.")
            raise refuse(interaction, context.source, message, pattern=literal[:60])
        parts.append("".join(chr(ord(char) - 0xE000) if 0xE000 <= ord(char) < 0xF000 else char for char in bare))
    return "*".join(part.replace("*", r"\*") for part in parts).strip()


def essay(context: Context, interaction: etree._Element, common: Common) -> Item:
    """extendedTextInteraction: a free text, with words for the person who marks it."""
    guidance = NO_TEXT
    for block in elements(context.root, "rubricBlock"):
        if {"scorer", "tutor"} & set(block.get("view", "").split()):
            guidance = context.text(block)
    if context.responses.get(interaction.get("responseIdentifier", ""), Declared("", "", "string")).base_type == "file":
        raise refuse(interaction, context.source, gettext_noop("Ответ нужен файлом, а у нас эссе пишут текстом."))
    return Essay(guidance=Text(guidance.value, TextFormat.HTML), **common)

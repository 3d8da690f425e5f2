"""Reading items of QTI 2.1, 2.2 and 3.0: what an item has in common with others, and which interaction it is."""

import dataclasses
import re
from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction

from lxml import etree

from quizzes.formats.qti import choosing, entering, placing
from quizzes.formats.qti.choosing import Common
from quizzes.formats.qti.context import Context
from quizzes.formats.qti.declarations import declared, flag, number
from quizzes.formats.qti.processing import rules_of
from quizzes.formats.qti.vocabulary import elements, has_blocks, inner_html, normalise, refuse, replace, unwrap, version_of
from quizzes.scoring import Description, Item, Text, TextFormat
from quizzes.scoring.problems import gettext_noop

Reader = Callable[[Context, etree._Element, Common], Item]
_READERS: dict[str, Reader] = {
    "choiceInteraction": choosing.choice,
    "hottextInteraction": choosing.hot_text,
    "hotspotInteraction": choosing.hotspot,
    "selectPointInteraction": choosing.select_point,
    "matchInteraction": placing.match,
    "associateInteraction": placing.associate,
    "orderInteraction": placing.order,
    "textEntryInteraction": entering.text_entry,
    "extendedTextInteraction": entering.essay,
}
_IN_TEXT = ("inlineChoiceInteraction", "gapMatchInteraction")
_NO_KIN = gettext_noop("Задание %(tag)s не переносится: такого вида вопроса у нас нет. Замените его другим видом.")
_SEVERAL = gettext_noop("В одном вопросе несколько заданий (%(tags)s). Разделите его.")
_BLANK = "_____"
_SPACES = re.compile(r"\s+")


def read_root(root: etree._Element, source: str, open_file: Callable[[str], bytes | None]) -> tuple[Item, Context]:
    """The item of a document and what was met on the way; FormatError where it cannot be one of ours."""
    version = version_of(root, source)
    normalise(root)
    body = root.find("itemBody")
    if body is None:
        raise refuse(root, source, gettext_noop("У вопроса нет текста (itemBody). Выгрузите его заново."))
    if flag(root, "adaptive"):
        raise refuse(root, source, gettext_noop("Вопрос из нескольких шагов (adaptive) не переносится. Разделите его."))
    if root.find("templateProcessing") is not None:
        raise refuse(root, source, gettext_noop("Вопрос с подстановкой чисел (templateProcessing) не переносится."))
    responses = declared(root, source, version)
    interactions = [one for one in body.iter(etree.Element) if str(one.tag).endswith("Interaction")]
    tags = list(dict.fromkeys(str(one.tag) for one in interactions))
    _refuse_foreign(interactions, source)
    marked = {} if tags in ([], ["extendedTextInteraction"]) else rules_of(root, responses, source) or {}
    context = Context(root, body, source, responses, marked, open_file)
    context.prepare_pictures()
    common = _common(context)
    if tags and (tags[0] in _IN_TEXT):
        item = _gaps(context, interactions, common)
    elif interactions:
        item = _single(context, interactions[0], common)
    else:
        item = Description(**{**common, "stem": _stem(context)})
    context.tell_of_feedback()
    if elements(body, "math"):
        context.note(body, gettext_noop("Формулы MathML не показываются. Перепишите их словами или картинкой."))
    return item, context


def _refuse_foreign(interactions: list[etree._Element], source: str) -> None:
    for one in interactions:
        if one.tag not in _READERS and one.tag not in _IN_TEXT:
            raise refuse(one, source, _NO_KIN, tag=one.tag)
    tags = [str(one.tag) for one in interactions]
    if len(tags) > 1 and set(tags) != {"inlineChoiceInteraction"}:
        raise refuse(interactions[1], source, _SEVERAL, tags=", ".join(dict.fromkeys(tags)))


def _common(context: Context) -> Common:
    root = context.root
    mark = Fraction(1)
    for outcome in root.iterchildren("outcomeDeclaration"):
        if outcome.get("identifier", "").upper() == "SCORE" and outcome.get("normalMaximum"):
            mark = number(outcome, outcome.get("normalMaximum"), context.source) or mark
    return {
        "name": _SPACES.sub(" ", root.get("title", "")).strip(),
        "id": root.get("identifier", "").strip(),
        "max_mark": mark,
        **context.shared_feedback(),
    }


def _single(context: Context, interaction: etree._Element, common: Common) -> Item:
    """An item with one interaction: the text around it and its prompt are the question."""
    item_of = _READERS[str(interaction.tag)]
    made = item_of(context, interaction, {**common, "stem": Text("-")})
    return dataclasses.replace(made, stem=_stem(context))


def _stem(context: Context) -> Text:
    """The text of the body without interactions; words for the marker are not for the candidate."""
    body = deepcopy(context.body)
    for block in elements(body, "rubricBlock"):
        if "candidate" not in block.get("view", "candidate").split():
            replace(block, "")
    for feedback in elements(body, "feedbackBlock", "feedbackInline"):
        context.note(feedback, gettext_noop("Пояснение внутри текста вопроса не перенесено."))
        replace(feedback, "")
    for interaction in [one for one in body.iter(etree.Element) if str(one.tag).endswith("Interaction")]:
        _take_out(interaction)
    for image in elements(body, "object"):
        image.tag = "img"
        words = " ".join("".join(map(str, image.itertext())).split())
        source = image.get("data", "")
        image.attrib.clear()
        image.set("src", source)
        image.set("alt", words)
        image.text = None
    return Text(inner_html(unwrap(body)), TextFormat.HTML)


def _take_out(interaction: etree._Element) -> None:
    """Leaves of an interaction what belongs to the question: the prompt, the text with hot words, the blank to fill."""
    if interaction.tag == "hottextInteraction":
        choosing.show_hot_text(interaction)
        _keep(interaction)
    elif interaction.tag == "gapMatchInteraction":
        for word in elements(interaction, "gapText"):
            replace(word, "")
        _keep(interaction)
    elif interaction.tag in ("textEntryInteraction", "inlineChoiceInteraction"):
        _blank(interaction)
    else:
        prompt, parent = interaction.find("prompt"), interaction.getparent()
        if prompt is None or parent is None:
            replace(interaction, "")
        else:
            _as_paragraph(prompt)
            prompt.tail = interaction.tail
            parent.replace(interaction, prompt)


def _as_paragraph(prompt: etree._Element) -> None:
    prompt.tag = "div" if has_blocks(prompt) else "p"
    prompt.attrib.clear()


def _keep(interaction: etree._Element) -> None:
    for prompt in elements(interaction, "prompt"):
        _as_paragraph(prompt)
    interaction.tag = "div"
    interaction.attrib.clear()


def _blank(interaction: etree._Element) -> None:
    """A field alone in its paragraph is the field below the question; one in a sentence is a blank in it."""
    parent = interaction.getparent()
    alone = parent is not None and parent.tag in ("p", "div") and len(parent) == 1
    around = f"{parent.text or ''}{interaction.tail or ''}".strip() if parent is not None else ""
    if parent is not None and alone and not around and parent.getparent() is not None:
        replace(parent, "")
    else:
        replace(interaction, _BLANK)


def _gaps(context: Context, interactions: list[etree._Element], common: Common) -> Item:
    """Texts with gaps: each gap gets the number of its right word, then the text is taken."""
    first = interactions[0]
    if first.tag == "gapMatchInteraction":
        words, key, whole = placing.gap_match(context, first)
        for gap in elements(first, "gap"):
            replace(gap, f"[[{key[gap.get('identifier', '')]}]]")
    else:
        words, numbers, whole = placing.inline_choices(context, interactions)
        for interaction, right in zip(interactions, numbers, strict=True):
            replace(interaction, f"[[{right}]]")
    fields = {**common, "max_mark": whole, "stem": _stem(context)}
    return placing.gap_item(words, flag(first, "shuffle"), fields, is_dragged=first.tag == "gapMatchInteraction")

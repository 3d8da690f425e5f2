"""Between the page of an item and its response: what the candidate sees, and what a posted form means.

Options travel as places on the page, never as places in the item: there the right one often comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.models import FormItem
from quizzes.rendering import to_html


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its place on the page, its words, whether it is chosen now."""

    value: str
    html: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Slot:
    """One premise with the list to choose from."""

    name: str
    html: SafeString
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Widget:
    """How an item is answered: `shape` names the template, `ask` is the short instruction, `missing` the error."""

    shape: str
    ask: str = ""
    missing: str = ""
    choices: Sequence[Choice] = ()
    slots: Sequence[Slot] = ()
    text: str = ""
    units: Sequence[str] = field(default_factory=tuple)

    @property
    def anchor(self) -> str:
        """The id of the first field, for the error summary."""
        return {"matching": "answer-0", "text": "answer", "number": "answer", "essay": "answer"}.get(self.shape, "answer-1")


def widget(item: FormItem, response: scoring.Response | None) -> Widget:
    """The fields of an item as the form shows them, with the response filled in."""
    content = item.version.content
    if isinstance(content, scoring.SingleChoice):
        chosen = {response.option} if isinstance(response, scoring.ChosenOne) else set()
        missing = _("Выберите один ответ")
        return Widget("radios", missing, missing, _choices(item, _texts(content.options), chosen))
    if isinstance(content, scoring.MultipleResponse):
        several = set(response.options) if isinstance(response, scoring.ChosenMany) else set()
        missing = _("Выберите хотя бы один ответ")
        choices = _choices(item, _texts(content.options), several)
        return Widget("checkboxes", _("Можно выбрать несколько ответов"), missing, choices)
    if isinstance(content, scoring.TrueFalse):
        return _true_false(response)
    if isinstance(content, scoring.Matching):
        return _matching(item, content, response)
    return _typed(content, response)


def _texts(options: Sequence[scoring.Option]) -> list[SafeString]:
    return [to_html(option.text) for option in options]


def _choices(item: FormItem, texts: list[SafeString], chosen: set[int]) -> list[Choice]:
    order = item.option_order or list(range(len(texts)))
    return [Choice(str(place), texts[option], option in chosen) for place, option in enumerate(order)]


def _true_false(response: scoring.Response | None) -> Widget:
    said = response.value if isinstance(response, scoring.Said) else None
    words = ((True, "1", _("Верно")), (False, "0", _("Неверно")))
    choices = [Choice(sign, conditional_escape(word), said is value) for value, sign, word in words]
    return Widget("radios", _("Верно ли это?"), _("Выберите «Верно» или «Неверно»"), choices)


def _matching(item: FormItem, content: scoring.Matching, response: scoring.Response | None) -> Widget:
    given = response.choices if isinstance(response, scoring.Assigned) else (None,) * len(content.premises)
    texts = [to_html(scoring.Text(choice, scoring.TextFormat.PLAIN)) for choice in content.choices]
    slots = [
        Slot(f"answer-{place}", to_html(premise), _choices(item, texts, set() if choice is None else {choice}))
        for place, (premise, choice) in enumerate(zip(content.premises, given, strict=True))
    ]
    return Widget("matching", _("Подберите пару к каждой строке"), _("Подберите пару хотя бы к одной строке"), slots=slots)


def _typed(content: scoring.Item, response: scoring.Response | None) -> Widget:
    text = response.text if isinstance(response, scoring.Typed) else ""
    if isinstance(content, scoring.Description):
        return Widget("none")
    if isinstance(content, scoring.Essay):
        return Widget("essay", _("Ответьте своими словами"), _("Напишите ответ"), text=text)
    if isinstance(content, scoring.Numerical):
        units = tuple(unit.name for unit in content.units)
        return Widget("number", _("Введите число"), _("Введите число"), text=text, units=units)
    return Widget("text", _("Введите слово или короткую фразу"), _("Введите ответ"), text=text)


def read_response(item: FormItem, data: QueryDict) -> scoring.Response | None:
    """The response that a posted form means, None where nothing was entered; what it must not mean, is not read."""
    content = item.version.content
    if isinstance(content, scoring.SingleChoice):
        option = _option(item, data.get("answer", ""), len(content.options))
        return None if option is None else scoring.ChosenOne(option)
    if isinstance(content, scoring.MultipleResponse):
        found = [_option(item, value, len(content.options)) for value in data.getlist("answer")]
        options = tuple(option for option in found if option is not None)
        return scoring.ChosenMany(options) if options else None
    if isinstance(content, scoring.TrueFalse):
        said = {"1": True, "0": False}.get(data.get("answer", ""))
        return None if said is None else scoring.Said(said)
    if isinstance(content, scoring.Matching):
        given = [data.get(f"answer-{place}", "") for place in range(len(content.premises))]
        choices = tuple(_option(item, value, len(content.choices)) for value in given)
        return None if all(choice is None for choice in choices) else scoring.Assigned(choices)
    text = data.get("answer", "").replace("\r\n", "\n")
    return scoring.Typed(text) if text.strip() else None


def _option(item: FormItem, value: str, count: int) -> int | None:
    """The option of the item at a place of the page."""
    order = item.option_order or list(range(count))
    return order[int(value)] if value.isascii() and value.isdigit() and int(value) < len(order) else None

"""Single choice, multiple response, true or false."""

from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers.widgets import Answering, Choice, Widget, from_page, page_order
from quizzes.models import FormItem
from quizzes.rendering import to_html


def choices_of(item: FormItem, texts: list[SafeString], chosen: set[int]) -> list[Choice]:
    """The choices in the order of the page."""
    return [Choice(str(place), texts[one], one in chosen) for place, one in enumerate(page_order(item, len(texts)))]


def _texts(options: tuple[scoring.Option, ...]) -> list[SafeString]:
    return [to_html(option.text) for option in options]


def _show_single(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    chosen = {response.option} if isinstance(response, scoring.ChosenOne) else set()
    missing = _("Выберите один ответ")
    return Widget("radios", missing, missing, choices_of(item, _texts(item.version.content.options), chosen))


def _read_single(item: FormItem, data: QueryDict) -> scoring.Response | None:
    option = from_page(data.get("answer", ""), page_order(item, len(item.version.content.options)))
    return None if option is None else scoring.ChosenOne(option)


def _show_multiple(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    several = set(response.options) if isinstance(response, scoring.ChosenMany) else set()
    choices = choices_of(item, _texts(item.version.content.options), several)
    return Widget("checkboxes", _("Можно выбрать несколько ответов"), _("Выберите хотя бы один ответ"), choices)


def _read_multiple(item: FormItem, data: QueryDict) -> scoring.Response | None:
    order = page_order(item, len(item.version.content.options))
    found = (from_page(value, order) for value in data.getlist("answer"))
    options = tuple(option for option in found if option is not None)
    return scoring.ChosenMany(options) if options else None


def _show_true_false(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    said = response.value if isinstance(response, scoring.Said) else None
    words = ((True, "1", _("Верно")), (False, "0", _("Неверно")))
    choices = [Choice(sign, conditional_escape(word), said is value) for value, sign, word in words]
    return Widget("radios", _("Верно ли это?"), _("Выберите «Верно» или «Неверно»"), choices)


def _read_true_false(item: FormItem, data: QueryDict) -> scoring.Response | None:
    said = {"1": True, "0": False}.get(data.get("answer", ""))
    return None if said is None else scoring.Said(said)


single = Answering(show=_show_single, read=_read_single)
multiple = Answering(show=_show_multiple, read=_read_multiple)
true_false = Answering(show=_show_true_false, read=_read_true_false)

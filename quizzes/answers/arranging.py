"""Matching, ordering, gaps in a text."""

from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers.choosing import choices_of
from quizzes.answers.widgets import Answering, Choice, Piece, Row, Slot, Widget, from_page, page_order, posted
from quizzes.models import FormItem
from quizzes.rendering import split_gaps, to_html


def _given(response: scoring.Response | None, count: int) -> tuple[int | None, ...]:
    return response.choices if isinstance(response, scoring.Assigned) else (None,) * count


def _read_assigned(item: FormItem, data: QueryDict, slots: int, answers: int) -> scoring.Response | None:
    order = page_order(item, answers)
    choices = tuple(from_page(data.get(f"answer-{place}", ""), order) for place in range(slots))
    return None if all(choice is None for choice in choices) else scoring.Assigned(choices)


# --- matching ---


def _show_matching(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    content = item.version.content
    texts = [to_html(scoring.Text(choice, scoring.TextFormat.PLAIN)) for choice in content.choices]
    slots = [
        Slot(f"answer-{place}", to_html(premise), choices_of(item, texts, set() if choice is None else {choice}))
        for place, (premise, choice) in enumerate(zip(content.premises, _given(response, len(content.premises)), strict=True))
    ]
    ask, missing = _("Подберите пару к каждой строке"), _("Подберите пару хотя бы к одной строке")
    return Widget("matching", ask, missing, slots=slots, anchor="answer-0")


def _read_matching(item: FormItem, data: QueryDict) -> scoring.Response | None:
    content = item.version.content
    return _read_assigned(item, data, len(content.premises), len(content.choices))


# --- ordering ---


def order_rows(texts: list[SafeString], order: list[int], given: tuple[int, ...], data: QueryDict | None) -> list[Row]:
    """The rows of an order in the order of the page, each with the place it has been given."""
    places = {entry: str(place) for place, entry in enumerate(given, start=1)}
    return [
        Row(f"answer-{row}", texts[entry], places.get(entry) or posted(data, f"answer-{row}")) for row, entry in enumerate(order)
    ]


def read_order(data: QueryDict, order: list[int]) -> tuple[int, ...]:
    """The entries by the places they were given, those without one left out; rows with one place in the order of the page."""
    placed = [(data.get(f"answer-{row}", ""), entry) for row, entry in enumerate(order)]
    numbered = [(int(place), entry) for place, entry in placed if place.isascii() and place.isdigit() and len(place) < 4]
    if len({place for place, _entry in numbered}) < len(numbered):
        # Two rows in one place are no order: what is left says so by being too short.
        return tuple(entry for _place, entry in numbered)[:1]
    return tuple(entry for _place, entry in sorted(numbered))


def _show_ordering(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    texts = [to_html(entry) for entry in item.version.content.entries]
    given = response.order if isinstance(response, scoring.Ordered) and len(response.order) == len(texts) else ()
    rows = order_rows(texts, page_order(item, len(texts)), given, data)
    return Widget("ordering", _("Расставьте по порядку"), _("Расставьте строки по порядку"), rows=rows, anchor="answer-0")


def _read_ordering(item: FormItem, data: QueryDict) -> scoring.Response | None:
    order = read_order(data, page_order(item, len(item.version.content.entries)))
    return scoring.Ordered(order) if order else None


# --- gaps ---


def _show_gaps(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    content = item.version.content
    order = page_order(item, len(content.words))
    given = _given(response, len(content.key))
    pieces = []
    for gap, html in enumerate(split_gaps(content.stem)):
        slot = _gap(content, gap, order, given[gap]) if gap < len(content.key) else None
        pieces.append(Piece(html, slot))
    is_drag = isinstance(content, scoring.DragWords)
    ask = _("Поставьте слова на места пропусков") if is_drag else _("Заполните пропуски")
    missing = _("Заполните хотя бы один пропуск")
    shape = "drag_words" if is_drag else "gaps"
    return Widget(shape, ask, missing, pieces=pieces, has_own_text=True, anchor="answer-0")


def _gap(content: scoring.GapSelect, gap: int, order: list[int], chosen: int | None) -> Slot:
    offered = set(content.choices(gap))
    words = [(place, word, content.words[word]) for place, word in enumerate(order) if word in offered]
    choices = [
        Choice(str(place), conditional_escape(one.text), word == chosen, one.is_unlimited, one.group)
        for place, word, one in words
    ]
    label = _("Пропуск %(number)s из %(count)s") % {"number": gap + 1, "count": len(content.key)}
    return Slot(f"answer-{gap}", SafeString(), choices, label)


def _read_gaps(item: FormItem, data: QueryDict) -> scoring.Response | None:
    content = item.version.content
    return _read_assigned(item, data, len(content.key), len(content.words))


matching = Answering(show=_show_matching, read=_read_matching)
ordering = Answering(show=_show_ordering, read=_read_ordering)
gaps = Answering(show=_show_gaps, read=_read_gaps)

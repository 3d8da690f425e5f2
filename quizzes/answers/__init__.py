"""Between the page of an item and its response: what the candidate sees, and what a posted form means.

Options travel as places on the page, never as places in the item: there the right one often comes first.
"""

from django.http import QueryDict

from quizzes import scoring
from quizzes.answers import arranging, case_play, choosing, entering, pointing
from quizzes.answers.widgets import Choice, Piece, Row, Slot, Widget
from quizzes.models import FormItem, ItemVersion, Response

__all__ = ["Choice", "Piece", "Row", "Slot", "Widget", "is_complete", "read_response", "stays", "widget"]

_MODULES = {
    scoring.SingleChoice: choosing.single,
    scoring.MultipleResponse: choosing.multiple,
    scoring.TrueFalse: choosing.true_false,
    scoring.Matching: arranging.matching,
    scoring.Ordering: arranging.ordering,
    scoring.GapSelect: arranging.gaps,
    scoring.DragWords: arranging.gaps,
    scoring.Hotspot: pointing.hotspot,
    scoring.ShortAnswer: entering.short,
    scoring.Numerical: entering.number,
    scoring.Essay: entering.essay,
    scoring.Description: entering.description,
    scoring.Case: case_play.case,
}
# Buttons that record and stay on the page: a check, a decision of a case, a step back in it, a click on a picture.
_STAYING = ("check", "decide", "step_back", "point.x")


def widget(
    item: FormItem, response: scoring.Response | None, data: QueryDict | None = None, *, shows_feedback: bool = False
) -> Widget:
    """The fields of an item as the form shows them, with the response filled in.

    `data` is what was just posted: shown again where it makes no response. `shows_feedback` lets a case say what its
    decisions teach while it runs.
    """
    content = item.version.content
    if isinstance(content, scoring.Case):
        return case_play.case.show(item, response, data, shows_feedback=shows_feedback)
    return _MODULES[type(content)].show(item, response, data)


def read_response(item: FormItem, data: QueryDict) -> scoring.Response | None:
    """The response that a posted form means, None where nothing was entered; what it must not mean, is not read."""
    return _MODULES[type(item.version.content)].read(item, data)


def stays(data: QueryDict) -> bool:
    """Whether what was pressed leads back to the same item."""
    return any(name in data for name in _STAYING)


def is_complete(version: ItemVersion, response: Response) -> bool:
    """Whether a recorded response answers the item: for a case, whether it is played to an end."""
    if response.content is None or version.kind != scoring.Case.kind:
        return response.content is not None
    content = version.content
    return isinstance(content, scoring.Case) and content.is_finished(response.answer)

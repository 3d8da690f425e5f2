"""What the pages of a panel show: items with their keys, spreads without names, results in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quizzes.domain.standard_setting import PanelResult
from quizzes.models import PanelItem, PanelRemark, Round
from quizzes.rendering import shown_stem
from quizzes.scoring.angoff import MIN_JUDGES
from quizzes.scoring.response_classes import OUR_LABELS, WHOLE, parts_of

CHOICES = ("single-choice", "multiple-response", "true-false")


@dataclass(frozen=True)
class ShownOption:
    """An option with its letter; `is_right` as the key has it."""

    text: str
    is_right: bool


@dataclass(frozen=True)
class Spread:
    """The estimates of an item without names, in per cent."""

    low: int
    high: int
    mean: int
    values: str

    @property
    def is_wide(self) -> bool:
        """Whether the judges are far apart: there is something to talk about."""
        return self.high - self.low >= 30


@dataclass(frozen=True)
class PanelRow:
    """An item of a panel for a judge or the chair."""

    item: PanelItem
    stem: SafeString
    options: tuple[ShownOption, ...]
    right: str
    own: int | None
    before: int | None
    spread: Spread | None
    facility: str
    remarks: tuple[str, ...]


def panel_rows(
    items: Sequence[PanelItem],
    *,
    own: Mapping[int, int] | None = None,
    before: Mapping[int, int] | None = None,
    result: PanelResult | None = None,
    facilities: Mapping[str, float] | None = None,
    remarks: Sequence[PanelRemark] = (),
) -> list[PanelRow]:
    """A row per item: what was estimated by oneself now and in the round before, how far the others lie, what was said."""
    said: dict[int, list[str]] = {}
    for remark in remarks:
        said.setdefault(remark.item_id, []).append(remark.text)
    return [
        PanelRow(
            item,
            shown_stem(item.version.content),
            _options(item),
            "" if item.version.kind in CHOICES else item.version.content.right_answer(),
            (own or {}).get(item.pk),
            (before or {}).get(item.pk),
            _spread(result, item.pk),
            _whole((facilities or {}).get(str(item.version_id))),
            tuple(said.get(item.pk, ())),
        )
        for item in items
    ]


def _options(item: PanelItem) -> tuple[ShownOption, ...]:
    if item.version.kind not in CHOICES:
        return ()
    classes = next(part for part in parts_of(item.version.content, item.version.item.language) if part.code == WHOLE).classes
    words = [gettext(one.label) if one.label in OUR_LABELS else one.label for one in classes]
    named = [f"{one.letter}. {text}" if one.letter else text for one, text in zip(classes, words, strict=True)]
    return tuple(ShownOption(text, one.fraction > 0) for one, text in zip(classes, named, strict=True))


def _spread(result: PanelResult | None, item: int) -> Spread | None:
    found = result.spreads.get(item) if result else None
    if found is None:
        return None
    values = [round(100 * value) for value in found.values]
    return Spread(values[0], values[-1], round(100 * found.mean), ", ".join(map(str, values)))


def _whole(value: float | None) -> str:
    return "" if value is None else f"{round(value)} %"


def decimal(value: float | None, digits: int = 1) -> str:
    """A figure of a result as the language writes it; a dash where there is none."""
    return "—" if value is None else formats.number_format(round(value, digits), decimal_pos=digits, use_l10n=True)


def result_words(found: PanelResult) -> dict[str, Any]:
    """A round's result for a template."""
    cuts = found.cuts
    return {
        "round": found.round,
        "cut": decimal(found.cut),
        "error": decimal(found.standard_error),
        "low": decimal(cuts[0]) if cuts else "—",
        "high": decimal(cuts[-1]) if cuts else "—",
        "cuts": [decimal(cut) for cut in cuts],
        "complete": found.complete,
        "started": found.started,
        "is_provisional": found.result is None or found.result.is_provisional,
        "needed": MIN_JUDGES,
    }


def last_closed(rounds: Sequence[Round]) -> Round | None:
    """The newest round that is over."""
    over = [one for one in rounds if one.closed_at is not None]
    return over[-1] if over else None

"""The portal's scales in words: evidence of a practice, readiness for transfer, modality of a clause, levels.

The two scales of practices are our own; they join what CEBC, EIF and Nesta ask for (see the page «Как описать практику»).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import taxonomy


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale: code, name, meaning in plain words, and how many of `of` pillars stand for it."""

    code: str
    name: str | Promise
    meaning: str | Promise
    have: int
    of: int
    is_bad: bool = False


_EVIDENCE = (
    ("E0", _("замысел"), _("понятно, кому и почему должно помочь; своих данных пока нет")),
    ("E1", _("наблюдения"), _("собраны отзывы или подсчёты, сравнить не с чем")),
    ("E2", _("измеренное изменение"), _("один показатель до и после, выбывшие учтены")),
    ("E3", _("сравнение"), _("семьям с практикой лучше, чем похожим семьям без неё")),
    ("E4", _("подтверждение"), _("то же у независимых команд в двух местах и через год")),
)
_TRANSFER = (
    ("T0", _("рассказ"), _("по тексту повторить нельзя")),
    ("T1", _("паспорт"), _("описаны ядро, состав, шаги, цена, правовая основа")),
    ("T2", _("комплект"), _("есть пособие, формы, обучение и проверка точности")),
    ("T3", _("повторена"), _("другая служба внедрила полностью")),
)
_WARNINGS = (
    ("EN", _("эффект не найден"), _("честное сравнение не нашло пользы")),
    ("EX", _("есть опасения"), _("есть признаки вреда или нарушения закона")),
)
_MODALITIES = {
    "must": _("Обязательно"),
    "should": _("Рекомендуется"),
    "may": _("Допускается"),
    "info": _("Пояснение"),
}


def evidence_scale() -> list[Grade]:
    """Returns E0 to E4 in order."""
    return [Grade(*step, have=place, of=len(_EVIDENCE)) for place, step in enumerate(_EVIDENCE, 1)]


def transfer_scale() -> list[Grade]:
    """Returns T0 to T3 in order."""
    return [Grade(*step, have=place, of=len(_TRANSFER)) for place, step in enumerate(_TRANSFER, 1)]


def _warnings() -> list[Grade]:
    return [Grade(*step, have=0, of=len(_EVIDENCE), is_bad=True) for step in _WARNINGS]


def evidence(code: str) -> Grade | None:
    """Returns the step with this code (`E0`…`E4`, `EN`, `EX`), or None where a practice is not rated."""
    return next((grade for grade in (*evidence_scale(), *_warnings()) if grade.code == code), None)


def transfer(code: str) -> Grade | None:
    """Returns the step with this code (`T0`…`T3`), or None where a practice is not rated."""
    return next((grade for grade in transfer_scale() if grade.code == code), None)


def modality(kind: str) -> str | Promise:
    """Returns the word for a clause's modality; an unknown kind counts as an explanation."""
    return _MODALITIES.get(kind, _MODALITIES["info"])


def level_number(code: str) -> int:
    """Returns the place (from 1) of a level of support in the taxonomy, 0 for an unknown code."""
    codes = [known for known, _name in taxonomy.facet_choices("levels")]
    return codes.index(code) + 1 if code in codes else 0

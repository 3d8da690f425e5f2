"""Figures of a report in words and numbers for readers: formats, names of places, flags and cautions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from quizzes.domain.statistics import CohortReport
from quizzes.references import label
from quizzes.scoring.flags import TEMPLATES, USUAL, Flag
from quizzes.scoring.places import cell_of
from quizzes.scoring.quiz_report import QuizReport
from quizzes.scoring.response_classes import VERDICTS

NOT_COMPUTABLE = "—"
WIDE_SHARE = 20  # points: a wider interval of the share who passed is said aloud


def number(value: float | None, digits: int = 2) -> str:
    """A figure as the reader's language writes it; a dash where it cannot be computed."""
    if value is None:
        return NOT_COMPUTABLE
    rounded = round(float(value), digits)
    return formats.number_format(rounded + 0.0, decimal_pos=digits, use_l10n=True)


def percent(value: float | None, digits: int = 1) -> str:
    """A figure in per cent."""
    return NOT_COMPUTABLE if value is None else f"{number(value, digits)} %"


def say_flag(code: str, params: Mapping[str, Any], template: str = "") -> str:
    """A flag in the reader's language; an option that is "right" or "wrong" is translated too."""
    words = gettext(template or TEMPLATES.get(code, code))
    shown = {name: gettext(value) if value in VERDICTS.values() else value for name, value in params.items()}
    return words % shown if shown else words.replace("%%", "%")


def flag_words(flag: Flag) -> str:
    """The words of a flag of a report."""
    return say_flag(flag.code, flag.params, flag.template)


def place_name(place: str, found: CohortReport) -> str:
    """What a place of the plan is called: an item by its title, a cell by what it asks for."""
    where = cell_of(place)
    if where is None:
        titles = {version.item.code: version.title for version in found.versions.values()}
        return titles.get(place, place)
    cell, rank = where
    if not 0 < cell <= len(found.blueprint.cells):
        return _("Вне плана, %(rank)s") % {"rank": rank}
    wanted = found.blueprint.cells[cell - 1]
    parts = [label("competencies", wanted.competency), wanted.difficulty, wanted.kind]
    name = " × ".join(part for part in parts if part) or _("Любой вопрос")
    return _("%(cell)s, место %(rank)s") % {"cell": name, "rank": rank}


@dataclass(frozen=True)
class Line:
    """One figure of the test: its name, its value, how to read it."""

    name: str
    value: str
    reading: str = ""


def test_lines(report: QuizReport) -> list[Line]:
    """The figures of the test as a whole."""
    figures, full = report.figures, float(report.full)
    of_full = _(" из %(full)s") % {"full": number(full, 0 if full == int(full) else 2)}
    marks = _("в баллах")
    return [
        Line(_("Попыток"), str(report.attempts)),
        Line(_("Средний балл"), number(figures.mean) + of_full, _share(figures.mean, full)),
        Line(_("Медиана"), number(figures.median) + of_full, _share(figures.median, full)),
        Line(_("Стандартное отклонение"), number(figures.standard_deviation), marks),
        Line(_("Асимметрия"), number(figures.skewness), _("меньше −1: тест лёгкий, больше 1: трудный")),
        Line(_("Эксцесс"), number(figures.kurtosis), _("0 — как у нормального распределения")),
        Line(
            _("Согласованность (альфа Кронбаха)"),
            percent(figures.internal_consistency),
            _("от 80 % — для допуска, от 70 % — для учёбы; бывает и отрицательной"),
        ),
        Line(_("Доля ошибки"), percent(figures.error_ratio), _("сколько разброса баллов — случайность")),
        Line(_("Стандартная ошибка измерения"), number(figures.standard_error), marks),
        Line(_("Стандартная ошибка у проходного балла"), number(report.cut.standard_error), _("в баллах, по Лорду и Китсу")),
    ]


def _share(value: float | None, full: float) -> str:
    return percent(100 * value / full) if value is not None and full else ""


def test_cautions(found: CohortReport) -> list[str]:
    """What may not be concluded from so few attempts, in words; empty where there are enough."""
    report = found.report
    if report is None:
        return []
    count, said = report.attempts, []
    if count < USUAL.attempts:
        few = ngettext("%(count)s попытка — это мало.", "%(count)s попыток — это мало.", count) % {"count": count}
        rest = _("Ниже %(needed)s не судите об отдельных вопросах и не сравнивайте группы: разница может быть случайной.")
        said.append(f"{few} {rest % {'needed': USUAL.attempts}}")
        said.append(_("Согласованность и ошибка измерения при таком числе попыток сами очень неточны: не ссылайтесь на них."))
    elif count < 100:
        said.append(_("Показатели вопросов приблизительны: уверенно их читают со 100 попыток."))
    if report.cut.share and 100 * (report.cut.share[1] - report.cut.share[0]) > WIDE_SHARE:
        said.append(passed_words(report) + " " + _("Не выводите из этого, что одна группа сильнее другой."))
    return said


def passed_words(report: QuizReport) -> str:
    """How many passed, and between what the share of all such people may lie."""
    cut = report.cut
    if not cut.decided or cut.share is None:
        return _("Сдавших посчитать нельзя: итоги ещё не решены.")
    words = _("Сдали %(passed)s из %(decided)s (%(share)s). При таких данных доля может быть от %(low)s до %(high)s.")
    return words % {
        "passed": cut.passed,
        "decided": cut.decided,
        "share": percent(100 * cut.passed / cut.decided, 0),
        "low": percent(100 * cut.share[0], 0),
        "high": percent(100 * cut.share[1], 0),
    }


def decision_steps(report: QuizReport) -> list[str]:
    """The arithmetic of decision consistency, step by step; why there is none where it cannot be computed."""
    cut, figures = report.cut, report.figures
    found = cut.consistency
    if found is None:
        if figures.internal_consistency is not None and figures.internal_consistency < 0:
            return [_("Не вычислить: согласованность отрицательна, вопросы меряют разное.")]
        return [_("Не вычислить: попыток меньше трёх или все получили одинаковый балл.")]
    names = {
        "cut": number(cut.cut),
        "mean": number(figures.mean),
        "sd": number(figures.standard_deviation),
        "alpha": number((figures.internal_consistency or 0) / 100, 3),
        "z": number(found.z, 3),
        "below": number(found.below, 4),
        "both": number(found.both, 4),
        "p0": number(found.p0, 3),
    }
    return [
        _("z = (проходной балл − 0,5 − среднее) / отклонение = (%(cut)s − 0,5 − %(mean)s) / %(sd)s = %(z)s") % names,
        _("Φ(z) = %(below)s — доля, которая не сдала бы один раз") % names,
        _("Φ₂(z, z; α = %(alpha)s) = %(both)s — доля, которая не сдала бы дважды") % names,
        _("P₀ = 1 + 2 · (%(both)s − %(below)s) = %(p0)s") % names,
    ]

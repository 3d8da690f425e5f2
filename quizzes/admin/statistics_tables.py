"""The tables of a report, once for the page and for spreadsheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from quizzes.admin.figures import flag_words, number, percent, place_name, test_lines
from quizzes.domain.statistics import CohortReport
from quizzes.scoring.item_analysis import ItemStatistics
from quizzes.scoring.quiz_report import ClassRow, VersionRow
from quizzes.scoring.response_classes import OUR_LABELS
from quizzes.spreadsheets import Cell, Table


@dataclass(frozen=True)
class ItemLine:
    """A row of the item table, ready for the template; a version among several of its item is nested."""

    title: str
    code: str
    version: str
    number: int
    attempts: int
    facility: str
    deviation: str
    intended: str
    effective: str
    index: str
    efficiency: str
    guess: str
    flags: tuple[str, ...]
    remarks: tuple[str, ...]
    is_nested: bool = False
    is_whole: bool = False


def item_lines(found: CohortReport) -> list[ItemLine]:
    """A row for each item; where it was met in several versions, one for all of them and one for each."""
    lines = []
    for item in found.report.items if found.report else ():
        several = len(item.versions) > 1
        if several:
            title = found.versions[item.versions[-1].version].title
            lines.append(_line(item.figures, None, title=title, code=item.item, is_whole=True))
        for row in item.versions:
            version = found.versions[row.version]
            lines.append(_line(row.figures, row, title=version.title, code=item.item, number=version.number, is_nested=several))
    return lines


def _line(figures: ItemStatistics, row: VersionRow | None, **fields: Any) -> ItemLine:
    said = row.flags if row else ()
    return ItemLine(
        version=row.version if row else "",
        number=fields.pop("number", 0),
        attempts=figures.attempts,
        facility=percent(figures.facility),
        deviation=number(figures.standard_deviation),
        intended=percent(figures.intended_weight),
        effective=percent(figures.effective_weight),
        index=number(figures.discrimination_index, 1),
        efficiency=percent(figures.discriminative_efficiency),
        guess=percent(row.guess) if row else "",
        flags=tuple(flag_words(flag) for flag in said if not flag.is_remark),
        remarks=tuple(flag_words(flag) for flag in said if flag.is_remark),
        **fields,
    )


def class_label(row: ClassRow) -> str:
    """A class of responses in the reader's language, with its letter; what authors and candidates wrote stays as it is."""
    words = gettext(row.response.label) if row.response.label in OUR_LABELS else row.response.label
    return f"{row.response.letter}. {words}" if row.response.letter else words


def tables_of(found: CohortReport, cohort_words: Iterable[str]) -> list[Table]:
    """All tables of a report for a workbook: the test, its items, places, forms and responses."""
    return [_test_table(found, cohort_words), item_table(found), _place_table(found), _form_table(found), _response_table(found)]


def _test_table(found: CohortReport, cohort_words: Iterable[str]) -> Table:
    report = found.report
    rows: list[list[Cell]] = [[_("Тест"), found.quiz.title, ""], [_("Отбор"), "; ".join(cohort_words) or _("все попытки"), ""]]
    rows.append([_("Людей"), found.people, ""])
    if report is not None:
        figures = report.figures
        raw = [report.attempts, figures.mean, figures.median, figures.standard_deviation, figures.skewness, figures.kurtosis]
        raw += [figures.internal_consistency, figures.error_ratio, figures.standard_error, report.cut.standard_error]
        rows += [[line.name, value, line.reading] for line, value in zip(test_lines(report), raw, strict=True)]
        rows.append([_("Полный балл"), float(report.full), ""])
        rows.append([_("Проходной балл в баллах"), report.cut.cut, ""])
        consistency = report.cut.consistency
        rows.append(["P₀", consistency.p0 if consistency else None, _("согласие двух решений")])
        rows.append(["κ", consistency.kappa if consistency else None, ""])
    return Table(_("Тест"), [_("Показатель"), _("Значение"), _("Как читать")], rows)


FIGURES = ("attempts", "facility", "standard_deviation", "intended_weight", "effective_weight", "discrimination_index")
FIGURES += ("discriminative_efficiency", "point_biserial")


def _figure_head() -> list[str]:
    return [
        _("Попыток"),
        _("Лёгкость, %"),
        _("Отклонение"),
        _("Задуманный вес, %"),
        _("Действительный вес, %"),
        _("Индекс различения"),
        _("Эффективность различения, %"),
        _("Точечно-бисериальная корреляция"),
    ]


def _figures(row: ItemStatistics) -> list[Cell]:
    return [getattr(row, name) for name in FIGURES]


def item_table(found: CohortReport) -> Table:
    """A row per item version, with unrounded figures."""
    head = [_("Код"), _("Версия"), _("Вопрос"), _("Компетенция"), *_figure_head(), _("Угадывание, %"), _("Признаки")]
    rows: list[list[Cell]] = []
    for row in found.report.versions if found.report else ():
        version = found.versions[row.version]
        said = " ".join(flag_words(flag) for flag in row.flags)
        named: list[Cell] = [row.facts.item, version.number, version.title, version.competency]
        rows.append([*named, *_figures(row.figures), row.guess, said])
    return Table(_("Вопросы"), head, rows)


def _place_table(found: CohortReport) -> Table:
    rows = [[place_name(row.item, found), *_figures(row)] for row in found.report.places] if found.report else []
    return Table(_("Места теста"), [_("Место"), *_figure_head()], rows)


def _form_table(found: CohortReport) -> Table:
    head = [_("Вариант"), _("Попыток"), _("Среднее"), _("Отклонение"), _("Согласованность, %")]
    rows: list[list[Cell]] = [
        [row.form, row.figures.attempts, row.figures.mean, row.figures.standard_deviation, row.figures.internal_consistency]
        for row in (found.report.forms if found.report else ())
    ]
    return Table(_("Варианты"), head, rows)


def _response_table(found: CohortReport) -> Table:
    head = [_("Код"), _("Версия"), _("Часть"), _("Ответ"), _("Балл, %")]
    head += [_("Всего"), _("Нижняя треть"), _("Средняя треть"), _("Верхняя треть")]
    rows: list[list[Cell]] = [
        [
            row.facts.item,
            found.versions[row.version].number,
            table.part.title,
            class_label(one),
            float(100 * one.response.fraction),
            one.counts.total,
            one.counts.lower,
            one.counts.middle,
            one.counts.upper,
        ]
        for row in (found.report.versions if found.report else ())
        for table in row.tables
        for one in table.rows
    ]
    return Table(_("Ответы"), head, rows)

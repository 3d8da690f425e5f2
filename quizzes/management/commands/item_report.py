"""Statistics of quizzes on the terminal or in a file; with `--tasks` what they show becomes review tasks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date
from rich.console import Console
from rich.table import Table as Grid

from quizzes.admin.figures import decision_steps, test_cautions, test_lines
from quizzes.admin.statistics_tables import ItemLine, item_lines, item_table, tables_of
from quizzes.domain.review_tasks import raise_tasks
from quizzes.domain.statistics import MIN_PEOPLE, WHICH, Cohort, CohortReport, cohort_report
from quizzes.models import Quiz
from quizzes.spreadsheets import to_csv, to_xlsx

HEAD = ["Код", "Версия", "Попыток", "Лёгкость", "Откл.", "Различение", "Эффективность", "Вес зад.", "Вес действ.", "Признаки"]


class Command(BaseCommand):
    help = "Печатает статистику теста и его вопросов. Без имени теста — всех, что кто-нибудь сдавал."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quiz", nargs="?", default="", metavar="SLUG", help="короткое имя теста")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="")
        parser.add_argument("--which", choices=WHICH, default="all", help="какие попытки человека считать")
        parser.add_argument("--since", default="", metavar="YYYY-MM-DD", help="сданы не раньше")
        parser.add_argument("--until", default="", metavar="YYYY-MM-DD", help="сданы не позже")
        parser.add_argument("--output", type=Path, metavar="FILE", help="записать в .csv или .xlsx вместо печати")
        parser.add_argument("--tasks", action="store_true", help="поставить методистам задачи по признакам и написать им")

    def handle(self, *args: Any, **options: Any) -> None:
        cohort = Cohort(options["which"], self._day(options["since"]), self._day(options["until"]))
        quizzes = self._quizzes(options)
        if options["tasks"] and (cohort.is_narrowed or cohort.which != "all"):
            raise CommandError("Задачи ставят по всем попыткам: уберите --which, --since и --until.")
        if options["output"]:
            self._write(options["output"], quizzes, cohort)
            return
        for quiz in quizzes:
            found = cohort_report(quiz, cohort)
            if options["tasks"]:
                self.stdout.write(f"{quiz.slug} ({quiz.language}): новых задач {len(raise_tasks(found))}")
            else:
                self._print(found)

    def _day(self, text: str) -> Any:
        try:
            day = parse_date(text) if text else None
        except ValueError:
            day = None
        if text and day is None:
            raise CommandError(f"«{text}» — не дата. Пишите 2026-09-01.")
        return day

    def _quizzes(self, options: dict[str, Any]) -> list[Quiz]:
        rows = Quiz.objects.filter(slug=options["quiz"]) if options["quiz"] else Quiz.objects.filter(attempts__isnull=False)
        if options["language"]:
            rows = rows.filter(language=options["language"])
        found = list(rows.distinct().order_by("slug", "language"))
        if not found and options["quiz"]:
            known = ", ".join(Quiz.objects.order_by("slug").values_list("slug", flat=True).distinct()) or "ни одного"
            raise CommandError(f"Теста «{options['quiz']}» нет. Есть: {known}.")
        return found

    def _write(self, path: Path, quizzes: list[Quiz], cohort: Cohort) -> None:
        if len(quizzes) != 1:
            raise CommandError(f"В файл пишут один тест, выбрано: {len(quizzes)}. Назовите его и язык (--language).")
        if path.suffix not in (".csv", ".xlsx"):
            raise CommandError("Файл должен называться на .csv или .xlsx.")
        found = cohort_report(quizzes[0], cohort)
        if found.report is None:
            raise CommandError(_why_empty(found))
        path.write_bytes(to_csv(item_table(found)) if path.suffix == ".csv" else to_xlsx(tables_of(found, _words(cohort))))
        self.stderr.write(f"Записано: {path}")

    def _print(self, found: CohortReport) -> None:
        console = Console(file=self.stdout, width=None if self.stdout.isatty() else 160, highlight=False)
        console.print(f"\n{found.quiz.title} ({found.quiz.slug}, {found.quiz.language})", style="bold", markup=False)
        if found.report is None:
            console.print(_why_empty(found), markup=False)
            return
        for line in test_lines(found.report):
            console.print(f"  {line.name}: {line.value}", markup=False)
        for words in [*decision_steps(found.report), *test_cautions(found)]:
            console.print(f"  {words}", markup=False)
        grid = Grid(*HEAD)
        for line in item_lines(found):
            grid.add_row(*_cells(line))
        console.print(grid)


def _cells(line: ItemLine) -> list[str]:
    version = "все" if line.is_whole else str(line.number)
    figures = [line.facility, line.deviation, line.index, line.efficiency, line.intended, line.effective]
    # Square brackets in what people wrote are no markup.
    said = " ".join((*line.flags, *line.remarks)).replace("[", r"\[")
    return [line.code, version, str(line.attempts), *figures, said]


def _words(cohort: Cohort) -> list[str]:
    said = [cohort.which] if cohort.which != "all" else []
    return said + [f"{name} {day}" for name, day in (("с", cohort.since), ("по", cohort.until)) if day]


def _why_empty(found: CohortReport) -> str:
    if found.is_hidden:
        return f"Людей в отборе {found.people}, меньше {MIN_PEOPLE}: показатели скрыты, чтобы не выдать чужой результат."
    return "Никто не сдавал, или все попытки ждут проверки."

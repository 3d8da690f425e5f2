"""Imports questions from a file into the bank: all of it, or with --keep-going what is without faults."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from quizzes.domain.errors import QuizError
from quizzes.domain.imports import ImportRefused, Report, import_entries, preview_import
from quizzes.formats.foreign import foreign
from quizzes.formats.registry import FORMATS, READABLE, detect
from quizzes.models import Item


class Command(BaseCommand):
    help = "Импортирует вопросы в банк. Ошибка в файле называет строку; без --keep-going ничего не записывается."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=sorted(READABLE), default="", help="без него узнаётся по содержимому")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ru")
        parser.add_argument("--status", choices=Item.Status.values, default=Item.Status.DRAFT)
        parser.add_argument("--fold-yo", action="store_true", help="в коротких ответах считать ё и е одной буквой")
        parser.add_argument("--keep-going", action="store_true", help="взять вопросы без ошибок, остальные назвать")
        parser.add_argument("--dry-run", action="store_true", help="только показать, что будет сделано")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            with self._opened(path) as (file, progress, task):
                name = self._format(path, options["format"])
                report = self._import(FORMATS[name].entries(file), options, lambda count: progress.advance(task, count))
        except OSError as error:
            raise CommandError(f"{path}: файл не читается: {error}") from error
        except ImportRefused as error:
            self._tell(path, error.faults)
            raise CommandError(f"{error} Исправьте их или добавьте --keep-going.") from error
        except QuizError as error:
            raise CommandError(f"{path}: {error} Ничего не записано.") from error
        self._tell(path, report.faults)
        self._tell(path, report.notes)
        if options["dry_run"] and report.faults and not options["keep_going"]:
            raise CommandError(f"Ошибок: {len(report.faults)}. Исправьте их или добавьте --keep-going.")
        counts = ", ".join(
            f"{word}: {report.counts[action]}"
            for action, word in (("create", "новых"), ("change", "изменённых"), ("keep", "без изменений"))
        )
        self.stdout.write(f"{'Будет сделано' if options['dry_run'] else 'Готово'} ({FORMATS[name].title}). {counts}.")

    @contextmanager
    def _opened(self, path: Path) -> Iterator[tuple[BinaryIO, Progress, Any]]:
        """The file, whose reading moves one bar, and the bar that counts questions."""
        console = Console(file=self.stderr._out, highlight=False)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
        with Progress(*columns, DownloadColumn(), console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Вопросов", total=None)
            with progress.open(path, "rb", description="Прочитано") as file:
                yield file, progress, task

    def _format(self, path: Path, named: str) -> str:
        """The format of a file that may hold questions at all."""
        with path.open("rb") as file:
            head = file.read(1_000_000)
        other = foreign(head, is_named=bool(named))
        if other is not None:
            raise CommandError(f"{path}: {other}")
        return named or detect(path.name, head)

    def _import(self, entries: Any, options: dict[str, Any], on_progress: Any) -> Report:
        if options["dry_run"]:
            return preview_import(entries, language=options["language"], fold_yo=options["fold_yo"])
        return import_entries(
            entries,
            language=options["language"],
            status=options["status"],
            fold_yo=options["fold_yo"],
            keep_going=options["keep_going"],
            on_progress=on_progress,
        )

    def _tell(self, path: Path, faults: Any) -> None:
        for fault in faults:
            self.stderr.write(f"{path}: {fault}")

"""Imports questions from a file into the bank: all of it, or with --keep-going what is without faults."""

from argparse import ArgumentParser
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from quizzes.domain.bank import import_bank, plan_import
from quizzes.domain.errors import BankError
from quizzes.formats import aiken, gift
from quizzes.formats.encodings import decode
from quizzes.models import Item

FORMATS: dict[str, ModuleType] = {"gift": gift, "aiken": aiken}


class Command(BaseCommand):
    help = "Импортирует вопросы в банк. Ошибка в файле называет строку; без --keep-going ничего не записывается."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ru")
        parser.add_argument("--status", choices=Item.Status.values, default=Item.Status.DRAFT)
        parser.add_argument("--keep-going", action="store_true", help="взять вопросы без ошибок, остальные назвать")
        parser.add_argument("--dry-run", action="store_true", help="только показать, что будет сделано")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text, encoding = decode(options["file"].read_bytes())
        except (OSError, UnicodeError) as error:
            raise CommandError(f"{options['file']}: файл не читается: {error}") from error
        reading = FORMATS[options["format"]].read(text)
        for fault in reading.faults:
            self.stderr.write(f"{options['file']}: {fault}")
        if reading.faults and not options["keep_going"]:
            raise CommandError(f"Ошибок: {len(reading.faults)}. Ничего не записано. Исправьте их или добавьте --keep-going.")
        self._import(reading.items, encoding, options)

    def _import(self, items: Any, encoding: str, options: dict[str, Any]) -> None:
        console = Console(file=self.stdout._out, highlight=False)
        try:
            with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
                steps = progress.track(items, description="Вопросы")
                if options["dry_run"]:
                    plan = plan_import(steps, language=options["language"])
                else:
                    plan = import_bank(steps, language=options["language"], status=options["status"])
        except BankError as error:
            raise CommandError(f"{options['file']}: {error} Ничего не записано.") from error
        counts = ", ".join(
            f"{word}: {plan.count(action)}"
            for action, word in (("create", "новых"), ("change", "изменённых"), ("keep", "без изменений"))
        )
        prefix = "Будет сделано" if options["dry_run"] else "Готово"
        self.stdout.write(f"{prefix} ({encoding}). {counts}.")

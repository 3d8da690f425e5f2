"""Writes the bank, one quiz's pool or a category to a file or to the terminal."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quizzes import scoring
from quizzes.formats import aiken, gift
from quizzes.formats.errors import UnsupportedItem
from quizzes.models import Item

FORMATS = {"gift": gift, "aiken": aiken}


class Command(BaseCommand):
    help = "Выгружает вопросы банка. Чего формат не умеет, названо по вопросам; без --keep-going файл не пишется."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--format", choices=sorted(FORMATS), default="gift")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ru")
        parser.add_argument("--category", default="", help="раздел банка с вложенными")
        parser.add_argument("--status", choices=Item.Status.values, default="")
        parser.add_argument("--keep-going", action="store_true", help="пропустить вопросы, которых формат не умеет")

    def handle(self, *args: Any, **options: Any) -> None:
        module = FORMATS[options["format"]]
        kept, refused = [], []
        for item in self._items(options):
            try:
                module.dumps([item])
            except UnsupportedItem as error:
                refused.append(error)
            else:
                kept.append(item)
        for error in refused:
            self.stderr.write(str(error))
        if refused and not options["keep_going"]:
            raise CommandError(f"Формат не умеет вопросов: {len(refused)}. Возьмите другой формат или добавьте --keep-going.")
        text = module.dumps(kept)
        if options["file"]:
            options["file"].write_text(text, encoding="utf-8")
            self.stderr.write(f"Выгружено вопросов: {len(kept)}.")
        else:
            self.stdout.write(text, ending="")

    def _items(self, options: dict[str, Any]) -> list[scoring.Item]:
        rows = Item.objects.filter(language=options["language"], current_version__isnull=False)
        if options["status"]:
            rows = rows.filter(status=options["status"])
        if options["category"]:
            nested = rows.filter(category__startswith=f"{options['category'].rstrip('/')}/")
            rows = rows.filter(category=options["category"]) | nested
        listed = rows.select_related("current_version").order_by("category", "code")
        return [replace(row.current_version.content, id=row.code) for row in listed]

"""Writes the bank, one quiz's pool or a category to a file or to the terminal."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from quizzes.domain.exports import Wanted, contents, wanted_items
from quizzes.domain.pictures import pictures_for
from quizzes.formats.registry import FORMATS
from quizzes.models import Item, Quiz
from quizzes.scoring import ITEM_TYPES


class Command(BaseCommand):
    help = "Выгружает вопросы банка. Чего формат не умеет, названо по вопросам; без --keep-going файл не пишется."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--format", choices=sorted(FORMATS), default="gift")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="ru")
        parser.add_argument("--category", default="", help="раздел банка с вложенными")
        parser.add_argument("--quiz", default="", help="короткое имя теста: вопросы, из которых он собирается")
        parser.add_argument("--competency", default="", help="код компетенции")
        parser.add_argument("--kind", choices=sorted(ITEM_TYPES), default="", help="тип вопроса")
        parser.add_argument("--status", choices=Item.Status.values, default="")
        parser.add_argument("--keep-going", action="store_true", help="пропустить вопросы, которых формат не умеет")

    def handle(self, *args: Any, **options: Any) -> None:
        items = self._items(options)
        writing = FORMATS[options["format"]].write(self._counted(items), pictures_for(items))
        for refused in writing.refused:
            self.stderr.write(str(refused))
        for note in writing.notes:
            self.stderr.write(str(note))
        if writing.refused and not options["keep_going"]:
            count = len(writing.refused)
            raise CommandError(f"Формат не умеет вопросов: {count}. Возьмите другой формат или добавьте --keep-going.")
        if options["file"]:
            options["file"].write_bytes(writing.data)
            self.stderr.write(f"Выгружено вопросов: {writing.count}.")
        elif FORMATS[options["format"]].ending == "zip":
            self._binary(writing.data)
        else:
            self.stdout.write(writing.data.decode(), ending="")

    def _binary(self, data: bytes) -> None:
        if sys.stdout.isatty():
            raise CommandError("Пакет — двоичный файл. Назовите, куда его записать: export_items FILE.zip --format qti")
        sys.stdout.buffer.write(data)

    def _counted(self, items: list[Any]) -> Any:
        console = Console(file=self.stderr._out, highlight=False)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            yield from progress.track(items, description="Вопросы")

    def _items(self, options: dict[str, Any]) -> list[Any]:
        quiz = None
        if options["quiz"]:
            quiz = Quiz.objects.filter(slug=options["quiz"], language=options["language"]).first()
            if quiz is None:
                raise CommandError(f"Теста «{options['quiz']}» на этом языке нет.")
        names = ("language", "category", "status", "competency", "kind")
        return list(contents(wanted_items(Wanted(quiz=quiz, **{name: options[name] for name in names}))))

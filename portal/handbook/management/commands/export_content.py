"""`export_content DIR`: writes the published pages as canonical files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.handbook.export import export_library


class Command(BaseCommand):
    help = "Writes the library as canonical Markdown into DIR. Only files whose text changes are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        written = export_library(folder)
        for file in written:
            self.stdout.write(str(file))
        self.stdout.write(f"{len(written)} files written to {folder}.")

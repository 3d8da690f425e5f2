"""`release_standard <slug> <version>`: publishes a prepared version of a standard and closes its text."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.standards.domain import release_version
from portal.standards.models import StandardVersionPage


class Command(BaseCommand):
    help = "Releases a version of a standard in its languages: publishes the draft, closes its text, sets its date in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="for example consent")
        parser.add_argument("version", help="for example 2.0")
        parser.add_argument("--lang", choices=[code for code, _name in settings.LANGUAGES], help="only this language")

    @transaction.atomic
    def handle(self, *args: Any, slug: str, version: str, lang: str | None, **options: Any) -> None:
        pages = StandardVersionPage.objects.filter(source_path=f"standards/{slug}/{version}").select_related("locale")
        if lang:
            pages = pages.filter(locale__language_code=lang)
        if not pages:
            raise CommandError(f"There is no version {version} of the standard {slug}{f' in {lang}' if lang else ''}.")
        for page in pages.order_by("pk"):
            self.stdout.write(f"{page.lang}/{page.source_path}: {self._release(page)}")

    def _release(self, page: StandardVersionPage) -> str:
        was_released = page.is_released
        try:
            if not page.live:
                (page.get_latest_revision() or page.save_revision()).publish()
                page = StandardVersionPage.objects.get(pk=page.pk)
            release_version(version=page)
        except ValidationError as error:
            raise CommandError(f"{page.lang}/{page.source_path}: {' '.join(error.messages)}") from error
        state = "in force" if page.is_current else f"in force from {page.effective_on}"
        return f"already released, {state}." if was_released else f"released, {state}."

"""`badge_key`: the keys that sign badges."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from quizzes.domain.badge_keys import BadgeKeyError, create_key, retire_key, rotate_key
from quizzes.models import BadgeKey

ACTS = {"create": create_key, "rotate": rotate_key, "retire": retire_key}


class Command(BaseCommand):
    help = "Keys that sign badges: create the first, list, rotate (the old one keeps verifying), retire one that leaked."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["list", *ACTS])
        parser.add_argument("name", nargs="?", help="of the key, for example 2026-1; it stands in every badge")

    def handle(self, *args: Any, act: str, name: str | None, **options: Any) -> None:
        if act == "list":
            self._list()
            return
        if not name:
            raise CommandError(f"Name the key: badge_key {act} NAME")
        try:
            key = ACTS[act](name)
        except BadgeKeyError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{key.name}: {key.get_state_display()}, {key.public_multibase}")

    def _list(self) -> None:
        for key in BadgeKey.objects.all():
            demo = ", demo" if key.is_demo else ""
            self.stdout.write(f"{key.created_at:%Y-%m-%d}  {key.state:<8}{key.name}{demo}  {key.public_multibase}")
        if not BadgeKey.objects.exists():
            self.stdout.write("No keys. Make the first: badge_key create NAME")

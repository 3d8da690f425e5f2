"""`write_schema`: the schema of a database that was only migrated, as a file for first starts (`make schema`)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.core.schema import SCHEMA, schema_text


class Command(BaseCommand):
    help = "Writes the schema of a freshly migrated SQLite database into portal/core/schema.sql. Use it through «make schema»."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("The schema is kept for SQLite only; this is a database of another kind. Use: make schema")
        if get_user_model()._default_manager.exists():
            raise CommandError("There are people in this database; the schema is taken from an empty one. Use: make schema")
        SCHEMA.write_text(schema_text(connection), encoding="utf-8")
        self.stdout.write(f"Written: {SCHEMA}")

"""The packed handbook that the portal offers: where it is, how large, of which day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True)
class Archive:
    """A packed handbook; `size` is in bytes."""

    path: Path
    size: int
    built_on: date


def current_archive() -> Archive | None:
    """Returns the handbook as it was last packed, None before the first time."""
    path = Path(settings.VAR_DIR) / "handbook.zip"
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return Archive(path, found.st_size, timezone.localtime(datetime.fromtimestamp(found.st_mtime, UTC)).date())

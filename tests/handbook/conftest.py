"""A library of six small pages in a folder of its own: quick to load, and free to be broken."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.core.registry import knowledge_models
from tests.markup.content import write_content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """`change(file, old, new)` edits a file of the folder; the old words must be there."""

    def changed(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return changed


def page_at(path: str, lang: str = "ru") -> Any:
    """Returns the page of a path of the library as it is stored now. Raises LookupError."""
    for model in knowledge_models():
        page = model.objects.filter(locale__language_code=lang, source_path=path).first()
        if page is not None:
            return page
    raise LookupError(f"No page {lang}/{path}.")


def publish(page: Any, **fields: Any) -> Any:
    """Does what an author does in the admin: changes fields, saves, publishes. Returns the stored page."""
    draft(page, **fields).publish()
    return type(page).objects.get(pk=page.pk)


def draft(page: Any, **fields: Any) -> Any:
    """Saves a draft and leaves what readers see alone; returns the revision."""
    edited = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(edited, name, value)
    return edited.save_revision(changed=True)

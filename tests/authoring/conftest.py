"""A library of a few real pages: enough for authors' tests, loaded in a moment, changes rolled back."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from portal.core.registry import knowledge_models
from portal.handbook.apply import apply_sync
from portal.people.roles import ensure_roles
from tests.conftest import DATABASES

FILES = (
    "ru/methodology/levels.md",
    "ru/methodology/support-types.md",
    "en/methodology/levels.md",
    "ru/standards/consent/1.0.md",
    "ru/standards/consent/2.0.md",
    "en/standards/consent/1.0.md",
    "en/standards/consent/2.0.md",
    "ru/practices/primorye-early-help.md",
    "ru/forms/consent-form.md",
    "ru/glossary/social-support.md",
)


def copy_content(folder: Path, files: tuple[str, ...] = FILES) -> Path:
    """Copies these files of `content/` with the taxonomy and thesaurus."""
    source = Path(settings.CONTENT_DIR)
    for name in (*files, "taxonomy.yaml", "thesaurus.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    return folder


def load_content(folder: Path) -> None:
    apply_sync(folder)
    ensure_roles()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_content(tmp_path_factory.mktemp("library") / "content")


@pytest.fixture(scope="module")
def _loaded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, content: Path) -> Iterator[None]:
    """Loads the pages once for a module, inside a transaction in which the tests' own transactions are savepoints."""
    with django_db_blocker.unblock():
        request.config.stash[DATABASES].use("bare")
        around = transaction.atomic()
        around.__enter__()
        load_content(content)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def pages(_loaded: None, db: None) -> Callable[..., Any]:
    """The loaded pages; `pages("methodology/levels", "en")` gives one, `pages("practices")` a section."""
    return find_page


def find_page(path: str, lang: str = "ru") -> Any:
    """Returns the page at a path of `content/`, or the section with this slug. Raises LookupError."""
    for model in knowledge_models():
        page = model.objects.filter(locale__language_code=lang, source_path=path).first()
        if page is not None:
            return page
    section = Page.objects.filter(locale__language_code=lang, slug=path, depth=3).first()
    if section is None:
        raise LookupError(f"No page {lang}/{path}.")
    return section.specific

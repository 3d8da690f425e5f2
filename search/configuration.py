"""What the settings say about search, and the one engine of this process."""

import threading
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engine import Engine
from search.text.thesaurus import Thesaurus, load

_lock = threading.Lock()
_engines: dict[Path, Engine] = {}
_thesauri: dict[Path, tuple[int, Thesaurus]] = {}


def backend_parameters() -> dict[str, Any]:
    """Return the entry `default` of the setting of search backends, with upper-case keys."""
    name = "MODELSEARCH_BACKENDS" if apps.is_installed("modelsearch") else "WAGTAILSEARCH_BACKENDS"
    return dict(getattr(settings, name, {}).get("default", {}))


def index_path(parameters: dict[str, Any] | None = None) -> Path:
    """Return the directory that holds all indexes: `PATH` of the backend, or the setting SEARCH_PATH.

    SEARCH_PATH is for sites whose objects are searched by another backend, while pages stay with ours.
    """
    path = (parameters or backend_parameters()).get("PATH") or getattr(settings, "SEARCH_PATH", None)
    if not path:
        raise ImproperlyConfigured("Search has no place for its index: set PATH of the default search backend, or SEARCH_PATH.")
    return Path(path)


def page_engine() -> Engine:
    """Return the engine over pages and their sections, shared by the threads of this process."""
    path = index_path() / "pages"
    with _lock:
        if path not in _engines:
            _engines[path] = Engine(path, thesaurus=current_thesaurus)
        return _engines[path]


def thesaurus_copy() -> Path:
    """Return the file into which edits of the thesaurus in the site are written for all processes."""
    return index_path() / "thesaurus.yaml"


def current_thesaurus() -> Thesaurus:
    """Return the thesaurus as edited in the site, else the one of the content, read again when it changed."""
    for path in (thesaurus_copy(), Path(getattr(settings, "SEARCH_THESAURUS", ""))):
        try:
            changed = path.stat().st_mtime_ns if path.suffix else 0
        except FileNotFoundError:
            continue
        if changed:
            return _loaded(path, changed)
    return _NO_THESAURUS


def _loaded(path: Path, changed: int) -> Thesaurus:
    known = _thesauri.get(path)
    if known is None or known[0] != changed:
        known = _thesauri[path] = (changed, load(path))
    return known[1]


_NO_THESAURUS = Thesaurus()

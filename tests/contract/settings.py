"""Settings for modelsearch's own contract tests: its test app on our backend."""

import tempfile
from pathlib import Path

SECRET_KEY = "contract"
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "search",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [Path(__file__).parent / "fixtures"]
USE_TZ = True
LANGUAGE_CODE = "en"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MODELSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "search.backend",
        "PATH": tempfile.mkdtemp(prefix="opora-contract-"),
        # The tests run inside a transaction that is never committed.
        "ON_COMMIT": False,
    }
}

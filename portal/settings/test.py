"""Tests: fast hashes, everything in memory or in a temporary folder, warnings are errors (pyproject.toml)."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403  (settings modules extend each other by star import, as Django's documentation does)
from .env import env

SECRET_KEY = "test-" + "0" * 50
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
QUIZZES_BADGE_KEY_SECRET = "test-only"
VAR_DIR = Path(tempfile.mkdtemp(prefix="opora-test-"))
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()  # whitenoise warns of a folder that is not there, and warnings are errors
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'test.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file rather than memory: tests with threads and processes need a database that others can open.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SEARCH_PATH = VAR_DIR / "search"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backend", "PATH": str(VAR_DIR / "search")},
}

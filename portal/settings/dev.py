"""One person's machine: `make run`. Plain HTTP on loopback, demo accounts allowed, a key that protects nothing."""

from .base import *  # noqa: F403  (settings modules extend each other by star import, as Django's documentation does)
from .env import env

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", "dev-only-" + "0" * 50)
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
DEMO_ALLOWED = True
QUIZZES_BADGE_KEY_SECRET = env.text("BADGE_KEY_SECRET", "dev-only")
INTERNAL_IPS = ["127.0.0.1"]

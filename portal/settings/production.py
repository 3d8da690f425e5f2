"""A server. It refuses to start without a key, host names and a database address, and speaks HTTPS only."""

from .base import *  # noqa: F403  (settings modules extend each other by star import, as Django's documentation does)
from .env import env

SECRET_KEY = env.required("SECRET_KEY", "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'")
ALLOWED_HOSTS = [
    host.strip() for host in env.required("ALLOWED_HOSTS", "List the site's host names, separated by commas").split(",")
]
env.required("DATABASE_URL", "For example postgresql://opora@localhost/opora")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
DEMO_ALLOWED = False

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
BEHIND_PROXY = env.flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
TRUSTED_PROXIES = env.integer("PROXY_COUNT", 1) if BEHIND_PROXY else 0
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20

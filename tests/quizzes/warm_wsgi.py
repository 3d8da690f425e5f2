"""The portal's application with its addresses loaded before gunicorn forks: a new worker answers at once."""

from django.urls import get_resolver

from portal.wsgi import application

__all__ = ["application"]

assert get_resolver().url_patterns

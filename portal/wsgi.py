"""The WSGI entry point, loaded once before the server forks its workers (`--preload`)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from search.warming import warm_after_first_request

# What is loaded here stays for good. Looking for garbage among it would only lengthen the start, and write into every page of
# memory that the workers share.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()
# The addresses too: else every worker would load them with its first request.
get_resolver().url_patterns  # noqa: B018  (a property that loads them)
warm_after_first_request()
gc.freeze()
gc.enable()

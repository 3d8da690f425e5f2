"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from search.warming import warm_with_first_request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()
warm_with_first_request()

"""modelsearch's contract for search backends, run on ours by `test_search_backend`."""

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests


class OurBackendTests(BackendTests, TestCase):
    """All tests of the mixin; none is skipped."""

    backend_path = "search.backend"

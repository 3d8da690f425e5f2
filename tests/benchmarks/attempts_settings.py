"""The settings of the tests with one address more: the bare view that saving is measured against."""

from portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.attempts_urls"

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def quiet_site(settings, tmp_path) -> None:
    """Russian pages, an empty cache (the rate limit counts there), and a folder where whitenoise looks for files."""
    settings.LANGUAGE_CODE = "ru"
    settings.STATIC_ROOT = str(tmp_path)
    cache.clear()

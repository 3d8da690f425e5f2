"""The Django app of the portal's search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Connects the index to what happens to pages, where Wagtail is installed."""

    name = "search"
    verbose_name = _("Поиск")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to publishing, unpublishing, moving, restricting and deleting."""
        from django.apps import apps  # noqa: PLC0415 - models are there only now

        if apps.is_installed("wagtail"):
            from search import handlers  # noqa: PLC0415 - models are there only now

            handlers.connect()

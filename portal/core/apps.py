from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("Страницы портала")

    def ready(self) -> None:
        from . import rich_text, signals  # noqa: F401, PLC0415  (both register on import, and models exist only now)
        from .admin import languages  # noqa: F401, PLC0415  (the same)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "portal.standards"
    label = "standards"
    verbose_name = _("Стандарты")

    def ready(self) -> None:
        from . import signals  # noqa: F401, PLC0415  (receivers register on import, and models exist only now)

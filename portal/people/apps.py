from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = _("Люди")

    def ready(self) -> None:
        from . import signals  # noqa: F401, PLC0415  (receivers register on import, and models exist only now)

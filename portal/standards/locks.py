"""A released version is closed for everybody; the lock says so in the editor and offers the way on."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class ReleasedLock(BaseLock):
    """Holds for every person, whatever their rights: what was released is what people were certified on."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        said = _("Версия %(version)s выпущена. Её текст, номера и якоря больше не меняют: на них опираются вопросы и люди.") % {
            "version": self.object.version
        }
        if not self.object.get_parent().permissions_for_user(user).can_add_subpage():
            return said
        return format_html(
            '{} <span class="buttons"><a class="button button-small" href="{}">{}</a></span>',
            said,
            reverse("new_standard_version", args=[self.object.pk]),
            _("Создать новую версию"),
        )

    def get_locked_by(self, user: Any) -> str:
        return _("Версия выпущена")

    def get_description(self, user: Any) -> str:
        return _("Выпущенную версию никто не меняет. Создайте новую.")

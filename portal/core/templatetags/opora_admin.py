"""Tags of the admin's own pages."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.core.admin.warnings import resting_sentences

register = template.Library()


@register.inclusion_tag("core/admin/resting.html")
def resting_notice(page: Any) -> dict[str, Any]:
    """Says who rests on a page that is about to be taken down."""
    sentence = _("На страницу «%(page)s» ссылаются: %(who)s. После этого ссылки никуда не приведут.")
    return {"sentences": resting_sentences(page, sentence)}

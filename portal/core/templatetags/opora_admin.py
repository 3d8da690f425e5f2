"""Tags of the admin's own pages."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.core.admin.faults import faults_of_form
from portal.core.admin.warnings import resting_sentences

register = template.Library()


@register.inclusion_tag("core/admin/resting.html")
def resting_notice(page: Any) -> dict[str, Any]:
    """Says who rests on a page that is about to be taken down."""
    sentence = _("На страницу «%(page)s» ссылаются: %(who)s. После этого ссылки никуда не приведут.")
    return {"sentences": resting_sentences(page, sentence)}


@register.inclusion_tag("core/admin/faults.html")
def form_faults(form: Any) -> dict[str, Any]:
    """Names what is wrong in a form that was sent, each with a link to its field, on whatever tab that is."""
    return {"faults": faults_of_form(form) if form.is_bound else []}

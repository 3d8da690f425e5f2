"""«Прочитано» at the end of a page that a quiz asks for."""

from typing import Any

from django import template

from portal.learning.readings import has_read, pages_asked_for

register = template.Library()


@register.inclusion_tag("learning/reading.html", takes_context=True)
def reading(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Shows whether the signed-in reader has read the page, or the button; nothing where no quiz asks for it."""
    request = context.get("request")
    path = getattr(page, "source_path", "")
    if request is None or not request.user.is_authenticated or not path or path not in pages_asked_for():
        return {"is_asked": False}
    return {"is_asked": True, "is_read": has_read(request.user, page), "page": page, "csrf_token": context.get("csrf_token")}

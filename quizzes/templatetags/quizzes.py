"""Template tags of the quiz pages."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quizzes.certificates.codes import grouped
from quizzes.views.kept_words import FIELD, author_key

register = template.Library()


@register.filter
def day_of(value: date | datetime | None) -> SafeString | str:
    """`<time>` with the day in the manner of the language."""
    return _day(value, at_end=False)


@register.filter
def day_at_end(value: date | datetime | None) -> SafeString | str:
    """`day_of` before the full stop of a sentence: Russian dates bring one along."""
    return _day(value, at_end=True)


def _day(value: date | datetime | None, *, at_end: bool) -> SafeString | str:
    if not value:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    words = date_format(local, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat()[:10], words.removesuffix(".") if at_end else words)


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day, as `14:02`."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""


@register.simple_tag(takes_context=True)
def words_author(context: dict[str, Any]) -> SafeString:
    """A hidden field that says whose words a form carries: they come back to nobody else if the sign-in ends meanwhile."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, author_key(context["request"].user))


@register.filter
def code_groups(code: str) -> str:
    """A verification code as it is printed, in groups of four."""
    return grouped(code)


@register.inclusion_tag("quizzes/includes/icon.html")
def quiz_icon(name: str) -> dict[str, Any]:
    """A small drawing beside words: check, care, wait, cloud."""
    return {"name": name}

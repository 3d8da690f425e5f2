"""The main menu of a language, kept in the cache: it is on every page and changes with a section's title only."""

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from .site_version import site_version

MENU_SECONDS = 3600
# The order of the main menu; the addresses are the slugs of pages right under a language's home page.
MENU_SLUGS = ("start", "methodology", "standards", "practices", "quizzes")


def menu_for(code: str) -> list[tuple[str, str]]:
    """Returns (address, label) of the sections that exist in this language."""
    code = code.split("-")[0]
    key = f"menu:{code}:{site_version()}"
    menu = cache.get(key)
    if menu is None:
        menu = _build(code)
        cache.set(key, menu, MENU_SECONDS)
    return menu


def _build(code: str) -> list[tuple[str, str]]:
    pages = Page.objects.live().public().filter(depth=3, locale__language_code=code, slug__in=MENU_SLUGS)
    by_slug = {page.slug: page for page in pages}
    with override(code):
        labels = {
            "start": _("С чего начать"),
            "methodology": _("База знаний"),
            "standards": _("Стандарты"),
            "practices": _("Практики"),
            "quizzes": _("Аттестация"),
        }
        return [(f"/{code}/{slug}/", str(labels[slug])) for slug in MENU_SLUGS if slug in by_slug]

"""Who may see what: asked of the database for every search, never of the index."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

_MAX_PARAMETERS = 900


def visible_keys(request: HttpRequest | None, keys: Collection[str]) -> set[str]:
    """Return the keys out of `keys` that the reader of a request may see; without a request, what all may see.

    A page is visible while it is live, not expired, and under no restriction that the reader does not pass.
    """
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        prefix, _, number = key.partition(":")
        by_prefix[prefix].append(number)
    visible: set[str] = set()
    for prefix, numbers in by_prefix.items():
        seen = _pages_visible(request, numbers) if prefix == "page" else _objects_visible(request, prefix, numbers)
        visible.update(f"{prefix}:{number}" for number in seen)
    return visible


def public_pages(numbers: Collection[int]) -> set[int]:
    """Return the pages that everybody may see."""
    return set(_among(_unrestricted(None), numbers))


def _pages_visible(request: HttpRequest | None, numbers: list[str]) -> Iterable[int]:
    return _among(_unrestricted(request), [int(number) for number in numbers if number.isdigit()])


def _unrestricted(request: HttpRequest | None) -> QuerySet[Page]:
    now = timezone.now()
    pages = Page.objects.filter(live=True).exclude(expire_at__lte=now).order_by()
    restrictions = PageViewRestriction.objects.select_related("page")
    closed = Q()
    for restriction in restrictions:
        if request is None or not restriction.accept_request(request):
            closed |= Q(path__startswith=restriction.page.path)
    return pages.exclude(closed) if closed else pages


def _among(pages: QuerySet[Page], numbers: Collection[int]) -> Iterable[int]:
    """Ask about few pages by number; about many by reading all, since a query takes a limited list."""
    if len(numbers) <= _MAX_PARAMETERS:
        return pages.filter(pk__in=numbers).values_list("pk", flat=True)
    return set(pages.values_list("pk", flat=True)).intersection(numbers)


def _objects_visible(request: HttpRequest | None, label: str, numbers: list[str]) -> Iterable[Any]:
    """Ask the model itself; what no model answers for is not shown."""
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        return ()
    if hasattr(model, "search_visible"):
        visible: Iterable[Any] = model.search_visible(request, numbers)
        return visible
    existing: Iterable[Any] = model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True)
    return existing

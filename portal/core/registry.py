"""Which models are pages of the library: every concrete page with a `source_path`."""

from functools import cache
from typing import Any

from wagtail.models import get_page_models


@cache
def knowledge_models() -> tuple[Any, ...]:
    """Returns the page models that have a path in `content/`, standards' containers included."""
    return tuple(model for model in get_page_models() if any(field.name == "source_path" for field in model._meta.fields))

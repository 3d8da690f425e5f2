"""A posted form as a session keeps it until its author has signed in, and back."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import QueryDict

KEPT = timedelta(hours=12)
"""How long a session keeps what was posted."""


def kept_fields(data: QueryDict, *left_out: str) -> dict[str, list[str]]:
    """The fields with all their values, without the token of the form and those left out."""
    return {name: values for name, values in data.lists() if name not in ("csrfmiddlewaretoken", *left_out)}


def posted_again(fields: Mapping[str, list[str]]) -> QueryDict:
    """The fields as they were posted."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data

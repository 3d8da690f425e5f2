"""What keeps a page from readers, in the words of its form: for the form's own summary and for approval from a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.core.identity import path_is_taken
from portal.core.page_form import lost_anchors, published_outline, taken_path_message
from portal.core.pages import KnowledgePage

CONTROL = ":is(input:not([type=hidden]), textarea, select, [contenteditable=true], button)"


@dataclass(frozen=True)
class Fault:
    """A fault with the field it is of; a fault of the whole page has no field."""

    field: str
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text

    @property
    def target(self) -> str:
        """The selector of what to go to: the first control of the field, whatever that is made of."""
        return f'[data-contentpath="{self.field}"] {CONTROL}' if self.field else ""


def faults_of_form(form: Any) -> list[Fault]:
    """Returns the faults of a form that was sent, in the order of its fields."""
    found = form.errors.as_data()
    names = [name for name in (NON_FIELD_ERRORS, *form.fields) if name in found]
    return [fault for name in names for fault in _faults(name, _label(form, name), found[name])]


def _label(form: Any, name: str) -> str:
    return "" if name == NON_FIELD_ERRORS else capfirst(str(form.fields[name].label))


def faults_of_page(page: Page) -> list[Fault]:
    """Returns what the form would say of the page as it stands, were it published now; nothing for pages without a file."""
    if not isinstance(page, KnowledgePage):
        return []
    found = _errors(page)
    fields = {field.name: capfirst(str(field.verbose_name)) for field in page._meta.concrete_fields}
    return [fault for name, errors in found.items() for fault in _faults(name, fields.get(name, ""), errors)]


def _errors(page: KnowledgePage) -> dict[str, list[ValidationError]]:
    from portal.handbook.readiness import faults_of  # noqa: PLC0415  (the handbook knows every page type)

    found: dict[str, list[ValidationError]] = {}
    try:
        page.full_clean()
    except ValidationError as error:
        found |= error.error_dict
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError as error:
                found.setdefault(field.name, []).append(error)
    if path_is_taken(page):
        found.setdefault("slug", []).append(ValidationError(taken_path_message()))
    lost = lost_anchors(page, page.body, published_outline(page))
    if lost:
        found.setdefault("body", []).append(ValidationError(lost))
    return found or {name: [ValidationError(text)] for name, text in faults_of(page).items()}


def _faults(name: str, label: str, errors: list[ValidationError]) -> list[Fault]:
    field = "" if name == NON_FIELD_ERRORS else name
    texts = dict.fromkeys(text for error in errors for text in _texts(error))
    return [Fault(field, label, text) for text in texts]


def _texts(error: ValidationError) -> Iterator[str]:
    """Gives the sentences of an error, those of the blocks inside a text included."""
    inside = getattr(error, "block_errors", None)
    if inside is None:
        yield from error.messages
        return
    for part in [*error.non_block_errors.as_data(), *inside.values()]:
        yield from _texts(part)

"""What a browser would send from the page editor: every field as it stands, blocks in the shape of the editor's own widgets."""

from typing import Any

from django import forms
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.test.utils.form_data import rich_text

Data = dict[str, Any]


def block_data(block: blocks.Block, value: Any, prefix: str) -> Data:
    """Returns the form fields of a block's value."""
    if isinstance(block, blocks.StreamBlock):
        parts = [(child.block.name, child.block, child.value, child.id or "") for child in value]
        data: Data = {f"{prefix}-count": str(len(parts))}
        for index, (name, child, inner, identity) in enumerate(parts):
            here = f"{prefix}-{index}"
            data |= {f"{here}-deleted": "", f"{here}-order": str(index), f"{here}-type": name, f"{here}-id": identity}
            data |= block_data(child, inner, f"{here}-value")
        return data
    if isinstance(block, blocks.ListBlock):
        data = {f"{prefix}-count": str(len(value))}
        for index, child in enumerate(value.bound_blocks):
            here = f"{prefix}-{index}"
            data |= {f"{here}-deleted": "", f"{here}-order": str(index), f"{here}-id": child.id or ""}
            data |= block_data(child.block, child.value, f"{here}-value")
        return data
    if isinstance(block, blocks.StructBlock):
        return {
            key: part
            for name, child in block.child_blocks.items()
            for key, part in block_data(child, value.get(name), f"{prefix}-{name}").items()
        }
    if isinstance(block, blocks.RichTextBlock):
        return {prefix: rich_text(value.source if value else "", features=block.features)}
    return {prefix: "" if value is None else str(value)}


def form_data(page: Any, parent: Any = None, **changes: Any) -> Data:
    """Returns the editor's form for a page with some values changed; StreamFields by a list of (type, value)."""
    for name, value in changes.items():
        setattr(page, name, value)
    form = page.get_edit_handler().get_form_class()(instance=page, parent_page=parent or page.get_parent())
    data: Data = {}
    for name, field in form.fields.items():
        if isinstance(field, blocks.BlockField):
            data |= block_data(field.block, field.block.normalize(getattr(page, name)), name)
        elif isinstance(field, forms.MultipleChoiceField):
            data[name] = list(form[name].value() or ())
        else:
            value = form[name].value()
            data[name] = "" if value is None or value is False else str(value)
    for prefix in form.formsets:
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
        data |= {f"{prefix}-MIN_NUM_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": "1000"}
    return data


def save_page(client: Client, page: Any, action: str = "", **changes: Any) -> Any:
    """Sends the edit form; `action` is publish, submit or nothing for a draft."""
    data = form_data(page.get_latest_revision_as_object(), page.get_parent(), **changes)
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | _action(action))


def create_page(client: Client, model: Any, parent: Any, action: str = "", **fields: Any) -> Any:
    """Sends the form of a new page under `parent`."""
    data = form_data(model(locale=parent.locale), parent, **fields)
    address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    return client.post(address, data | _action(action))


def _action(action: str) -> Data:
    return {f"action-{action}": "1"} if action else {}


def errors_of(response: Any) -> dict[str, list[str]]:
    """Returns field → messages of a form that came back, and block errors as "body.3.anchor"."""
    found: dict[str, list[str]] = {}
    for name, errors in response.context["form"].errors.as_data().items():
        for error in errors:
            _collect(found, name, error)
    return found


def _collect(found: dict[str, list[str]], name: str, error: Any) -> None:
    inner = getattr(error, "block_errors", None)
    if inner:
        items = inner.items() if isinstance(inner, dict) else enumerate(inner)
        for key, part in items:
            if part is not None:
                _collect(found, f"{name}.{key}", part)
    elif getattr(error, "non_block_errors", None):
        found.setdefault(name, []).extend(message for part in error.non_block_errors.as_data() for message in part.messages)
    else:
        found.setdefault(name, []).extend(error.messages)


def assert_saved(response: Any) -> None:
    """Fails with the form's own errors where the editor came back instead of moving on."""
    if response.status_code != 302:
        assert errors_of(response) == {}
        assert response.status_code == 302

"""What a browser posts for a form as it stands."""

from typing import Any

from django import forms


def fields_of(form: forms.BaseForm) -> dict[str, Any]:
    """The fields of a form that has no rows: a ticked box is `on`, an unticked one is not sent."""
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(field.field, forms.BooleanField):
            if value and str(value) != "False":
                data[field.html_name] = "on"
        elif not isinstance(field.field, forms.FileField) and value is not None:
            data[field.html_name] = str(value)
    return data


def data_of(form: Any) -> dict[str, Any]:
    """The fields of a form of an item or a quiz with all its rows."""
    data = fields_of(form)
    for name, rows in form.row_sets.items():
        data[f"{name}-rows"] = str(len(rows.rows))
        for row in rows.rows:
            data |= fields_of(row)
    return data

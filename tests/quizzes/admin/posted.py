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
    """The fields of a form of an item or a quiz with all its rows, and with the scenes of a case."""
    data = fields_of(form) | _rows(form.row_sets)
    scenes = list(getattr(form, "scenes", ()))
    if scenes:
        data["nodes-rows"] = str(len(scenes))
    for scene in scenes:
        data |= fields_of(scene.form) | _rows(scene.row_sets)
    return data


def _rows(row_sets: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for rows in row_sets.values():
        data[f"{rows.name}-rows"] = str(len(rows.rows))
        for row in rows.rows:
            data |= fields_of(row)
    return data

"""Forms of the public site that belong to no subject."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import PageFeedback


class FeedbackForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """«Страница помогла?»: yes or no, a comment, and a field that only a robot fills in."""

    is_useful = forms.TypedChoiceField(
        label=_("Страница помогла?"),
        choices=[("1", _("Да")), ("0", _("Нет"))],
        coerce=lambda value: value == "1",
        error_messages={"required": _("Ответьте «да» или «нет».")},
    )
    website = forms.CharField(required=False)

    class Meta:
        model = PageFeedback
        fields: ClassVar[list[str]] = ["is_useful", "comment"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("Отзыв не принят: заполнено служебное поле."))
        return cleaned

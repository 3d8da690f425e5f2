"""Forms of the search pages."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from search.models import Concept, Question


class QuestionForm(forms.ModelForm):
    """A question to a methodologist; `website` is a trap for robots that people do not see."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Question
        fields: ClassVar = ["text", "query"]
        labels: ClassVar = {"text": _("Ваш вопрос")}
        help_texts: ClassVar = {"text": _("Не пишите имён, телефонов и обстоятельств семьи.")}
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 4, "class": "govuk-textarea"}),
            "query": forms.HiddenInput,
        }

    def clean(self) -> dict[str, Any]:
        """Turn robots away."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("website"):
            raise ValidationError(_("Вопрос не принят."))
        return data


class SynonymForm(forms.Form):
    """A word of a query that becomes a synonym of a concept."""

    word = forms.CharField(label=_("Слово"), max_length=120)
    lang = forms.ChoiceField(label=_("Язык"), choices=[("ru", "Русский"), ("en", "English"), ("id", "Bahasa Indonesia")])
    concept = forms.ModelChoiceField(label=_("Понятие"), queryset=Concept.objects.all(), to_field_name="code")

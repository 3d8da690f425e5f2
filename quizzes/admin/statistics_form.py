"""The choice of a cohort: which attempts, of when, of whom, by which plan."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.cohorts import facets
from quizzes.domain.statistics import Cohort, Plan

WHICH = [
    ("all", gettext_lazy("Все попытки")),
    ("first", gettext_lazy("Первые попытки")),
    ("best", gettext_lazy("Лучшие попытки")),
    ("last", gettext_lazy("Последние попытки")),
]
GROUP = "group_"


class CohortForm(forms.Form):
    """A GET form; what it does not understand it leaves out, and says so."""

    which = forms.ChoiceField(label=gettext_lazy("Какие попытки"), choices=WHICH, required=False)
    since = forms.DateField(label=gettext_lazy("Сданы с"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("по"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for facet in facets():
            choices = [("", _("Все")), *facet.choices]
            self.fields[GROUP + facet.code] = forms.ChoiceField(label=facet.title, choices=choices, required=False)

    def cohort(self) -> Cohort:
        """The cohort chosen; the whole quiz as far as a field is wrong."""
        self.is_valid()
        found = self.cleaned_data
        groups = {name.removeprefix(GROUP): value for name, value in found.items() if name.startswith(GROUP) and value}
        return Cohort(found.get("which") or "all", found.get("since"), found.get("until"), groups, self.data.get("plan", ""))

    def words(self) -> list[str]:
        """The choice in words, for the head of the report and for exports; empty where nothing is chosen."""
        chosen = self.cleaned_data
        said = [str(dict(WHICH)[chosen["which"]])] if chosen.get("which") not in (None, "", "all") else []
        if chosen.get("since"):
            said.append(_("с %(day)s") % {"day": date_format(chosen["since"])})
        if chosen.get("until"):
            said.append(_("по %(day)s") % {"day": date_format(chosen["until"])})
        for name, field in self.fields.items():
            if name.startswith(GROUP) and chosen.get(name):
                said.append(f"{field.label}: {dict(field.choices)[chosen[name]]}")
        return said


def plan_name(plan: Plan) -> str:
    """A plan by the time of its newest attempt and how many there are."""
    count = ngettext("%(count)s попытка", "%(count)s попыток", plan.attempts) % {"count": plan.attempts}
    return _("до %(day)s, %(count)s") % {"day": date_format(localtime(plan.newest)), "count": count}

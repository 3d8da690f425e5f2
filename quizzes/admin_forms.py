"""Forms of the admin: an item is written as GIFT text, a quiz by its numbers."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from quizzes import scoring
from quizzes.domain.bank import add_version, fingerprint
from quizzes.formats import gift
from quizzes.formats.errors import FormatError
from quizzes.models import Item, Quiz
from quizzes.scoring.assembly import Blueprint
from quizzes.scoring.codec import dump_item

SOURCE_HELP = gettext_lazy(
    "Один вопрос в формате GIFT: текст, затем в скобках =верный#пояснение и ~неверный#пояснение. "
    "Метки — строкой выше: // [tag:competency:ethics] [tag:difficulty:easy] [tag:ref:standards/consent#c-2-1]"
)


class ItemForm(WagtailAdminModelForm):
    """Writes an item: a changed text becomes a new version, a changed status one step of its way."""

    source = forms.CharField(label=gettext_lazy("Вопрос"), help_text=SOURCE_HELP, widget=forms.Textarea(attrs={"rows": 14}))
    reason = forms.CharField(label=gettext_lazy("Что изменено и почему"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.current_version:
            self.initial["source"] = self._source()

    def _source(self) -> str:
        content = replace(self.instance.current_version.content, id="", category="")
        try:
            return gift.dumps([content])
        except FormatError as error:
            self.fields["source"].disabled = True
            return str(error)

    def clean_source(self) -> scoring.Item | None:
        if self.fields["source"].disabled:
            return None
        try:
            found = gift.loads(self.cleaned_data["source"])
        except gift.GiftError as error:
            faults = [_("Строка %(line)s: %(reason)s") % {"line": one.line, "reason": _say(one)} for one in error.faults]
            raise ValidationError(faults) from error
        if len(found) != 1:
            raise ValidationError(_("Здесь нужен один вопрос, найдено: %(count)s.") % {"count": len(found)})
        return found[0]

    @transaction.atomic
    def save(self, commit: bool = True) -> Item:
        item = super().save(commit=commit)
        content = self.cleaned_data["source"]
        if content is not None:
            content = replace(content, id=item.code, category=item.category)
            known = item.current_version.fingerprint if item.current_version else ""
            if fingerprint(dump_item(content)) != known:
                add_version(item, content, actor=self.for_user, reason=self.cleaned_data["reason"])
        item.refresh_from_db()
        return item

    class Meta:
        model = Item
        fields = ("code", "language", "category")


def _say(fault: Any) -> str:
    words = _(fault.template)
    return words % fault.params if fault.params else words


class QuizForm(WagtailAdminModelForm):
    """Checks a quiz's plan before anybody meets it."""

    def clean_blueprint(self) -> dict[str, Any]:
        data = self.cleaned_data["blueprint"]
        try:
            blueprint = Blueprint.from_json(data)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValidationError(_('План не читается. Пример: {"cells": [{"count": 12, "spread": true}]}')) from error
        if blueprint.length < 1:
            raise ValidationError(_("В плане нет ни одного вопроса."))
        return data

    def clean_competency_cut_scores(self) -> dict[str, Any]:
        cuts = self.cleaned_data["competency_cut_scores"] or {}
        if not isinstance(cuts, dict) or not all(_is_percent(cut) for cut in cuts.values()):
            raise ValidationError(_('Пишите проценты по кодам компетенций, например {"ethics": 60}.'))
        return cuts

    class Meta:
        model = Quiz
        exclude = ()


def _is_percent(cut: object) -> bool:
    return isinstance(cut, int | float) and not isinstance(cut, bool) and 0 <= cut <= 100

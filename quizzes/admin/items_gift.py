"""The second way to write an item, for those who know GIFT or YAML: as text; the only one for types without a form."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from quizzes import scoring
from quizzes.admin.access import ADD, CHANGE, allowed
from quizzes.domain import add_version, create_item
from quizzes.domain.bank import fingerprint, next_code
from quizzes.domain.errors import BankError
from quizzes.formats import gift, item_yaml
from quizzes.formats.errors import FormatError
from quizzes.models import Item
from quizzes.scoring.codec import dump_item

HELP = gettext_lazy(
    "Текст, затем в скобках =верный#пояснение и ~неверный#пояснение. "
    "Метки — строкой выше: // [tag:competency:ethics] [tag:difficulty:easy] [tag:ref:standards/consent#c-2-1]"
)


class GiftForm(forms.Form):
    use_required_attribute = False
    source = forms.CharField(label=gettext_lazy("Вопрос текстом"), help_text=HELP, widget=forms.Textarea(attrs={"rows": 14}))
    language = forms.ChoiceField(label=gettext_lazy("Язык вопроса"), choices=settings.LANGUAGES)
    reason = forms.CharField(label=gettext_lazy("Что изменено и почему"), required=False, max_length=300)

    def clean_source(self) -> scoring.Item:
        source = self.cleaned_data["source"]
        try:
            found = (item_yaml if is_yaml(source) else gift).loads(source)
        except FormatError as error:
            faults = [_("Строка %(line)s: %(reason)s") % {"line": one.line, "reason": _say(one)} for one in error.faults]
            raise ValidationError(faults) from error
        if len(found) != 1:
            raise ValidationError(_("Здесь нужен один вопрос, найдено: %(count)s.") % {"count": len(found)})
        return found[0]

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [(self[name].id_for_label, str(words)) for name, listed in self.errors.items() for words in listed]


def is_yaml(source: str) -> bool:
    """Whether a text is YAML: it begins with a document mark or with the type."""
    return source.lstrip().startswith(("---", "kind:"))


def as_text(content: scoring.Item) -> str:
    """The item as GIFT, or as YAML where GIFT cannot say all of it."""
    try:
        text = gift.dumps([content])
        if gift.loads(text) == [content]:
            return text
    except FormatError:
        pass
    return item_yaml.dumps([content])


def _say(fault: Any) -> str:
    words = _(fault.template)
    return words % fault.params if fault.params else words


@allowed(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new item as text."""
    form = GiftForm(request.POST or None)
    if form.is_valid():
        content, language = form.cleaned_data["source"], form.cleaned_data["language"]
        code = content.id or next_code(language, next(iter(content.tag_values("competency")), ""))
        try:
            reason = form.cleaned_data["reason"]
            item = create_item(replace(content, id=code), code=code, language=language, actor=request.user, reason=reason)
        except BankError as error:
            form.add_error("source", str(error))
        else:
            messages.success(request, _("Вопрос записан черновиком. Посмотрите его глазами кандидата и отправьте на проверку."))
            return redirect("quiz_item", item.pk)
    return _show(request, form, None)


@allowed(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The current version as text; a changed text becomes a new version."""
    item = get_object_or_404(Item.objects.select_related("current_version"), pk=pk, current_version__isnull=False)
    version = item.current_version
    source = as_text(replace(version.content, id="", category=""))
    form = GiftForm(request.POST or None, initial={"source": source, "language": item.language})
    form.fields["language"].disabled = True
    if form.is_valid():
        content = replace(form.cleaned_data["source"], id=version.content.id, category=item.category)
        if fingerprint(dump_item(content)) == version.fingerprint:
            messages.success(request, _("Текст вопроса не изменился: новая версия не нужна."))
            return redirect("quiz_item", pk)
        try:
            made = add_version(item, content, actor=request.user, reason=form.cleaned_data["reason"], expected=version)
        except BankError as error:
            form.add_error("source", str(error))
        else:
            messages.success(request, _("Записана версия %(number)s.") % {"number": made.number})
            return redirect("quiz_item", pk)
    return _show(request, form, item)


def _show(request: HttpRequest, form: GiftForm, item: Item | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "quizzes/admin/item_gift.html", {"form": form, "item": item}, status=status)

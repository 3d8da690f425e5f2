"""The page of low-vision settings: a plain form, a cookie, and the profile of those who are signed in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from . import low_vision as lv


class LowVisionForm(forms.Form):
    """One choice a setting; an empty choice means «as usual»."""

    size = forms.ChoiceField(
        label=_("Размер текста"),
        choices=[("", _("Обычный")), ("150", _("Крупный, в полтора раза")), ("200", _("Очень крупный, вдвое"))],
        widget=forms.RadioSelect,
        required=False,
    )
    scheme = forms.ChoiceField(
        label=_("Цвета"),
        choices=[
            ("", _("Как в системе")),
            ("bw", _("Чёрным по белому")),
            ("wb", _("Белым по чёрному")),
            ("blue", _("Тёмно-синим по голубому")),
            ("beige", _("Коричневым по бежевому")),
            ("brown", _("Зелёным по тёмно-коричневому")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    track = forms.ChoiceField(
        label=_("Расстояние между буквами"),
        choices=[("", _("Обычное")), ("1", _("Увеличенное")), ("2", _("Большое"))],
        widget=forms.RadioSelect,
        required=False,
    )
    lead = forms.ChoiceField(
        label=_("Расстояние между строками"),
        choices=[("", _("Обычное")), ("1", _("Большое"))],
        widget=forms.RadioSelect,
        required=False,
    )
    font = forms.ChoiceField(
        label=_("Шрифт"),
        choices=[("", _("Без засечек")), ("serif", _("С засечками"))],
        widget=forms.RadioSelect,
        required=False,
    )
    images = forms.ChoiceField(
        label=_("Рисунки"),
        choices=[("", _("Показывать")), ("grey", _("Показывать без цвета")), ("off", _("Не показывать"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def settings(self) -> lv.LowVision:
        return lv.LowVision(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def low_vision(request: HttpRequest) -> HttpResponse:
    """Shows the form; on POST keeps the settings (or forgets them on «reset») and returns to where the reader was."""
    back = _safe_return(request)
    if request.method == "POST":
        form = LowVisionForm(request.POST)
        if "reset" in request.POST:
            return _kept(request, lv.LowVision(), back)
        if form.is_valid():
            return _kept(request, form.settings(), back)
    else:
        form = LowVisionForm(initial=_current(request))
    context = {"form": form, "back": back, "is_changed": bool(_current(request)), "crumbs": _crumbs()}
    return render(request, "core/low_vision.html", context)


def _current(request: HttpRequest) -> dict[str, str]:
    return lv.settings_of(request)


def _crumbs() -> list[dict[str, Any]]:
    return [{"url": f"/{get_language()}/", "label": _("Главная")}]


def _safe_return(request: HttpRequest) -> str:
    """Returns the address to go back to; only an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted != request.path else f"/{get_language()}/"


def _kept(request: HttpRequest, settings: lv.LowVision, back: str) -> HttpResponse:
    value = lv.serialise(settings)
    response = HttpResponseRedirect(back)
    # Kept even when empty: a reset on this device must outweigh what the profile still holds.
    response.set_cookie(lv.COOKIE, value, max_age=lv.COOKIE_AGE, httponly=True, secure=request.is_secure(), samesite="Lax")
    if request.user.is_authenticated:
        request.user.low_vision = value
        request.user.save(update_fields=["low_vision"])
    return response

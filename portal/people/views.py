"""A person's own pages: profile and personal data."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from .consents import decide
from .forms import ConsentForm, EraseForm, ProfileForm
from .personal_data import erase_person, export_personal_data


@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language; the links to low-vision settings, password, personal data."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with override(person.language):
            messages.success(request, _("Профиль сохранён."))
        return redirect(f"/{person.language}/account/profile/")
    employment = request.user.current_employment()
    return render(request, "account/profile.html", {"form": form, "employment": employment})


@login_required
@never_cache
def personal_data(request: HttpRequest) -> HttpResponse:
    """Shows what is kept, gives it as a file (`?download=1`), takes consents, erases after the password is typed."""
    if request.GET.get("download"):
        response = JsonResponse(export_personal_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = 'attachment; filename="opora-personal-data.json"'
        return response
    if "consents" in request.POST:
        return _decide(request)
    form = EraseForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase_person(request.user)
        logout(request)
        messages.success(request, _("Ваши данные удалены. Вход по этой учётной записи закрыт."))
        return redirect("choose_language")
    context = {"form": form, "consents": ConsentForm(request.user), "data": export_personal_data(request.user)}
    return render(request, "account/personal_data.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    """Records the ticked consents; a purpose that is none is no decision."""
    form = ConsentForm(request.user, request.POST)
    if form.is_valid():
        changed = decide(request.user, set(form.cleaned_data["wanted"]))
        messages.success(request, _("Сохранено, действует с этой минуты.") if changed else _("Ничего не изменилось."))
    return redirect("personal_data")

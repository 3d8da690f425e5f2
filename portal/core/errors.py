"""Error pages that say what happened and what to do."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from quizzes.views.attempts import ask_again
from quizzes.views.kept_words import show_again

HTML, JSON = "text/html", "application/json"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back too late or from elsewhere: the reader can go back, nothing typed is lost in the browser.

    An answer of a quiz is shown again to be saved once more: a page of an attempt is not kept by browsers. So is what a
    marker, a candidate or a judge wrote in a form that keeps it.
    """
    match, again = request.resolver_match, None
    if match is not None and _is_own_form(request):
        again = ask_again(request, **match.kwargs) if match.view_name == "quizzes:question" else show_again(request)
    return again or render(request, "403_csrf.html", status=403)


def _is_own_form(request: HttpRequest) -> bool:
    """Whether a page of ours sent the form, and the person is signed in; nobody else's words are shown as theirs."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.method == "POST" and request.user.is_authenticated and request.headers.get("Origin") == own


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that was not read: too large for one go, or damaged. Programs get the same words as JSON."""
    if isinstance(exception, DisallowedHost):
        # Even to say so on a page of the portal one would have to know which site is meant.
        return HttpResponse("Unknown host.\n", content_type="text/plain", status=HTTPStatus.BAD_REQUEST)
    status, title, advice = _reason(exception)
    if request.path.startswith("/api/") or request.get_preferred_type([HTML, JSON]) == JSON:
        return JsonResponse({"error": f"{title}. {advice}"}, status=status, json_dumps_params={"ensure_ascii": False})
    return render(request, "400.html", {"title": title, "advice": advice}, status=status)


def _reason(exception: Exception) -> tuple[int, str, str]:
    kept = _("Ничего не сохранено. Вернитесь назад: введённое браузер обычно сохраняет.")
    if isinstance(exception, RequestDataTooBig):
        size = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        advice = _("За один раз портал принимает не больше %(size)s текста. Сократите его или отправьте по частям.")
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Слишком много текста"), f"{kept} {advice % {'size': size}}"
    if isinstance(exception, TooManyFilesSent):
        advice = _("За один раз портал принимает не больше %(count)s файлов. Отправьте их по частям.")
        advice %= {"count": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Слишком много файлов"), f"{kept} {advice}"
    if isinstance(exception, TooManyFieldsSent):
        advice = _("В форме больше %(count)s полей. Отправьте её по частям.")
        advice %= {"count": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Слишком много полей"), f"{kept} {advice}"
    advice = _("Связь могла прерваться, или в адресе ошибка. Обновите страницу и попробуйте ещё раз.")
    return HTTPStatus.BAD_REQUEST, _("Запрос пришёл повреждённым"), advice

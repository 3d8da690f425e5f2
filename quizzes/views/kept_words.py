"""What a person wrote in a form and sent after the sign-in had ended: put into the form again, for its author only.

A mark, an appeal, a decision are acts: unlike an answer (decision 13) none of them is done while nobody is signed in. The words
wait in the session of that browser; the form says, signed, whose they are, so nobody fills sessions with anything else.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.views.posted import KEPT, kept_fields, posted_again

KEY = "quizzes-kept-words"
FIELD = "author"
MOST_FORMS, MOST_CHARACTERS = 5, 100_000
_signer = Signer(salt="quizzes.kept-words")
View = Callable[..., HttpResponse]


def author_key(person: Any) -> str:
    """What a form sends along to say whose words it carries."""
    return _signer.sign(str(person.pk))


def _author_of(data: QueryDict) -> str:
    try:
        return _signer.unsign(data.get(FIELD, ""))
    except BadSignature:
        return ""


def keeps_words(view: View) -> View:
    """For a view with a form to write in, instead of `login_required`. It fills the form from `request.POST` also on GET."""

    @wraps(view)
    def shown(request: HttpRequest, **place: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                _keep(request)
            return redirect_to_login(request.get_full_path())
        if request.method == "GET":
            fields = _waiting_for(request)
            if fields is not None:
                return _with_words(request, view, place, fields)
        return view(request, **place)

    shown.keeps_words = True  # type: ignore[attr-defined]
    return shown


def _keep(request: HttpRequest) -> None:
    author = _author_of(request.POST)
    if not author:
        return
    words = {"author": author, "fields": kept_fields(request.POST, FIELD), "at": timezone.now().isoformat()}
    waiting = {**request.session.get(KEY, {}), request.path: words}
    if len(waiting) > MOST_FORMS or len(str(waiting)) > MOST_CHARACTERS:
        refusal = _("Написанное слишком длинно, чтобы сохранить его до входа. Вернитесь назад, скопируйте текст, потом войдите.")
        messages.warning(request, refusal)
        return
    request.session[KEY] = waiting
    messages.info(request, _("Вход закончился, но написанное цело. Войдите под своей записью, и оно вернётся в форму."))


@receiver(user_logged_in, dispatch_uid="quizzes.drop_words_of_others")
def drop_words_of_others(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Leaves in the session what the person who signs in wrote, for as long as it is kept."""
    session = getattr(request, "session", None)
    if session is not None and KEY in session:
        oldest = timezone.now() - KEPT
        own = {
            path: one
            for path, one in session[KEY].items()
            if one["author"] == str(user.pk) and datetime.fromisoformat(one["at"]) > oldest
        }
        session[KEY] = own


def _waiting_for(request: HttpRequest) -> QueryDict | None:
    waiting = request.session.get(KEY, {})
    if request.path not in waiting:
        return None
    one = waiting.pop(request.path)
    request.session[KEY] = waiting
    return posted_again(one["fields"])


def show_again(request: HttpRequest) -> HttpResponse | None:
    """The form with the words that were just posted, nothing done: its token is older than the person's sign-in.

    None where the view has no such form, or the words are another person's.
    """
    match, data = request.resolver_match, request.POST
    if match is None or not getattr(match.func, "keeps_words", False) or _author_of(data) != str(request.user.pk):
        return None
    request.method = "GET"
    return _with_words(request, match.func, match.kwargs, data)


def _with_words(request: HttpRequest, view: View, place: dict[str, Any], data: QueryDict) -> HttpResponse:
    request.POST = data  # type: ignore[assignment]  # the stubs want an immutable one
    said = _("Вы входили заново. Написанное цело: проверьте и отправьте ещё раз.")
    messages.info(request, said)
    answer = view(request, **place)
    if answer.status_code == HTTPStatus.FOUND:
        # There is no such form any more (somebody else has marked the answer): nothing to send again.
        for message in messages.get_messages(request):
            if message.message != said:
                messages.add_message(request, message.level, message.message, message.extra_tags)
    return answer

"""Who may open which page of the admin: asked on the server, for every view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied

ADD, CHANGE, VIEW, REVIEW = "quizzes.add_item", "quizzes.change_item", "quizzes.view_item", "quizzes.review_item"
READERS = (VIEW, CHANGE, REVIEW)
QUIZ_CHANGE = "quizzes.change_quiz"
View = Callable[..., HttpResponse]


def allowed(*permissions: str) -> Callable[[View], View]:
    """Lets in who has any of the permissions; the others are sent back with a word, as everywhere in the admin."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.has_perm(one) for one in permissions):
                return permission_denied(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate

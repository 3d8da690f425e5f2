"""Letters to people: short, in their language, without marks or names of others; what matters is behind the sign-in.

A template `quizzes/letters/<name>.txt` has the subject as its first line. A letter goes out when the transaction is
committed, from the task queue, so that a mail server that is down delays nobody.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from quizzes.certificates.addresses import full

LANGUAGES = {code for code, _name in settings.LANGUAGES}


def tell(person: Any, name: str, page: str, args: list[Any] | None = None, **words: Any) -> None:
    """Sends the letter `name` to a person when the transaction commits; `page` (with `args`) is the page it leads to.

    `words` are plain JSON values for the template. Who cannot sign in any more gets no letters.
    """
    if person.is_active and person.email:
        transaction.on_commit(lambda: send_letter.enqueue(person.pk, name, page, args or [], words))


@task()
def send_letter(person_id: int, name: str, page: str, args: list[Any], words: dict[str, Any]) -> None:
    """Renders and sends one letter."""
    person = get_user_model().objects.get(pk=person_id)
    language = getattr(person, "language", "")
    with override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        context = {**words, "address": full(reverse(page, args=args)), "site": settings.WAGTAIL_SITE_NAME}
        text = render_to_string(f"quizzes/letters/{name}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [person.email])

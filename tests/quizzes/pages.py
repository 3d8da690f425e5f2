"""Pages of the quizzes in tests: what a reader sees of them, and a methodologist who looks."""

import re
from typing import Any

from django.test import Client

from portal.people.roles import ensure_roles, group_of
from tests.quizzes.builders import make_user


def text_of(reply: Any) -> str:
    """The text of a page without its tags, in single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", reply.content.decode()).split())


def as_methodologist(client: Client) -> Any:
    """Signs in a methodologist with the rights of the role; returns the person."""
    ensure_roles()
    person = make_user("methodologist@example.org", is_staff=True)
    person.groups.add(group_of("methodologist"))
    client.force_login(person)
    return person

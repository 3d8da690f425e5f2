"""What the tests of the bank's pages share: an item, the address of a page, what the page said."""

from typing import Any

from django.urls import reverse

from quizzes.domain import create_item
from quizzes.formats import gift
from quizzes.models import Item

SOUND = "// [tag:ref:a#b]\nКто принимает решение об отобрании ребёнка? {=Орган опеки#Да. ~Школа#Нет. ~Полиция#Нет.}"


def written(author: Any = None, code: str = "ru-x-1", text: str = SOUND) -> Item:
    return create_item(gift.loads(text)[0], code=code, language="ru", actor=author)


def page(name: str, *args: Any) -> str:
    return reverse(f"quiz_{name}", args=args)


def said(reply: Any) -> list[str]:
    """The last message of the page; what was said before and not looked at yet stands above it."""
    return [str(message) for message in reply.context["messages"]][-1:]

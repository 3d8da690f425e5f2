"""One question in several languages: items that share a translation key, compared with a version of the original."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.domain.bank import create_item, free_code
from quizzes.domain.errors import BankError
from quizzes.models import Item, ItemEvent, ItemVersion

COMPARED = ItemEvent.Kind.COMPARED


@dataclass(frozen=True)
class Sister:
    """The question in another language: `item`, the original's version it was compared with, whether that is old."""

    item: Item
    compared_with: ItemVersion | None = None
    is_outdated: bool = False


def sisters_of(item: Item) -> list[Sister]:
    """The question in other languages. A sister is outdated where either was compared with a version that is current no more."""
    others = list(Item.objects.filter(translation_key=item.translation_key).exclude(pk=item.pk).select_related("current_version"))
    known = {(event.item_id, event.version.item_id): event.version for event in _comparisons([item, *others])}
    return [_sister(item, other, known) for other in others]


def _comparisons(items: list[Item]) -> list[ItemEvent]:
    return list(ItemEvent.objects.filter(kind=COMPARED, item__in=items).select_related("version").order_by("created_at", "pk"))


def _sister(item: Item, other: Item, known: dict[tuple[int, int], ItemVersion]) -> Sister:
    """Whichever of the two was compared with the other, the translation is as old as what it was compared with."""
    seen_here, seen_there = known.get((item.pk, other.pk)), known.get((other.pk, item.pk))
    is_old = (seen_here is not None and seen_here.pk != other.current_version_id) or (
        seen_here is None and seen_there is not None and seen_there.pk != item.current_version_id
    )
    return Sister(other, seen_here or seen_there, is_old)


@transaction.atomic
def translate_item(item: Item, language: str, *, actor: Any) -> Item:
    """Makes a draft in another language with the text of the original, to be translated. BankError where there is one."""
    if language not in dict(settings.LANGUAGES) or language == item.language:
        raise BankError(_("Выберите другой язык."))
    if Item.objects.filter(translation_key=item.translation_key, language=language).exists():
        raise BankError(_("На этом языке вопрос уже есть."))
    original = item.current_version
    if original is None:
        raise BankError(_("У вопроса ещё нет текста. Напишите его."))
    code = free_code(_code_in(item, language))
    content = replace(original.content, id=code, category=_category_in(item, language))
    reason = _("Перевод вопроса %(code)s, версия %(number)s") % {"code": item.code, "number": original.number}
    copy = create_item(content, code=code, language=language, actor=actor, reason=reason, translation_key=item.translation_key)
    ItemEvent.objects.create(item=copy, version=original, kind=COMPARED, actor=actor)
    return copy


def _code_in(item: Item, language: str) -> str:
    prefix = f"{item.language}-"
    return f"{language}-{item.code.removeprefix(prefix)}"[:80]


def _category_in(item: Item, language: str) -> str:
    head, slash, rest = item.category.partition("/")
    return f"{language}{slash}{rest}" if head == item.language else item.category


@transaction.atomic
def link_translations(item: Item, other: Item, *, actor: Any) -> None:
    """Says that two items are one question in two languages. BankError where a language would be there twice."""
    locked = {row.pk: row for row in Item.objects.select_for_update().filter(pk__in=[item.pk, other.pk])}
    one, two = locked[item.pk], locked[other.pk]
    if one.translation_key == two.translation_key:
        return
    family = Item.objects.filter(translation_key__in=[one.translation_key, two.translation_key])
    languages = list(family.values_list("language", flat=True))
    if len(languages) != len(set(languages)):
        raise BankError(_("Так у вопроса было бы два текста на одном языке. Свяжите с вопросом на другом языке."))
    Item.objects.filter(translation_key=two.translation_key).update(translation_key=one.translation_key)
    item.translation_key = other.translation_key = one.translation_key


@transaction.atomic
def confirm_translation(item: Item, original: Item, *, actor: Any) -> ItemEvent:
    """Notes that the item was compared with the original as it is now. BankError where the two are not one question."""
    if item.translation_key != original.translation_key or item.pk == original.pk or original.current_version is None:
        raise BankError(_("Это не перевод того же вопроса."))
    return ItemEvent.objects.create(item=item, version=original.current_version, kind=COMPARED, actor=actor)

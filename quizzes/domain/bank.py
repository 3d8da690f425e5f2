"""The item bank: importing, versions, references. The way through review is in `quizzes.domain.review`."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.domain.errors import BankError
from quizzes.domain.review import note_change, say
from quizzes.formats.pictures import keys_in
from quizzes.models import Item, ItemEvent, ItemReference, ItemVersion, MediaFile, VersionMedia
from quizzes.references import fingerprint_of
from quizzes.scoring.codec import dump_item


def fingerprint(body: dict[str, Any]) -> str:
    """The SHA-256 of an item's content (without its id and category, which are its place and not its text)."""
    content = {name: part for name, part in body.items() if name not in ("id", "category")}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Planned:
    """What an import does with one item: `action` is create, change or keep."""

    action: str
    code: str
    content: scoring.Item
    fingerprint: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do, before it does anything."""

    rows: tuple[Planned, ...]

    def count(self, action: str) -> int:
        """How many items would be created, changed or kept."""
        return sum(row.action == action for row in self.rows)


def code_of(content: scoring.Item, language: str) -> str:
    """The id number of an item, or one made of its content, so that the same file imported twice adds nothing."""
    return content.id or made_code(language, fingerprint(dump_item(content)))


def made_code(language: str, mark: str) -> str:
    """The code of an item without an id number, of its language and fingerprint."""
    return f"{language}-{mark[:16]}"


def plan_import(items: Iterable[scoring.Item], *, language: str) -> ImportPlan:
    """Compares items with the bank. BankError where a file has one id twice or an id belongs to another language."""
    coded = [(code_of(content, language), content) for content in items]
    _refuse_repeats(code for code, _content in coded)
    known = _known([code for code, _content in coded])
    return ImportPlan(tuple(_plan(code, content, language, known.get(code)) for code, content in coded))


def _refuse_repeats(codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise BankError(_("Код %(code)s встречается в файле дважды. Дайте вопросам разные коды.") % {"code": code})
        seen.add(code)


def _known(codes: Sequence[str]) -> dict[str, tuple[str, str]]:
    rows: dict[str, tuple[str, str]] = {}
    for start in range(0, len(codes), 500):
        found = Item.objects.filter(code__in=codes[start : start + 500])
        for code, language, mark in found.values_list("code", "language", "current_version__fingerprint"):
            rows[code] = (language, mark or "")
    return rows


def _plan(code: str, content: scoring.Item, language: str, known: tuple[str, str] | None) -> Planned:
    mark = fingerprint(dump_item(content))
    if known is None:
        return Planned("create", code, content, mark)
    if known[0] != language:
        message = _("Код %(code)s уже занят вопросом на другом языке. Дайте вопросу свой код.")
        raise BankError(message % {"code": code})
    return Planned("keep" if known[1] == mark else "change", code, content, mark)


@transaction.atomic
def import_bank(
    items: Iterable[scoring.Item],
    *,
    language: str,
    status: str = Item.Status.DRAFT,
    actor: Any = None,
    reason: str = "",
    fold_yo: bool = False,
) -> ImportPlan:
    """Brings items into the bank, all or none: new ones with `status`, changed ones as new versions. Returns the plan.

    Importing the same file again changes nothing. `fold_yo` lets short answers in Russian take е for ё.
    """
    plan = plan_import(_folded(items) if fold_yo else items, language=language)
    write_rows(plan.rows, language=language, status=status, actor=actor, reason=reason)
    return plan


def write_rows(rows: Sequence[Planned], *, language: str, status: str, actor: Any, reason: str) -> None:
    """Writes what a plan creates and changes, and joins translations. Runs inside the caller's transaction."""
    new = [row for row in rows if row.action == "create"]
    changed = [row for row in rows if row.action == "change"]
    Item.objects.bulk_create(
        [Item(code=row.code, language=language, category=row.content.category[:200], status=status) for row in new],
        batch_size=500,
    )
    _write_versions([*new, *changed], actor=actor, reason=reason)
    _link_translations(rows, actor)


def _link_translations(rows: Sequence[Planned], actor: Any) -> None:
    """Joins items tagged `translation-of:<code>` to the item they translate, where its language is not there yet.

    They count as compared with it as it is now: when it changes, they are out of date. An item that has sisters already
    keeps them: somebody may have linked them by hand.
    """
    named = {row.code: next(iter(row.content.tag_values("translation-of")), "") for row in rows}
    originals = {item.code: item for item in Item.objects.filter(code__in=set(named.values()) - {""})}
    keys = [item.translation_key for item in originals.values()]
    taken = set(Item.objects.filter(translation_key__in=keys).values_list("translation_key", "language"))
    joined = []
    for item in _alone([code for code, original in named.items() if original in originals]):
        key = originals[named[item.code]].translation_key
        if (key, item.language) not in taken:
            taken.add((key, item.language))
            item.translation_key = key
            joined.append(item)
    Item.objects.bulk_update(joined, ["translation_key"], batch_size=500)
    compared = [(item, originals[named[item.code]].current_version_id) for item in joined]
    kind = ItemEvent.Kind.COMPARED
    ItemEvent.objects.bulk_create(
        [ItemEvent(item=item, version_id=version, kind=kind, actor=actor) for item, version in compared], batch_size=500
    )


def _alone(codes: Sequence[str]) -> list[Item]:
    """The items of these codes that are not in other languages."""
    items = list(Item.objects.filter(code__in=codes))
    families = Item.objects.filter(translation_key__in=[item.translation_key for item in items])
    sizes = Counter(families.values_list("translation_key", flat=True))
    return [item for item in items if sizes[item.translation_key] == 1]


def _folded(items: Iterable[scoring.Item]) -> Iterator[scoring.Item]:
    for item in items:
        yield replace(item, fold_yo=True) if isinstance(item, scoring.ShortAnswer) else item


def _write_versions(rows: Sequence[Planned], *, actor: Any, reason: str) -> None:
    for start in range(0, len(rows), 200):
        part = rows[start : start + 200]
        owners = Item.objects.select_for_update().filter(code__in=[row.code for row in part])
        items = _numbered(owners)
        versions = [_version(items[row.code], row, actor, reason) for row in part]
        ItemVersion.objects.bulk_create(versions)
        for version in versions:
            version.item.current_version = version
            version.item.category = version.content.category[:200]
        Item.objects.bulk_update([version.item for version in versions], ["current_version", "category"])
        _show_media(versions)
        # Many items rest on the same clause: it is looked up once.
        found = cache(fingerprint_of)
        ItemReference.objects.bulk_create(
            ItemReference(version=version, target=target, fingerprint=found(target, version.item.language))
            for version in versions
            for target in dict.fromkeys(version.content.tag_values("ref"))
        )


def _show_media(versions: Sequence[ItemVersion]) -> None:
    """Notes which pictures the versions show: who may see the item may see them."""
    wanted = {version.pk: keys_in(str(version.body)) for version in versions}
    keys = {key for named in wanted.values() for key in named}
    if keys:
        found = dict(MediaFile.objects.filter(key__in=keys).values_list("key", "pk"))
        pairs = [(version, found[key]) for version, named in wanted.items() for key in named if key in found]
        VersionMedia.objects.bulk_create(VersionMedia(version_id=version, media_id=media) for version, media in pairs)


def _numbered(owners: Any) -> dict[str, Item]:
    items = {item.code: item for item in owners}
    last = dict(
        ItemVersion.objects.filter(item__in=items.values()).values_list("item_id").annotate(last=Max("number")).order_by()
    )
    for item in items.values():
        item.last_number = last.get(item.pk, 0)
    return items


def _version(item: Item, row: Planned, actor: Any, reason: str) -> ItemVersion:
    content = row.content
    version = ItemVersion(
        item=item,
        number=item.last_number + 1,
        kind=content.kind,
        title=content.title,
        body=dump_item(content),
        fingerprint=row.fingerprint,
        competency=next(iter(content.tag_values("competency")), "")[:64],
        difficulty=next(iter(content.tag_values("difficulty")), "")[:16],
        author=actor,
        reason=reason,
    )
    version.content = content  # it is at hand: no need to read it from the body again
    return version


def free_code(wanted: str) -> str:
    """The code itself, or with the first number after it that makes it free."""
    taken = set(Item.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    number = 2
    code = wanted
    while code in taken:
        code, number = f"{wanted[:74]}-{number}", number + 1
    return code


def next_code(language: str, competency: str = "") -> str:
    """A code for a new item, such as `ru-ethics-014`: the next number of its language and competency."""
    stem = f"{language}-{competency or 'item'}"[:70]
    codes = Item.objects.filter(code__startswith=f"{stem}-").values_list("code", flat=True)
    used = [int(tail) for tail in (code.removeprefix(f"{stem}-") for code in codes) if tail.isascii() and tail.isdigit()]
    return f"{stem}-{max(used, default=0) + 1:03}"


def _refuse_faults(content: scoring.Item) -> None:
    problems = content.problems()
    if problems:
        raise BankError(" ".join(map(say, problems)))


@transaction.atomic
def create_item(
    content: scoring.Item, *, code: str, language: str, actor: Any, reason: str = "", translation_key: Any = None
) -> Item:
    """Puts a new item into the bank as a draft. BankError with the item's faults, or where the code is taken."""
    _refuse_faults(content)
    if Item.objects.filter(code=code).exists():
        raise BankError(_("Код %(code)s уже занят. Выберите другой.") % {"code": code})
    family = {"translation_key": translation_key} if translation_key else {}
    item = Item.objects.create(code=code, language=language, category=content.category[:200], **family)
    _write_versions([Planned("create", code, content, fingerprint(dump_item(content)))], actor=actor, reason=reason)
    item.refresh_from_db()
    return item


@transaction.atomic
def add_version(
    item: Item, content: scoring.Item, *, actor: Any, reason: str, expected: ItemVersion | None = None
) -> ItemVersion:
    """Appends a version and makes it the current one; the item goes back to review if it was approved.

    BankError with the item's faults where it has any, where the item is retired, and where its current version is
    not the `expected` one any more: somebody else has written meanwhile.
    """
    _refuse_faults(content)
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if locked.status == Item.Status.RETIRED:
        raise BankError(_("Вопрос снят. Сначала верните его в черновики."))
    if expected is not None and locked.current_version_id != expected.pk:
        raise BankError(_("Пока вы писали, вопрос изменили. Откройте историю, сравните версии и внесите правку ещё раз."))
    mark = fingerprint(dump_item(content))
    _write_versions([Planned("change", item.code, content, mark)], actor=actor, reason=reason)
    item.refresh_from_db()
    assert item.current_version is not None  # noqa: S101  (written two lines above; for the type checker)
    note_change(item, item.current_version, actor=actor)
    return item.current_version


@transaction.atomic
def move_item(item: Item, category: str) -> None:
    """Puts an item into another part of the bank; its text and its versions are as they were."""
    Item.objects.filter(pk=item.pk).exclude(category=category[:200]).update(category=category[:200])


@transaction.atomic
def restore_version(item: Item, version: ItemVersion, *, actor: Any, reason: str = "") -> ItemVersion:
    """Makes an old version current again by appending it as a new one. BankError where it belongs to another item."""
    if version.item_id != item.pk:
        raise BankError(_("Это версия другого вопроса."))
    if item.current_version_id == version.pk:
        raise BankError(_("Эта версия и так действует."))
    words = reason.strip() or _("Возвращена версия %(number)s") % {"number": version.number}
    return add_version(item, version.content, actor=actor, reason=words)


@transaction.atomic
def pin_references() -> int:
    """Gives every reference that has none the fingerprint of the text in force. Returns how many got one."""
    pinned = 0
    open_ones = ItemReference.objects.select_for_update(of=("self",)).filter(fingerprint="")
    for reference in open_ones.select_related("version__item"):
        mark = fingerprint_of(reference.target, reference.version.item.language)
        if mark:
            reference.fingerprint = mark
            reference.save(update_fields=["fingerprint"])
            pinned += 1
    return pinned

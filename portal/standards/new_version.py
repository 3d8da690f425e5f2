"""A new draft of a standard, made from a released version."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.markup.pages import page_id

from .models import StandardPage, StandardVersionPage


def next_version(version: str, existing: set[str]) -> str:
    """Returns the first free whole version after this one: 2.0 after 1.0, 3.0 if 2.0 is there already."""
    number = int(version.partition(".")[0]) + 1
    while f"{number}.0" in existing:
        number += 1
    return f"{number}.0"


def open_draft(standard: StandardPage) -> StandardVersionPage | None:
    """Returns the version that is being prepared, if there is one."""
    return StandardVersionPage.objects.child_of(standard).filter(released_at=None).first()


@transaction.atomic
def start_version(*, source: StandardVersionPage, author: Any) -> StandardVersionPage:
    """Returns a draft with the text, clauses and anchors of a released version, that supersedes it.

    Raises ValidationError where the source is not released or another draft of the standard is open.
    """
    standard = source.standard
    if not source.is_released:
        raise ValidationError(_("Версия %(version)s ещё не выпущена: правьте её саму.") % {"version": source.version})
    if open_draft(standard) is not None:
        raise ValidationError(_("Новую версию этого стандарта уже готовят."))
    siblings = StandardVersionPage.objects.child_of(standard)
    version = next_version(source.version, set(siblings.values_list("version", flat=True)))
    path = f"{standard.source_path}/{version}"
    today = timezone.localdate()
    facts = {
        "version": version,
        "slug": version.replace(".", "-"),
        "translation_key": page_id(path),
        "supersedes": source.version,
        "is_substantive": True,
        "changes": [],
        "released_at": None,
        "effective_on": today + timedelta(days=30),
        "reviewed_on": today,
        "review_due_on": today + timedelta(days=365),
        "owner": author,
        "live": False,
        "first_published_at": None,
        "last_published_at": None,
    }
    draft: StandardVersionPage = source.copy(
        to=standard, update_attrs=facts, copy_revisions=False, keep_live=False, user=author, reset_translation_key=False
    )
    # A copy never takes its source's path along, so this one is given its own afterwards.
    StandardVersionPage.objects.filter(pk=draft.pk).update(source_path=path)
    return StandardVersionPage.objects.get(pk=draft.pk)

"""A standard and its versions: what changed between them, which is in force, and that a released one stays as it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from portal.people.models import User
from portal.standards.domain import point_to_version_in_force, release_version
from portal.standards.models import StandardPage, StandardVersionPage
from tests.core.dom import document, select

V1, V2 = "standards/consent/1.0", "standards/consent/2.0"


def version(library: Any, path: str, lang: str = "ru") -> StandardVersionPage:
    page: StandardVersionPage = StandardVersionPage.objects.get(source_path=path, locale__language_code=lang)
    return page


def standard(lang: str = "ru", slug: str = "consent") -> StandardPage:
    page: StandardPage = StandardPage.objects.get(slug=slug, locale__language_code=lang)
    return page


@pytest.mark.parametrize("lang", ["ru", "en", "id"])
def test_difference_of_the_two_versions_of_consent(library: Any, lang: str) -> None:
    found = version(library, V2, lang).difference()
    assert found is not None
    clauses = [(change.id, change.kind) for change in found.changes if change.id.startswith("c-")]
    assert clauses == [("c-2-1", "changed"), ("c-2-2", "changed"), ("c-2-5", "added"), ("c-2-6", "added")]
    assert (found.old.version, found.new.version, found.removed) == ("1.0", "2.0", 0)


def test_difference_names_the_words(library: Any) -> None:
    found = version(library, V2).difference()
    assert found is not None
    change = found.of("c-2-1")
    assert change is not None
    assert found.of("c-1-1") is None
    assert change.words != ()


def test_first_version_differs_from_nothing(library: Any) -> None:
    assert version(library, V1).difference() is None


def test_every_difference_is_announced_in_the_changes(library: Any) -> None:
    page = version(library, V2)
    found = page.difference()
    assert found is not None
    said = " ".join(str(block.value) for block in page.changes)
    numbers = [change.id.removeprefix("c-").replace("-", ".") for change in found.changes if change.id.startswith("c-")]
    assert [number for number in numbers if f"Пункт {number} " not in said] == []


@pytest.mark.parametrize(("day", "expected"), [("2025-08-31", "1.0"), ("2025-09-01", "2.0"), ("2026-11-22", "2.0")])
def test_version_in_force_follows_the_effective_date(library: Any, day: str, expected: str) -> None:
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=9)
    with time_machine.travel(noon, tick=False):
        point_to_version_in_force()
        assert [standard(lang).current_version.version for lang in ("ru", "en", "id")] == [expected] * 3


def test_every_standard_points_to_a_released_version(library: Any) -> None:
    assert [page.slug for page in StandardPage.objects.all() if page.current_version is None] == []
    assert StandardVersionPage.objects.filter(released_at=None).count() == 0


def test_version_taken_down_gives_way_to_the_one_before(library: Any) -> None:
    version(library, V2).unpublish()
    assert standard().current_version.version == "1.0"


def test_release_closes_once_and_repeats_are_harmless(library: Any) -> None:
    page = version(library, V1)
    first = page.released_at
    assert release_version(version=page).released_at == first
    assert version(library, V1).released_at == first


def test_unpublished_version_is_not_released(library: Any) -> None:
    version(library, V2).unpublish()
    with pytest.raises(ValidationError, match="не опубликована"):
        release_version(version=version(library, V2))


def test_released_text_refuses_another_word(library: Any) -> None:
    page = version(library, V1)
    raw = page.body.get_prep_value()
    clause = next(block for block in raw if block["type"] == "clause")
    clause["value"]["text"] += " И ещё."
    page.body = page.body.stream_block.to_python(raw)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert list(caught.value.message_dict) == ["body"]


def test_released_version_may_be_saved_as_it_is(library: Any) -> None:
    version(library, V1).full_clean()


def test_nobody_edits_a_released_version_in_the_admin(
    library: Any, sign_in: Callable[[User], Client], administrator: User
) -> None:
    page = version(library, V1)
    assert page.get_lock().for_user(administrator) is True
    assert "Создать новую версию" in sign_in(administrator).get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_page_of_the_standard_shows_the_version_in_force(library: Any, client: Client) -> None:
    root = document(client.get("/ru/standards/consent/").content)
    anchors = {node.get("id") for node in root.xpath("//*[starts-with(@id, 'c-')]")}
    expected = {block["value"]["anchor"] for block in version(library, V2).body.get_prep_value() if block["type"] == "clause"}
    assert anchors >= expected
    assert {"c-2-5", "c-2-6"} <= expected


def test_older_version_leads_to_the_one_in_force(library: Any, client: Client) -> None:
    root = document(client.get("/ru/standards/consent/1-0/").content)
    assert "/ru/standards/consent/" in {link.get("href") for link in select(root, "main a[href]")}


def test_links_of_texts_lead_to_the_standard_not_to_a_version(library: Any, client: Client) -> None:
    root = document(client.get("/ru/methodology/ethics/").content)
    links = {link.get("href").partition("#")[0] for link in select(root, "main a[href]") if "/standards/" in link.get("href")}
    assert (links != set(), [link for link in links if link.count("/") > 4]) == (True, [])


def test_title_of_a_standard_follows_the_version_in_force(library: Any) -> None:
    Page.objects.filter(pk=version(library, V1).pk).update(title="Прежнее название")
    with time_machine.travel(datetime(2025, 8, 1, 9, tzinfo=UTC), tick=False):
        point_to_version_in_force(standard())
    assert standard().title == "Прежнее название"

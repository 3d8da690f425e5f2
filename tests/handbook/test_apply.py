"""A sync writes what changed in the files, all or nothing, and never over somebody's work on the portal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page, Revision

from portal.handbook.apply import ConflictError, apply_sync, plan_sync
from portal.handbook.plan import Act, Reason
from tests.handbook.conftest import draft, page_at, publish
from tests.markup.content import CURATOR, LEVELS, files

LEVELS_FILE = f"ru/{LEVELS}.md"
Change = Callable[[str, str, str], None]


def acts(folder: Path) -> dict[str, str]:
    """The steps of a plan that are more than "the same", by file."""
    steps = plan_sync(folder).plan.steps
    return {f"{step.lang}/{step.path}": step.act.value for step in steps if step.act is not Act.SAME}


def block_ids(page: Any) -> dict[str, str]:
    return {block["id"]: block["type"] for block in page.body.get_prep_value()}


def test_first_sync_makes_a_published_page_for_each_file(small_library: Path) -> None:
    page = page_at(LEVELS)
    assert (page.title, page.live, page.url_path, acts(small_library)) == ("Заголовок", True, "/home-ru/methodology/levels/", {})


def test_translations_of_a_page_are_linked(small_library: Path) -> None:
    languages = page_at(CURATOR).get_translations(inclusive=True).values_list("locale__language_code", flat=True)
    assert sorted(languages) == ["en", "ru"]


def test_second_sync_writes_nothing(small_library: Path) -> None:
    before = (Revision.objects.count(), Page.objects.count())
    sync = apply_sync(small_library)
    assert (sync.plan.writes, Revision.objects.count(), Page.objects.count()) == ([], *before)


def test_changed_file_updates_only_its_page(small_library: Path, change: Change) -> None:
    before = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    change(LEVELS_FILE, "summary: Что здесь есть.", "summary: Что здесь теперь.")
    done = apply_sync(small_library)
    after = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    assert [step.path for step in done.plan.writes] == [LEVELS]
    assert [pk for pk in after if after[pk] != before.get(pk)] == [page_at(LEVELS).pk]
    assert page_at(LEVELS).summary == "Что здесь теперь."


def test_unchanged_blocks_keep_their_ids(small_library: Path, change: Change) -> None:
    before = block_ids(page_at(LEVELS))
    change(LEVELS_FILE, "## Выбор {#choice}\n", "## Прежде всего {#first}\n\nНовый абзац.\n\n## Выбор {#choice}\n")
    apply_sync(small_library)
    after = block_ids(page_at(LEVELS))
    assert {identity: kind for identity, kind in after.items() if identity in before} == before
    assert sorted(kind for identity, kind in after.items() if identity not in before) == ["heading", "text"]


def test_reworded_paragraph_keeps_its_block(small_library: Path, change: Change) -> None:
    before = block_ids(page_at(LEVELS))
    change(LEVELS_FILE, "Смотрите [словарь]", "Откройте [словарь]")
    apply_sync(small_library)
    assert block_ids(page_at(LEVELS)) == before


def test_page_edited_and_file_changed_is_a_conflict_that_writes_nothing(small_library: Path, change: Change) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    change(LEVELS_FILE, "summary: Что здесь есть.", "summary: Слова из файла.")
    change(f"ru/{CURATOR}.md", "кто ведёт семью", "кто сопровождает семью")
    before = Revision.objects.count()
    with pytest.raises(ConflictError) as caught:
        apply_sync(small_library)
    assert [(step.key, step.reason) for step in caught.value.steps] == [(("ru", LEVELS), Reason.BOTH_CHANGED)]
    assert (Revision.objects.count(), page_at(LEVELS).summary) == (before, "Слова с портала.")
    assert "кто ведёт семью" in page_at(CURATOR).plain_text


def test_page_edited_alone_waits_for_export(small_library: Path) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    assert acts(small_library) == {f"ru/{LEVELS}": "export"}
    assert (apply_sync(small_library).plan.writes, page_at(LEVELS).summary) == ([], "Слова с портала.")


def test_unpublished_draft_and_changed_file_is_a_conflict(small_library: Path, change: Change) -> None:
    draft(page_at(LEVELS), summary="Ещё не готово.")
    change(LEVELS_FILE, "summary: Что здесь есть.", "summary: Слова из файла.")
    with pytest.raises(ConflictError):
        apply_sync(small_library)
    assert page_at(LEVELS).get_latest_revision_as_object().summary == "Ещё не готово."


def test_unpublished_draft_alone_disturbs_nobody(small_library: Path) -> None:
    draft(page_at(LEVELS), summary="Ещё не готово.")
    assert acts(small_library) == {}


def test_draft_of_a_page_whose_file_is_a_draft_is_not_lost(small_library: Path, change: Change) -> None:
    change(LEVELS_FILE, "status: published", "status: draft")
    apply_sync(small_library)
    draft(page_at(LEVELS), summary="Ещё не готово.")
    change(LEVELS_FILE, "summary: Что здесь есть.", "summary: Слова из файла.")
    with pytest.raises(ConflictError):
        apply_sync(small_library)
    assert page_at(LEVELS).get_latest_revision_as_object().summary == "Ещё не готово."


def test_file_marked_as_a_draft_takes_the_page_down(small_library: Path, change: Change) -> None:
    change(LEVELS_FILE, "status: published", "status: draft")
    apply_sync(small_library)
    assert (page_at(LEVELS).live, acts(small_library)) == (False, {})


def test_removed_file_takes_its_page_down_and_then_all_is_settled(small_library: Path) -> None:
    (small_library / LEVELS_FILE).unlink()
    assert acts(small_library) == {f"ru/{LEVELS}": "remove"}
    apply_sync(small_library)
    assert (page_at(LEVELS).live, acts(small_library), plan_sync(small_library).plan.is_clean) == (False, {}, True)


def test_file_that_comes_back_brings_its_page_back(small_library: Path) -> None:
    (small_library / LEVELS_FILE).unlink()
    apply_sync(small_library)
    identity = page_at(LEVELS).pk
    (small_library / LEVELS_FILE).write_text(files()[LEVELS_FILE], encoding="utf-8")
    apply_sync(small_library)
    assert (page_at(LEVELS).pk, page_at(LEVELS).live, acts(small_library)) == (identity, True, {})


def test_removed_file_of_an_edited_page_is_a_conflict(small_library: Path) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    (small_library / LEVELS_FILE).unlink()
    with pytest.raises(ConflictError):
        apply_sync(small_library)
    assert page_at(LEVELS).live is True


def test_unfinished_page_of_an_author_is_neither_synced_nor_in_the_way(small_library: Path) -> None:
    finished = page_at(LEVELS)
    unfinished = type(finished)(
        title="Начато", slug="begun", source_path="methodology/begun", locale=finished.locale, live=False, summary=""
    )
    finished.get_parent().add_child(instance=unfinished)
    unfinished.save_revision(clean=False)
    assert acts(small_library) == {}


def test_file_at_the_address_of_an_authors_draft_is_a_conflict(small_library: Path) -> None:
    finished = page_at(LEVELS)
    begun = type(finished)(
        title="Начато", slug="begun", source_path="methodology/begun", locale=finished.locale, live=False, summary=""
    )
    finished.get_parent().add_child(instance=begun)
    text = files()[LEVELS_FILE].replace(str(finished.translation_key), str(begun.translation_key))
    (small_library / "ru/methodology/begun.md").write_text(text, encoding="utf-8")
    with pytest.raises(ConflictError):
        apply_sync(small_library)
    assert page_at("methodology/begun").title == "Начато"


def test_page_deleted_on_the_portal_is_not_made_again_behind_the_editors_back(small_library: Path) -> None:
    page_at(LEVELS).delete()
    plan = plan_sync(small_library).plan
    assert [(step.key, step.act, step.reason) for step in plan.steps if step.act is not Act.SAME] == [
        (("ru", LEVELS), Act.EXPORT, Reason.PAGE_DELETED)
    ]
    assert apply_sync(small_library).plan.writes == []


def test_failure_in_the_middle_leaves_the_portal_as_it_was(db: None, folder: Path) -> None:
    class StopError(Exception):
        pass

    def stop(step: Any) -> None:
        raise StopError

    before = Page.objects.count()
    with pytest.raises(StopError):
        apply_sync(folder, stop)
    assert Page.objects.count() == before


def test_folder_without_a_library_is_named(db: None, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        apply_sync(tmp_path)

"""The way of a practice: its author writes and sends it, a methodologist approves, readers find it, it becomes a file."""

import pytest
from django.urls import reverse
from wagtail.models import Comment

from portal.handbook.apply import apply_sync
from portal.handbook.export import export_library
from portal.markup import loads
from portal.practices.models import PracticePage
from tests.factories import UserFactory

from .forms import assert_saved, create_page, form_data, save_page

PASSPORT = {
    "title": "Школа родителей",
    "slug": "parents-school",
    "summary": "Встречи для родителей, которые раньше не приходили.",
    "region": "irkutsk-oblast",
    "organisation": "Учебная служба сопровождения",
    "years": "2025-2026",
    "evidence": "E1",
    "evidence_note": "Записи наблюдений ведущих.",
    "transfer": "T1",
    "transfer_note": "Есть описание встреч.",
    "body": [("heading", {"level": "2", "text": "Что делали", "anchor": ""}), ("text", "<p>Звали на встречи.</p>")],
    "sources": [("source", {"title": "Отчёт службы", "url": "", "note": "", "checked": "seen"})],
}


@pytest.fixture
def author(publisher, sign_in):
    return sign_in(publisher)


@pytest.fixture
def editor(methodologist, sign_in):
    return sign_in(methodologist)


@pytest.fixture
def submitted(pages, author):
    assert_saved(create_page(author, PracticePage, pages("practices"), "submit", **PASSPORT))
    return PracticePage.objects.get(slug="parents-school")


def approve(client, page):
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": ""})


def titles(client):
    return [card.title for card in client.get("/ru/practices/").context["page"].practices()]


def test_author_submits_and_readers_do_not_see_it_yet(submitted, client):
    assert (submitted.live, submitted.current_workflow_state.status) == (False, "in_progress")
    assert client.get("/ru/practices/parents-school/").status_code == 404


def test_author_cannot_approve_their_own_practice(submitted, author):
    approve(author, submitted)
    assert PracticePage.objects.get(pk=submitted.pk).live is False


def test_approved_practice_is_in_the_registry_and_becomes_a_file(submitted, editor, client, tmp_path):
    approve(editor, submitted)
    assert client.get("/ru/practices/parents-school/").status_code == 200
    assert "Школа родителей" in client.get("/ru/practices/").content.decode()
    export_library(tmp_path)
    file = tmp_path / "ru" / "practices" / "parents-school.md"
    front = loads(file.read_text(encoding="utf-8"), str(file)).front_matter
    assert (front.status, front.practice.region, front.practice.evidence) == ("published", "irkutsk-oblast", "E1")


def test_author_cannot_publish(pages, author):
    create_page(author, PracticePage, pages("practices"), "publish", **PASSPORT)
    assert PracticePage.objects.get(slug="parents-school").live is False


def test_author_cannot_open_what_is_not_theirs(pages, author):
    strangers = pages("practices/primorye-early-help")
    levels = pages("methodology/levels")
    for page in (strangers, levels, pages("standards/consent/2.0")):
        assert author.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
        assert author.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Чужое"}).status_code == 302
        for view in ("delete", "unpublish", "copy", "move"):
            assert author.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code == 302
    assert pages("methodology/levels").title == levels.title
    assert pages("practices/primorye-early-help").live is True


@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/groups/",
        "/admin/settings/",
        "/admin/workflows/list/",
        "/admin/sites/",
        "/admin/redirects/",
        "/admin/reports/feedback/",
        "/admin/snippets/people/organisation/",
        "/admin/snippets/people/consentrecord/",
    ],
)
def test_author_cannot_reach_the_rest(pages, author, address):
    assert author.get(address).status_code in (302, 403, 404)


def test_author_may_add_only_practices(pages, author):
    for section, kind in (("methodology", "methodology/methodologypage"), ("standards", "standards/standardpage")):
        assert author.get(f"/admin/pages/add/{kind}/{pages(section).pk}/").status_code == 302


def test_draft_of_one_author_is_closed_to_another(pages, submitted, sign_in):
    other = sign_in(UserFactory(roles=["publisher"]))
    assert other.get(reverse("wagtailadmin_pages:edit", args=[submitted.pk])).status_code == 302


def test_unfinished_practice_is_not_sent(pages, author):
    response = create_page(author, PracticePage, pages("practices"), "submit", **{**PASSPORT, "evidence_note": ""})
    assert response.status_code == 200
    assert response.context["form"].errors["evidence_note"] == ["Объясните, почему такая отметка."]


def test_announced_practice_needs_its_region_only(pages, editor):
    fields = dict.fromkeys(("organisation", "years", "evidence", "evidence_note", "transfer", "transfer_note"), "")
    assert_saved(create_page(editor, PracticePage, pages("practices"), "publish", **(PASSPORT | fields), is_announced=True))
    assert PracticePage.objects.get(slug="parents-school").live is True


def test_editor_opens_in_few_queries(submitted, editor, django_assert_max_num_queries):
    address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    editor.get(address)
    with django_assert_max_num_queries(EDIT_QUERIES):
        assert editor.get(address).status_code == 200


EDIT_QUERIES = 80


def test_comment_stays_at_its_paragraph_when_the_file_changes(pages, editor, methodologist, content):
    page = pages("methodology/levels")
    block = next(block for block in page.body if block.block_type == "text")
    comment = Comment.objects.create(page=page, user=methodologist, text="Check the term.", contentpath=f"body.{block.id}")
    file = content / "ru" / "methodology" / "levels.md"
    before = file.read_text(encoding="utf-8")
    head, _fence, body = before.rpartition("---\n")
    file.write_text(before.replace(body, "\nНовый первый абзац.\n\n## Новый раздел {#novyy}\n" + body), encoding="utf-8")
    try:
        apply_sync(content)
    finally:
        file.write_text(before, encoding="utf-8")
    changed = pages("methodology/levels")
    assert changed.body[0].value.source.endswith("Новый первый абзац.</p>")
    assert block.id in [block.id for block in changed.body]
    comment.refresh_from_db()
    assert comment.has_valid_contentpath(changed)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Check the term." in editor.get(address).content.decode()


def test_methodologist_saves_without_changing_a_byte(pages, editor, tmp_path, content):
    for path in ("methodology/levels", "practices/primorye-early-help", "forms/consent-form", "glossary/social-support"):
        assert_saved(save_page(editor, pages(path), "publish"))
    export_library(tmp_path)
    for path in ("methodology/levels", "practices/primorye-early-help", "forms/consent-form", "glossary/social-support"):
        assert (tmp_path / "ru" / f"{path}.md").read_bytes() == (content / "ru" / f"{path}.md").read_bytes()


def test_taxonomy_is_labelled_in_the_editors_language(pages, sign_in):
    for language, label in (("ru", "Кризисный"), ("en", "Crisis")):
        client = sign_in(UserFactory(roles=["methodologist"], language=language))
        text = client.get(reverse("wagtailadmin_pages:edit", args=[pages("methodology/levels").pk])).content.decode()
        assert label in text


def test_form_of_a_new_practice_starts_with_dates(pages, author):
    registry = pages("practices")
    data = form_data(PracticePage(locale=registry.locale), registry)
    assert (data["reviewed_on"] != "", data["review_due_on"] != "") == (True, True)

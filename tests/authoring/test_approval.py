"""What is approved or published without opening its form is checked all the same; a form that came back names its fields."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.practices.models import PracticePage
from tests.core.dom import document, select

from .forms import assert_saved, create_page, save_page
from .test_practice_workflow import PASSPORT, approve
from .test_resting import LINK, MESSAGE, without_anchor

REFUSED = "«Школа родителей» не опубликована. Сначала исправьте в её форме:"
LACKS_A_REASON = f"{REFUSED} Почему такая отметка: Объясните, почему такая отметка."


@pytest.fixture
def editor(methodologist, sign_in):
    return sign_in(methodologist)


@pytest.fixture
def submitted(pages, publisher, sign_in):
    assert_saved(create_page(sign_in(publisher), PracticePage, pages("practices"), "submit", **PASSPORT))
    return PracticePage.objects.get(slug="parents-school")


@pytest.fixture
def unfinished(submitted, editor):
    """Sent for approval in order, then saved as a draft that lacks something."""
    assert_saved(save_page(editor, submitted, evidence_note=""))
    return PracticePage.objects.get(slug="parents-school")


def told(answer):
    return [" ".join(document(str(message)).text_content().split()) for message in get_messages(answer.wsgi_request)]


def is_live(page):
    return PracticePage.objects.get(pk=page.pk).live


def test_an_unfinished_page_is_not_approved_from_the_list(unfinished, editor):
    answer = approve(editor, unfinished)
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[unfinished.pk])
    assert (is_live(unfinished), unfinished.current_workflow_state.status) == (False, "in_progress")
    assert told(answer)[-1] == LACKS_A_REASON


def test_the_lists_own_dialog_leads_to_the_form(unfinished, editor):
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[unfinished.pk, "approve", unfinished.current_workflow_task_state.pk]
    )
    answer = editor.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json() == {"step": "success", "redirect": reverse("wagtailadmin_pages:edit", args=[unfinished.pk])}
    assert is_live(unfinished) is False


def test_an_unfinished_page_may_be_sent_back_and_a_mended_one_approved(unfinished, editor):
    assert_saved(save_page(editor, unfinished, evidence_note="Записи наблюдений ведущих."))
    approve(editor, PracticePage.objects.get(pk=unfinished.pk))
    assert is_live(unfinished) is True


def test_an_unfinished_page_is_not_published_among_others(unfinished, pages, editor):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = f"?id={unfinished.pk}&id={pages('methodology/levels').pk}&next=/admin/"
    answer = editor.post(address + query, {"include_descendants": ""})
    assert (answer["Location"], is_live(unfinished), told(answer)[-1]) == ("/admin/", False, LACKS_A_REASON)
    answer = editor.post(f"{address}?id={pages('practices').pk}&next=/admin/", {"include_descendants": "on"})
    assert (is_live(unfinished), told(answer)[-1]) == (False, LACKS_A_REASON)


def test_an_anchor_that_others_rest_on_is_missed_on_approval(pages, editor):
    other, page = pages("methodology/support-types"), pages("methodology/levels")
    body = [*[(block.block_type, block.value) for block in other.body], ("text", LINK)]
    assert_saved(save_page(editor, other, "publish", body=body))
    page.body = without_anchor(page, "table")
    page.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{address}?id={page.pk}&next=/admin/", {"include_descendants": ""})
    start = f"«{page.title}» не опубликована. Сначала исправьте в её форме: Текст: "
    assert told(answer)[-1] == start + MESSAGE.format(title=other.title)


def test_a_page_that_is_in_order_is_published_among_others(submitted, editor):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editor.post(f"{address}?id={submitted.pk}&next=/admin/", {"include_descendants": ""})
    assert is_live(submitted) is True


def test_a_form_that_came_back_names_its_fields_with_links_to_them(pages, publisher, sign_in):
    heading = ("heading", {"level": "3", "text": "Что делали", "anchor": ""})
    fields = {**PASSPORT, "evidence_note": "", "summary": "", "sources": [], "body": [heading]}
    root = document(create_page(sign_in(publisher), PracticePage, pages("practices"), "submit", **fields).content)
    links = select(root, ".opora-faults a")
    assert [link.text_content() for link in links][:1] == ["Кратко: Требуется заполнить это поле."]
    assert [link.get("data-w-focus-target-value").split()[0] for link in links] == [
        '[data-contentpath="summary"]',
        '[data-contentpath="body"]',
    ]
    assert all(root.xpath(f"//*[@data-contentpath='{name}']") for name in ("summary", "body"))


def test_a_form_that_is_opened_names_nothing(submitted, editor):
    root = document(editor.get(reverse("wagtailadmin_pages:edit", args=[submitted.pk])).content)
    assert select(root, ".opora-faults") == []

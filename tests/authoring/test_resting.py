"""What rests on a page is named before the page, or a part of it, is taken away."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.core.resting import resting_on

from .forms import assert_saved, errors_of, save_page

LINK = '<p>См. <a href="levels.md#table">таблицу</a>.</p>'
MESSAGE = "На якорь «table» ссылаются: «{title}». Верните якорь или сначала поправьте эти ссылки."


@pytest.fixture
def client(methodologist, sign_in):
    return sign_in(methodologist)


@pytest.fixture
def resting(pages, client):
    """A page that links to the section `table` of another."""
    page = pages("methodology/support-types")
    body = [*[(block.block_type, block.value) for block in page.body], ("text", LINK)]
    assert_saved(save_page(client, page, "publish", body=body))
    return pages("methodology/support-types")


def without_anchor(page, anchor):
    return [
        (block.block_type, block.value)
        for block in page.body
        if not (block.block_type == "heading" and block.value["anchor"] == anchor)
    ]


def texts(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_resting_pages_are_of_the_same_language(pages, resting):
    assert [page.title for page in resting_on(pages("methodology/levels"), "table").pages] == [resting.title]
    assert resting_on(pages("methodology/levels", "en"), "table").pages == ()


def test_anchor_that_others_use_cannot_be_published_away(pages, client, resting):
    levels = pages("methodology/levels")
    response = save_page(client, levels, "publish", body=without_anchor(levels, "table"))
    assert errors_of(response) == {"body": [MESSAGE.format(title=resting.title)]}


def test_draft_without_the_anchor_is_kept_with_a_warning(pages, client, resting):
    levels = pages("methodology/levels")
    response = save_page(client, levels, body=without_anchor(levels, "table"))
    assert_saved(response)
    assert MESSAGE.format(title=resting.title) in texts(response)


def test_anchor_nobody_uses_may_go(pages, client):
    levels = pages("methodology/support-types")
    anchor = [block.value["anchor"] for block in levels.body if block.block_type == "heading"][-1]
    assert_saved(save_page(client, levels, "publish", body=without_anchor(levels, anchor)))


def test_changed_section_names_who_rests_on_it(pages, client, resting):
    levels = pages("methodology/levels")
    body = []
    for block in levels.body:
        body.append((block.block_type, block.value))
        if block.block_type == "heading" and block.value["anchor"] == "table":
            body.append(("text", "<p>Теперь здесь сказано иначе.</p>"))
    response = save_page(client, levels, "publish", body=body)
    assert_saved(response)
    expected = f"Текст изменился, на него опираются. Проверьте, что там всё по-прежнему верно: #table: «{resting.title}»."
    assert expected in texts(response)


@pytest.mark.parametrize("view", ["delete", "unpublish"])
def test_question_before_taking_a_page_down_names_who_rests_on_it(pages, administrator, sign_in, resting, view):
    levels = pages("methodology/levels")
    text = sign_in(administrator).get(reverse(f"wagtailadmin_pages:{view}", args=[levels.pk])).content.decode()
    assert f"На страницу «{levels.title}» ссылаются: «{resting.title}»" in text


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_bulk_action_names_them_too(pages, administrator, sign_in, resting, action):
    levels = pages("methodology/levels")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    text = sign_in(administrator).get(address, {"id": levels.pk}).content.decode()
    assert f"На страницу «{levels.title}» ссылаются: «{resting.title}»" in text


def test_page_does_not_leave_its_section(pages, administrator, sign_in):
    levels, forms = pages("methodology/levels"), pages("forms")
    response = sign_in(administrator).get(reverse("wagtailadmin_pages:move_confirm", args=[levels.pk, forms.pk]))
    assert response.status_code == 302
    assert texts(response) == [
        f"«{levels.title}» остаётся в своём разделе и языке: так её находят файлы и переводы. Нужна похожая — скопируйте."
    ]


def test_copy_gets_a_path_of_its_own(pages, client, methodologist):
    levels = pages("methodology/levels")
    data = {"new_title": "Уровни, копия", "new_slug": "levels-copy", "new_parent_page": levels.get_parent().pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[levels.pk]), data)
    copy = pages("methodology/levels-copy")
    assert (copy.live, copy.translation_key == levels.translation_key) == (False, False)

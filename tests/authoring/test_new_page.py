"""A page made in the admin: what the portal fills in by itself, and what it asks for in plain words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.pages import translation_uuid
from portal.methodology.models import MethodologyPage

from .forms import assert_saved, create_page, errors_of, save_page

SOURCES = [("source", {"title": "Учебный источник", "url": "", "note": "", "checked": "seen"})]
BODY = [("heading", {"level": "2", "text": "Что делать", "anchor": ""}), ("text", "<p>Позвоните семье.</p>")]


@pytest.fixture
def client(methodologist, sign_in):
    return sign_in(methodologist)


def new_page(client, section, action="publish", **fields):
    facts = {"title": "Первый звонок", "slug": "", "summary": "Как позвонить.", "body": BODY, "sources": SOURCES} | fields
    return create_page(client, MethodologyPage, section, action, **facts)


def test_new_page_gets_path_id_dates_and_place(pages, client):
    section = pages("methodology")
    last = max(page.order for page in MethodologyPage.objects.child_of(section))
    assert_saved(new_page(client, section))
    page = pages("methodology/pervyy-zvonok")
    today = timezone.localdate()
    assert (page.slug, page.live, page.translation_key) == ("pervyy-zvonok", True, translation_uuid("methodology/pervyy-zvonok"))
    assert (page.reviewed_on, page.review_due_on) == (today, today + timedelta(days=365))
    assert (page.required_translations, page.order) == (("ru", "en"), last + 10)


def test_empty_anchor_is_spelled_from_the_heading(pages, client):
    new_page(client, pages("methodology"))
    page = pages("methodology/pervyy-zvonok")
    assert page.body[0].value["anchor"] == "chto-delat"


def test_same_heading_twice_gets_two_anchors(pages, client):
    new_page(client, pages("methodology"), body=[*BODY, BODY[0]])
    page = pages("methodology/pervyy-zvonok")
    assert [block.value["anchor"] for block in page.body if block.block_type == "heading"] == ["chto-delat", "chto-delat-2"]


def heading(text, level="2", anchor=""):
    return ("heading", {"level": level, "text": text, "anchor": anchor})


def translated(pages, client, *body, action="publish"):
    """The anchors of an English page that translates «Первый звонок» with its headings `chto-delat`, `kogda` and `risks`."""
    source = [*BODY, heading("Когда", "3"), heading("Чего опасаться", anchor="risks")]
    assert_saved(new_page(client, pages("methodology"), body=source))
    fields = {"title": "First call", "slug": "pervyy-zvonok", "body": body}
    assert_saved(new_page(client, pages("methodology", "en"), action, **fields))
    page = pages("methodology/pervyy-zvonok", "en")
    assert page.translation_key == pages("methodology/pervyy-zvonok").translation_key
    return [block.value["anchor"] for block in page.get_latest_revision_as_object().body if block.block_type == "heading"]


@pytest.mark.parametrize("action", ["publish", ""])
def test_translation_takes_the_anchors_of_its_source(pages, client, action):
    body = [heading("What to do"), heading("When", "3"), heading("Risks to mind")]
    assert translated(pages, client, *body, action=action) == ["chto-delat", "kogda", "risks"]


def test_translation_keeps_anchors_that_were_given_and_goes_on_alone_where_it_differs(pages, client):
    body = [heading("Risks", anchor="risks"), heading("When", "3"), heading("Who calls", "3"), heading("Risks")]
    assert translated(pages, client, *body) == ["risks", "kogda", "who-calls", "risks-2"]


def test_clause_anchor_comes_from_its_number(pages, client):
    clause = ("clause", {"anchor": "", "number": "3.2", "modality": "must", "text": "<p>Звоните в срок.</p>"})
    new_page(client, pages("methodology"), body=[*BODY, clause])
    assert pages("methodology/pervyy-zvonok").body[2].value["anchor"] == "c-3-2"


@pytest.mark.parametrize(
    ("block", "place", "message"),
    [
        (
            ("heading", {"level": "2", "text": "Раз", "anchor": "Раз два"}),
            "body.2.anchor",
            "Якорь начинается с латинской буквы и состоит из строчных латинских букв, цифр и дефисов.",
        ),
        (
            ("heading", {"level": "2", "text": "Раз", "anchor": "chto-delat"}),
            "body.2.anchor",
            "Якорь «chto-delat» уже есть выше на этой странице. Дайте этому блоку другой.",
        ),
        (
            ("clause", {"anchor": "r-1", "number": "1.1", "modality": "must", "text": "<p>Да.</p>"}),
            "body.2.anchor",
            "Якорь этого блока начинается с «c-», например c-r-1.",
        ),
        (
            ("clause", {"anchor": "c-1", "number": "п. 1", "modality": "must", "text": "<p>Да.</p>"}),
            "body.2.number",
            "Номер пункта пишут цифрами через точку, например 3.2.",
        ),
        (
            ("heading", {"level": "4", "text": "Мелочи", "anchor": "melochi"}),
            "body.2.level",
            "После заголовка уровня 2 не может идти уровень 4. Выберите 3.",
        ),
    ],
)
def test_error_stands_at_its_block(pages, client, block, place, message):
    body = [("heading", {"level": "2", "text": "Что делать", "anchor": "chto-delat"}), BODY[1], block]
    response = new_page(client, pages("methodology"), body=body)
    assert errors_of(response) == {place: [message]}


def test_draft_may_be_unfinished(pages, client):
    unfinished = [("clause", {"anchor": "", "number": "", "modality": "must", "text": ""})]
    response = new_page(client, pages("methodology"), action="", summary="", sources=[], body=unfinished)
    assert response.status_code == 302
    assert MethodologyPage.objects.get(slug="pervyy-zvonok").live is False


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "Д" * 91, "Название — до 90 знаков."),
        ("sources", [], "Назовите хотя бы один источник: на чём основана страница."),
        ("review_due_on", timezone.localdate() - timedelta(days=1), "Следующая проверка должна быть позже последней."),
    ],
)
def test_publishing_asks_for_what_the_file_needs(pages, client, field, value, message):
    response = new_page(client, pages("methodology"), **{field: value})
    assert errors_of(response) == {field: [message]}


def test_taken_path_is_refused(pages, client):
    response = new_page(client, pages("methodology"), slug="levels")
    assert "slug" in errors_of(response)


def test_path_of_a_draft_follows_its_slug_and_then_stays(pages, client):
    new_page(client, pages("methodology"), action="")
    page = pages("methodology/pervyy-zvonok")
    save_page(client, page, slug="call")
    page = pages("methodology/call")
    assert page.translation_key == translation_uuid("methodology/call")
    save_page(client, page, "publish")
    save_page(client, pages("methodology/call"), "publish", slug="phone-call")
    page = pages("methodology/call")
    assert (page.slug, page.translation_key) == ("phone-call", translation_uuid("methodology/call"))


def test_page_of_the_same_path_in_another_language_is_its_translation(pages, client):
    create_page(
        client,
        MethodologyPage,
        pages("methodology", "en"),
        "publish",
        title="Types of support",
        slug="support-types",
        summary="Seven types.",
        body=[("text", "<p>Seven.</p>")],
        sources=SOURCES,
    )
    english, russian = pages("methodology/support-types", "en"), pages("methodology/support-types")
    assert english.translation_key == russian.translation_key

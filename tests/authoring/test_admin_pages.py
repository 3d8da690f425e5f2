"""Preview, reports, language and face of the admin."""

import csv
import io

import pytest
from django.urls import reverse

from portal.core.models import PageFeedback
from tests.factories import UserFactory

from .forms import form_data

PREVIEWED = (
    "methodology/levels",
    "forms/consent-form",
    "glossary/social-support",
    "practices/primorye-early-help",
    "standards/consent/2.0",
    "standards/consent",
)
SECTIONS = ("methodology", "practices", "glossary", "quizzes", "start", "search")


@pytest.fixture
def client(methodologist, sign_in):
    return sign_in(methodologist)


def preview(client, page):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    answer = client.post(address, form_data(page.get_latest_revision_as_object(), page.get_parent()))
    assert answer.json() == {"is_valid": True, "is_available": True}
    return client.get(address, {"in_preview_panel": "true", "mode": ""})


@pytest.mark.parametrize("path", PREVIEWED)
def test_preview_shows_the_page(pages, client, path):
    page = pages(path)
    response = preview(client, page)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()
    assert page.title.split()[0] in response.content.decode()


@pytest.mark.parametrize("section", SECTIONS)
def test_preview_shows_a_section(pages, administrator, sign_in, section):
    assert preview(sign_in(administrator), pages(section)).status_code == 200


def test_preview_carries_the_checker_and_its_policy(pages, client):
    response = preview(client, pages("methodology/levels"))
    assert "wagtail-userbar" in response.content.decode()
    assert "'unsafe-inline'" in response.headers["Content-Security-Policy"]


def test_reader_gets_neither_user_bar_nor_loose_policy(pages, client):
    client.logout()
    response = client.get("/ru/methodology/levels/")
    assert "wagtail-userbar" not in response.content.decode()
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


def test_authors_bar_is_on_pages_only(pages, administrator, sign_in):
    # On a question it would lie over an answer of whoever sits a quiz and writes pages, too.
    client = sign_in(administrator)
    bars = ["wagtail-userbar" in client.get(path).content.decode() for path in ("/ru/methodology/levels/", "/ru/quizzes/mine/")]
    assert bars == [True, False]


@pytest.mark.parametrize("name", ["aging_pages", "workflow", "workflow_tasks", "locked_pages"])
def test_methodologist_reaches_wagtails_reports(pages, client, name):
    assert client.get(reverse(f"wagtailadmin_reports:{name}")).status_code == 200


@pytest.fixture
def feedback(pages):
    page = pages("methodology/levels")
    PageFeedback.objects.create(page=page, is_useful=False, comment="Не хватает примера.")
    PageFeedback.objects.create(page=page, is_useful=True)


def test_feedback_report_lists_and_exports(pages, client, feedback):
    text = client.get(reverse("feedback_report")).content.decode()
    assert "Не хватает примера." in text
    exported = client.get(reverse("feedback_report"), {"export": "csv"}).getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert [(row["Язык"], row["Чего не хватило"]) for row in rows] == [("ru", ""), ("ru", "Не хватает примера.")]
    xlsx = client.get(reverse("feedback_report"), {"export": "xlsx"})
    assert b"".join(xlsx.streaming_content)[:2] == b"PK"


def test_feedback_report_takes_the_same_queries_for_one_and_three(pages, client, feedback, django_assert_num_queries):
    address = reverse("feedback_report")
    client.get(address)
    with django_assert_num_queries(FEEDBACK_QUERIES):
        client.get(address)
    PageFeedback.objects.create(page=pages("practices/primorye-early-help"), is_useful=True)
    PageFeedback.objects.create(page=pages("forms/consent-form"), is_useful=True)
    with django_assert_num_queries(FEEDBACK_QUERIES):
        client.get(address)


FEEDBACK_QUERIES = 12


def test_due_report_is_ordered_by_the_day(pages, client, feedback):
    type(pages("methodology/levels")).objects.filter(pk=pages("methodology/levels").pk).update(review_due_on="2020-01-01")
    response = client.get(reverse("due_report"))
    found = list(response.context["object_list"])
    assert (found[0].pk, found[0].unhelped) == (pages("methodology/levels").pk, 1)
    assert [page.due_on for page in found] == sorted(page.due_on for page in found)
    exported = client.get(reverse("due_report"), {"export": "csv"}).getvalue().decode()
    assert exported.splitlines()[1].split(",")[-2:] == ["2020-01-01", "1"]


def test_author_of_practices_sees_their_own_pages_only(pages, publisher, sign_in):
    client = sign_in(publisher)
    assert client.get(reverse("feedback_report")).status_code == 302
    assert list(client.get(reverse("due_report")).context["object_list"]) == []


@pytest.mark.parametrize(
    ("language", "code", "word"), [("ru", "ru", "Удалить"), ("en", "en", "Delete"), ("id", "id-id", "Hapus")]
)
def test_admin_speaks_the_persons_language(pages, sign_in, language, code, word):
    client = sign_in(UserFactory(roles=["administrator"], language=language))
    text = client.get(reverse("wagtailadmin_pages:delete", args=[pages("methodology/levels").pk])).content.decode()
    assert f'lang="{code}"' in text
    assert word in text


def test_changed_language_reaches_the_admin(pages, methodologist):
    methodologist.language = "id"
    methodologist.save()
    methodologist.wagtail_userprofile.refresh_from_db()
    assert methodologist.wagtail_userprofile.preferred_language == "id-id"


def test_admin_bears_the_portals_name(pages, client):
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "opora-logo__name" in text
    assert "portal/img/favicon.svg" in text


def test_menu_offers_clauses_and_reports(pages, client):
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("clause_list", "feedback_report", "due_report"):
        assert reverse(name) in text

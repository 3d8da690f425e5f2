"""Pages reach the index when they are published, leave it when they are not, and are shown by right."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import RequestFactory
from modelsearch.backends import get_search_backend
from wagtail.models import Page, PageViewRestriction

from search import indexing
from search.access import visible_keys
from search.bulk import index_held, one_commit
from search.engine import Engine, Request
from tests.factories import UserFactory

Commit = Callable[..., Any]


def _paths(engine: Engine, query: str, **more: object) -> list[str]:
    visible = more.pop("visible", lambda keys: visible_keys(None, keys))
    results = engine.find(Request(query, limit=50, visible=visible, **more))  # type: ignore[arg-type]
    return [hit.url for hit in results.hits]


def _request(user: Any) -> Any:
    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    return request


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("ТЖС", "/ru/glossary/difficult-life-situation/"),
        ("уровни сопровождения", "/ru/methodology/levels/"),
        ("coordination council", "/en/methodology/council/"),
        ("pendampingan sosial", "/id/methodology/social-support/"),
    ],
)
def test_search_acceptance_queries_right_page_first(index: Engine, query: str, url: str) -> None:
    assert _paths(index, query)[0] == url


def test_index_of_the_library_is_healthy(index: Engine) -> None:
    assert indexing.diagnose() == indexing.Diagnosis((), (), ())


def test_unpublished_page_leaves_at_once(index: Engine, library: Any, django_capture_on_commit_callbacks: Commit) -> None:
    page = library.page("methodology/levels")
    other = Engine(index.store.path, thesaurus=lambda: index.thesaurus)
    assert page.url in _paths(other, "уровни сопровождения")

    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()

    assert page.url not in _paths(other, "уровни сопровождения", visible=None)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert _paths(other, "уровни сопровождения")[0] == page.url


def test_published_change_is_found_at_once(index: Engine, library: Any, django_capture_on_commit_callbacks: Commit) -> None:
    page = library.page("methodology/levels")
    page.title = "Ступени поддержки и палимпсест"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert _paths(index, "палимпсест") == [page.url]


def test_held_back_change_is_indexed_when_asked_for(
    index: Engine, library: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    page = library.page("methodology/levels")
    page.title = "Ступени поддержки и палимпсест"
    with indexing.held_back() as held, django_capture_on_commit_callbacks(execute=True), one_commit():
        page.save_revision().publish()
    assert (_paths(index, "палимпсест"), list(Page.objects.all().search("палимпсест"))) == ([], [])

    with django_capture_on_commit_callbacks(execute=True):
        index_held(held)

    assert _paths(index, "палимпсест") == [page.url]
    assert [found.pk for found in Page.objects.all().search("палимпсест")] == [page.pk]


def test_rolled_back_change_is_not_indexed(index: Engine, library: Any) -> None:
    page = library.page("methodology/levels")
    page.title = "Палимпсест"
    page.save_revision().publish()

    assert _paths(index, "палимпсест", visible=None) == []


def test_moved_page_is_found_at_its_new_address(index: Engine, library: Any, django_capture_on_commit_callbacks: Commit) -> None:
    page, target = library.page("methodology/levels"), library.page("practices")
    with django_capture_on_commit_callbacks(execute=True):
        page.move(target, pos="last-child")

    assert _paths(index, "уровни сопровождения")[0] == Page.objects.get(pk=page.pk).url != page.url


def test_changed_slug_of_a_section_changes_the_addresses_below(
    index: Engine, library: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    section = library.page("methodology")
    section.slug = "metodika"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()

    assert "/ru/metodika/levels/" in _paths(index, "уровни сопровождения")


def test_deleted_page_leaves_at_once(index: Engine, library: Any, django_capture_on_commit_callbacks: Commit) -> None:
    page = library.page("methodology/levels")
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()

    assert page.url not in _paths(index, "уровни сопровождения", visible=None)
    assert indexing.diagnose().is_healthy


def test_restricted_branch_shows_only_to_those_it_is_open_to(
    index: Engine, library: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    section, page = library.page("methodology"), library.page("methodology/levels")
    group = Group.objects.create(name="методисты")
    insider = UserFactory()
    insider.groups.add(group)
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(group)

    def seen(user: Any) -> bool:
        visible = lambda keys: visible_keys(_request(user), keys)  # noqa: E731 - shorter than a second function
        results = index.find(Request("уровни сопровождения", limit=50, visible=visible, count_facets=True))
        assert results.total >= results.facets["type"].get("methodology", 0)
        return page.url in [hit.url for hit in results.hits]

    assert (seen(AnonymousUser()), seen(insider)) == (False, True)
    assert page.title not in [s.text for s in index.suggest("четыре уровня", "ru")]


def test_expired_page_is_not_shown_before_the_scheduler_runs(index: Engine, library: Any) -> None:
    page = library.page("methodology/levels")
    Page.objects.filter(pk=page.pk).update(expire_at="2020-01-01T00:00:00Z")

    assert page.url not in _paths(index, "уровни сопровождения")


def test_doctor_finds_and_repairs_wagtails_own_index(index: Engine, library: Any) -> None:
    page, other = library.page("methodology/levels"), library.page("methodology/council")
    objects = get_search_backend().engine
    objects.store.update([f"wagtailcore.page:{page.pk}", "wagtailcore.page:999999"], [])
    Page.objects.filter(pk=other.pk).update(title="Палимпсест")

    found = indexing.doctor()

    assert (found.missing, found.surplus) == ((f"object:wagtailcore.page:{page.pk}",), ())
    assert f"object:wagtailcore.page:{other.pk}" in found.outdated
    assert indexing.diagnose().is_healthy
    assert [found.pk for found in Page.objects.search("палимпсест")] == [other.pk]


def test_doctor_finds_and_repairs_every_difference(index: Engine, library: Any) -> None:
    missing, outdated = library.page("methodology/levels"), library.page("methodology/council")
    index.remove([f"page:{missing.pk}"])
    index.replace(["page:999999"], [])
    document = outdated.search_document()
    index.index([{"key": f"page:{outdated.pk}", "title": "Старый текст", "lang": "ru", "url": document.url}])
    index.index([{"key": "page:999999", "title": "Удалённая страница", "lang": "ru"}])

    found = indexing.doctor()

    assert found == indexing.Diagnosis((f"page:{missing.pk}",), (f"page:{outdated.pk}",), ("page:999999",))
    assert indexing.diagnose().is_healthy

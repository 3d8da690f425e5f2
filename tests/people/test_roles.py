"""Each role has exactly the rights that are listed for it, and a door it may not open stays closed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page, WorkflowPage

from portal.people.models import User
from portal.people.roles import ROLES, Role, ensure_roles, group_of
from tests.factories import UserFactory

SignIn = Callable[[User], Client]


def rights_of(role: Role) -> list[str]:
    permissions = group_of(role.code).permissions.select_related("content_type")
    return sorted(f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions)


def page_rights_of(role: Role) -> set[tuple[str, str, str]]:
    rows = GroupPagePermission.objects.filter(group=group_of(role.code)).select_related("page__locale", "permission")
    return {(row.page.slug, row.page.locale.language_code, row.permission.codename) for row in rows}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_role_has_exactly_the_listed_rights(db: None, role: Role) -> None:
    ensure_roles()
    assert rights_of(role) == sorted(role.permissions)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_role_has_exactly_the_listed_rights_on_pages(library: Any, role: Role) -> None:
    languages = ("ru", "en", "id")
    expected = {
        (slug, lang, codename) for slug, codenames in role.pages.items() if slug for lang in languages for codename in codenames
    } | {("root", "ru", codename) for codename in role.pages.get("", ())}
    assert page_rights_of(role) == expected


def test_a_second_run_changes_nothing(library: Any) -> None:
    def state() -> list[Any]:
        return [
            sorted(Group.objects.values_list("name", "permissions__codename")),
            sorted(GroupPagePermission.objects.values_list("group_id", "page_id", "permission_id")),
            sorted(WorkflowPage.objects.values_list("page_id", "workflow_id")),
        ]

    before = state()
    ensure_roles()
    assert state() == before


def test_rights_that_no_role_has_are_taken_back(library: Any) -> None:
    group, page = group_of("publisher"), Page.objects.get(depth=3, slug="standards", locale__language_code="ru")
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=page, permission=publish)
    group.permissions.add(Permission.objects.get(codename="change_user"))
    ensure_roles()
    assert rights_of(next(role for role in ROLES if role.code == "publisher")) == ["wagtailadmin.access_admin"]
    assert GroupPagePermission.objects.filter(group=group, page=page).count() == 0


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("specialist", False),
        ("curator", False),
        ("publisher", True),
        ("reviewer", False),
        ("methodologist", True),
        ("administrator", True),
    ],
)
def test_who_may_open_the_admin(library: Any, sign_in: SignIn, code: str, expected: bool) -> None:
    answer = sign_in(UserFactory(roles=[code])).get("/admin/")
    assert (answer.status_code == 200) is expected


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/people/consentrecord/", "/admin/quizzes/item/"])
def test_publisher_sees_neither_people_nor_questions(library: Any, sign_in: SignIn, publisher: User, path: str) -> None:
    assert sign_in(publisher).get(path).status_code in (302, 403, 404)


def test_publisher_adds_a_practice_but_cannot_publish_it(library: Any, publisher: User) -> None:
    rights = library.page("practices").permissions_for_user(publisher)
    practice = library.page("practices/primorye-early-help").permissions_for_user(publisher)
    assert (rights.can_add_subpage(), practice.can_publish(), practice.can_edit()) == (True, False, False)


def test_practice_goes_through_the_methodologist(library: Any) -> None:
    workflow = library.page("practices/primorye-early-help").get_workflow()
    assert (workflow.name, [task.name for task in workflow.tasks]) == ("Публикация практики", ["Публикация практики: методист"])

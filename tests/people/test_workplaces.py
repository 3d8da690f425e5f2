"""Whose results a person may see: of their own organisation and below it, and of those they look after."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.people.models import Curation, Employment, Organisation, User
from portal.people.workplaces import members, organisations, visible_people, workplaces
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def center() -> Organisation:
    return Organisation.objects.create(name="Центр", kind="resource-center", region="irkutsk-oblast")


@pytest.fixture
def north(center) -> Organisation:
    return Organisation.objects.create(name="Север", kind="territorial-service", region="irkutsk-oblast", parent=center)


def hire(organisation: Organisation, **fields) -> User:
    user = UserFactory()
    Employment.objects.create(user=user, organisation=organisation, position="psychologist", **fields)
    return user


def test_an_examiner_sees_the_own_branch_only(center, north) -> None:
    head, colleague = hire(center), hire(north)
    stranger = UserFactory()
    assert set(visible_people(head)) == {head, colleague}
    assert set(visible_people(colleague)) == {colleague}
    assert list(visible_people(stranger)) == []


def test_whom_one_looks_after_one_sees_wherever_they_work(center, north) -> None:
    curator, colleague = hire(north), hire(center)
    Curation.objects.create(curator=curator, colleague=colleague)
    assert set(visible_people(curator)) == {curator, colleague}


def test_who_left_is_not_seen_any_more(center) -> None:
    head = hire(center)
    hire(center, started_on=timezone.localdate(), ended_on=timezone.localdate())
    assert list(visible_people(head)) == [head]


def test_who_sees_all_accounts_sees_all_results(center) -> None:
    hire(center)
    administrator = UserFactory()
    administrator.user_permissions.add(Permission.objects.get(codename="view_user"))
    administrator = User.objects.get(pk=administrator.pk)
    assert visible_people(administrator).count() == 2
    assert organisations(administrator) == [(str(center.pk), "Центр")]


def test_members_and_workplaces(center, north) -> None:
    head, colleague = hire(center), hire(north)
    assert set(members(str(center.pk))) == {head, colleague}
    assert set(members(str(north.pk))) == {colleague}
    assert [list(members(code)) for code in ("0", "x")] == [[], []]
    assert workplaces([head.pk, colleague.pk]) == {head.pk: "Центр", colleague.pk: "Север"}
    assert organisations(colleague) == [(str(north.pk), "Север")]

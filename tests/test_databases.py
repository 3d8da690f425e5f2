"""The databases of the tests: right state, clean for every test, whatever the one before did."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page, Site

from portal.core.models import HomePage
from portal.people.models import User


@pytest.mark.parametrize("round", [1, 2])
def test_bare_database_has_no_page_of_ours(db, round):
    assert HomePage.objects.count() == 0
    User.objects.create_user("only@service.example", "x")
    assert User.objects.count() == 1


@pytest.mark.parametrize("round", [1, 2])
def test_library_holds_every_language_and_forgets_changes(library, round):
    assert HomePage.objects.live().count() == 3
    assert library.page("methodology/levels", "id").locale.language_code == "id"
    HomePage.objects.update(live=False)


@pytest.mark.parametrize("round", [1, 2])
def test_committed_changes_do_not_reach_the_next_test(transactional_db, round):
    assert User.objects.count() == 0
    assert Page.objects.filter(depth=1).count() == 1
    User.objects.create_user("only@service.example", "x")


@pytest.mark.parametrize("round", [1, 2])
def test_committed_changes_do_not_reach_the_next_test_in_the_library(library, transactional_db, round):
    assert Site.objects.get().root_page.specific == library.page("")
    assert HomePage.objects.live().count() == 3
    HomePage.objects.update(live=False)


def test_another_thread_sees_the_same_database(library, transactional_db):
    counts = []

    def count():
        counts.append(HomePage.objects.count())
        connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert counts == [3]


def test_people_have_their_role(curator, methodologist):
    assert [list(person.groups.all()) for person in (curator, methodologist)] == [
        [Group.objects.get(name="Куратор")],
        [Group.objects.get(name="Методист")],
    ]

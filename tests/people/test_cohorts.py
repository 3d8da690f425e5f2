"""Statistics by group: who worked where when the attempt was sat."""

from datetime import date

import pytest

from portal.people.models import Employment, Organisation
from quizzes.cohorts import facets
from quizzes.domain.statistics import Cohort, cohort_report
from tests.quizzes.builders import make_quiz
from tests.quizzes.sittings import able_choices, choice_item, make_form, make_people, make_versions, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return Organisation.objects.create(name="Центр", kind="resource-center", region="spb")


@pytest.fixture
def service(centre):
    return Organisation.objects.create(name="Служба", kind="territorial-service", region="spb", parent=centre)


@pytest.fixture
def quiz(centre, service):
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]})
    people = make_people(14)
    sit(make_form(quiz, make_versions([choice_item("a"), choice_item("b")])), people, able_choices(14, 2))
    began = date(2026, 1, 1)
    jobs = [(people[:6], centre, "curator", None), (people[6:12], service, "specialist", None)]
    # Two left before they sat the quiz: they are nobody's now.
    jobs.append((people[12:], centre, "curator", date(2026, 8, 1)))
    for group, organisation, position, ended in jobs:
        for person in group:
            Employment.objects.create(user=person, organisation=organisation, position=position, started_on=began, ended_on=ended)
    return quiz


@pytest.mark.parametrize(
    ("groups", "people"),
    [
        ({}, 14),
        ({"position": "curator"}, 6),
        ({"region": "spb"}, 12),
        ({"region": "spb", "position": "specialist"}, 6),
        ({"region": "moscow"}, 0),
        ({"organisation": "x"}, 0),
    ],
)
def test_attempts_are_of_those_who_worked_there_then(quiz, groups, people) -> None:
    assert cohort_report(quiz, Cohort(groups=groups)).people == people


def test_an_organisation_counts_with_its_branches(quiz, centre, service) -> None:
    found = [cohort_report(quiz, Cohort(groups={"organisation": str(one.pk)})).people for one in (centre, service)]
    assert found == [12, 6]


def test_the_facets_are_named_for_the_reader(centre) -> None:
    listed = {facet.code: facet for facet in facets()}
    assert list(listed) == ["region", "organisation", "position"]
    assert listed["organisation"].choices == ((str(centre.pk), "Центр"),)


def test_the_queries_do_not_grow_with_the_group(quiz, centre, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):
        cohort_report(quiz, Cohort(groups={"organisation": str(centre.pk)}))

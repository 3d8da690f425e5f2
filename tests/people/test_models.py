"""Organisations in a tree, one work place at a time, consents that are never rewritten: held by the database."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from portal.people.models import ConsentRecord, Curation, Employment, Organisation, User
from tests.factories import EmploymentFactory, OrganisationFactory, UserFactory


def test_branch_is_the_organisation_and_all_below_it(db: None, django_assert_num_queries) -> None:
    center = OrganisationFactory()
    service = OrganisationFactory(parent=center)
    desk = OrganisationFactory(parent=service)
    OrganisationFactory()
    with django_assert_num_queries(1):
        assert center.within() == {center.pk, service.pk, desk.pk}


def test_organisation_cannot_be_part_of_its_own_part(db: None) -> None:
    center = OrganisationFactory()
    service = OrganisationFactory(parent=center)
    center.parent = service
    with pytest.raises(ValidationError, match="не может входить в саму себя"):
        center.full_clean()


def test_organisation_is_not_its_own_parent_in_the_database(db: None) -> None:
    center = OrganisationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=center.pk).update(parent=center.pk)


def test_name_is_taken_once_in_a_region(db: None) -> None:
    OrganisationFactory(name="Центр «Семья»")
    OrganisationFactory(name="Центр «Семья»", region="primorsky-krai")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(name="Центр «Семья»")


def test_one_current_work_place(db: None) -> None:
    job = EmploymentFactory(started_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        EmploymentFactory(user=job.user)
    job.ended_on = date(2026, 6, 30)
    job.save()
    moved = EmploymentFactory(user=job.user, started_on=date(2026, 7, 1))
    assert (job.user.current_employment(), job.user.employments.count()) == (moved, 2)


def test_work_ends_after_it_began(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmploymentFactory(started_on=date(2026, 7, 1), ended_on=date(2026, 6, 30))


def test_pair_of_curator_and_colleague_is_there_once(db: None) -> None:
    curator, colleague = UserFactory(), UserFactory()
    Curation.objects.create(curator=curator, colleague=colleague)
    with pytest.raises(IntegrityError), transaction.atomic():
        Curation.objects.create(curator=curator, colleague=colleague)


def test_nobody_curates_themselves(specialist: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Curation.objects.create(curator=specialist, colleague=specialist)


def test_consent_is_a_new_row_each_time(specialist: User) -> None:
    given = ConsentRecord.objects.create(user=specialist, purpose="mail", act="given", document_version="1.0")
    given.act = "withdrawn"
    with pytest.raises(ValidationError, match="добавьте новую"):
        given.save()
    assert ConsentRecord.objects.get().act == "given"


@pytest.mark.parametrize(
    ("names", "full"),
    [(("Орлова", "Мария", "Сергеевна"), "Орлова Мария Сергеевна"), (("", "Мария", ""), "Мария"), (("", "", ""), "m@x.example")],
)
def test_full_name_is_what_is_known(names: tuple[str, str, str], full: str) -> None:
    last, first, patronymic = names
    assert User(email="m@x.example", last_name=last, first_name=first, patronymic=patronymic).get_full_name() == full


def test_demo_is_refused_where_the_settings_do_not_allow_it(db: None, settings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="refused with these settings"):
        call_command("load_demo")
    assert (User.objects.count(), Employment.objects.count()) == (0, 0)

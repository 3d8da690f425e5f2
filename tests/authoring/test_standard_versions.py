"""Released versions are closed; the next one begins as a copy, and publishing releases it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal.core.pages import translation_uuid
from portal.standards.models import StandardPage, StandardVersionPage
from portal.standards.new_version import next_version

from .forms import assert_saved, errors_of, save_page


@pytest.fixture
def client(methodologist, sign_in):
    return sign_in(methodologist)


@pytest.fixture
def draft(pages, client):
    client.post(reverse("new_standard_version", args=[pages("standards/consent/2.0").pk]))
    return pages("standards/consent/3.0")


def finished(draft, **more):
    return {"changes": [("change", "Уточнён срок.")], "effective_on": timezone.localdate()} | more


@pytest.mark.parametrize(
    ("version", "existing", "following"), [("1.0", set(), "2.0"), ("2.0", {"3.0"}, "4.0"), ("1.4", {"1.4"}, "2.0")]
)
def test_next_version_is_the_first_free_whole_number(version, existing, following):
    assert next_version(version, existing) == following


def test_released_version_is_closed_and_says_how_to_go_on(pages, client):
    version = pages("standards/consent/2.0")
    text = client.get(reverse("wagtailadmin_pages:edit", args=[version.pk])).content.decode()
    assert "Версия 2.0 выпущена." in text
    assert reverse("new_standard_version", args=[version.pk]) in text


def test_released_text_does_not_change_through_the_editor(pages, client):
    version = pages("standards/consent/2.0")
    before = version.body.get_prep_value()
    save_page(client, version, "publish", body=[("text", "<p>Иначе.</p>")])
    assert pages("standards/consent/2.0").body.get_prep_value() == before


def test_superuser_cannot_change_it_either(pages, sign_in, django_user_model):
    title = pages("standards/consent/2.0").title
    client = sign_in(django_user_model.objects.create_superuser("root@service.example", "x"))
    save_page(client, pages("standards/consent/2.0"), "publish", title="Иначе")
    assert pages("standards/consent/2.0").title == title


def test_new_version_keeps_clauses_and_names_what_it_replaces(pages, draft):
    source = pages("standards/consent/2.0")
    assert (draft.version, draft.slug, draft.supersedes, draft.live) == ("3.0", "3-0", "2.0", False)
    assert (draft.released_at, draft.first_published_at) == (None, None)
    assert draft.translation_key == translation_uuid("standards/consent/3.0")
    assert [block.value for block in draft.body if block.block_type == "clause"] == [
        block.value for block in source.body if block.block_type == "clause"
    ]


def test_second_draft_is_not_begun(pages, client, draft):
    response = client.post(reverse("new_standard_version", args=[pages("standards/consent/2.0").pk]))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert StandardVersionPage.objects.filter(source_path__startswith="standards/consent/", locale=draft.locale).count() == 3


def test_publishing_asks_what_changed(pages, client, draft):
    assert errors_of(save_page(client, draft, "publish")) == {
        "changes": ["Перечислите, что изменилось и почему. У первой версии изменений нет."]
    }


def test_publishing_releases_and_puts_in_force(pages, client, draft):
    assert_saved(save_page(client, draft, "publish", **finished(draft)))
    released = pages("standards/consent/3.0")
    assert (released.live, released.is_released, released.is_current) == (True, True, True)
    assert pages("standards/consent").current_version_id == released.pk


def test_version_with_a_later_date_waits_for_it(pages, client, draft):
    later = timezone.localdate() + timedelta(days=10)
    assert_saved(save_page(client, draft, "publish", **finished(draft, effective_on=later)))
    assert pages("standards/consent/3.0").is_released
    assert pages("standards/consent").current_version.version == "2.0"


def test_release_survives_publishing_again(pages):
    version = pages("standards/consent/2.0")
    version.get_latest_revision().publish()
    assert pages("standards/consent/2.0").released_at == version.released_at


def test_saving_the_standard_does_not_lose_its_version_in_force(pages):
    standard = pages("standards/consent")
    standard.get_latest_revision_as_object().save_revision().publish()
    again = StandardPage.objects.get(pk=standard.pk)
    assert (again.current_version_id, again.title) == (standard.current_version_id, standard.title)


def test_command_releases_a_draft_in_all_its_languages(pages, client, draft):
    assert_saved(save_page(client, draft, **finished(draft)))
    out = StringIO()
    call_command("release_standard", "consent", "3.0", stdout=out)
    assert out.getvalue() == "ru/standards/consent/3.0: released, in force.\n"
    out = StringIO()
    call_command("release_standard", "consent", "3.0", "--lang", "ru", stdout=out)
    assert out.getvalue() == "ru/standards/consent/3.0: already released, in force.\n"


def test_command_names_what_is_missing(pages):
    with pytest.raises(CommandError, match="There is no version 9.0 of the standard consent in en."):
        call_command("release_standard", "consent", "9.0", "--lang", "en")

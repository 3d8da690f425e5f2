"""Organisations, work places and curators in the admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import ConsentRecord, Curation, Employment, Organisation
from .permissions import ReadOnlyPolicy


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    list_display: ClassVar[list[str]] = ["name", "kind", "region", "parent"]
    list_filter: ClassVar[list[str]] = ["kind", "region"]
    search_fields: ClassVar[list[str]] = ["name"]


class EmploymentViewSet(SnippetViewSet):
    model = Employment
    icon = "user"
    list_display: ClassVar[list[str]] = ["user", "organisation", "position", "started_on", "ended_on"]
    list_filter: ClassVar[list[str]] = ["position", "organisation"]


class CurationViewSet(SnippetViewSet):
    model = Curation
    icon = "group"
    list_display: ClassVar[list[str]] = ["curator", "colleague", "started_on", "ended_on"]


class ConsentViewSet(SnippetViewSet):
    model = ConsentRecord
    icon = "form"
    list_display: ClassVar[list[str]] = ["user", "purpose", "act", "document_version", "recorded_at"]
    inspect_view_enabled = True


class PeopleGroup(SnippetViewSetGroup):
    items = (OrganisationViewSet, EmploymentViewSet, CurationViewSet, ConsentViewSet)
    menu_label = _("Люди и организации")
    menu_icon = "group"
    menu_order = 700


register_permission_policy(ConsentRecord, ReadOnlyPolicy(ConsentRecord))
register_snippet(PeopleGroup)

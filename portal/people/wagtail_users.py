"""Wagtail's user administration with our fields: a name of three parts, the portal's language."""

from typing import Any

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset: Any = "portal.people.viewsets.UserViewSet"

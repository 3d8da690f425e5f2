"""Rights in the admin: facts are looked at, never written; nothing of the bank is deleted (it is retired)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


def people_with(permission: str) -> QuerySet[Any]:
    """The active people who hold a right (`app.codename`) by themselves or by a group; superusers are not meant."""
    app, codename = permission.split(".")
    granted = {"codename": codename, "content_type__app_label": app}
    by_group = Q(**{f"groups__permissions__{name}": value for name, value in granted.items()})
    by_person = Q(**{f"user_permissions__{name}": value for name, value in granted.items()})
    return get_user_model().objects.filter(by_group | by_person, is_active=True).distinct()


class Restricted(ModelPermissionPolicy):
    """A policy that grants none of the actions in `barred`, whatever the groups say."""

    barred: frozenset[str] = frozenset()

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.barred and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> Any:
        return super().users_with_any_permission([action for action in actions if action not in self.barred] or ["view"])


class ReadOnly(Restricted):
    barred = frozenset({"add", "change", "delete"})


class NoDelete(Restricted):
    barred = frozenset({"delete"})

"""Rights in the admin: facts are looked at, never written; nothing of the bank is deleted (it is retired)."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


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

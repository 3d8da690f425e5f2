"""Rows that are facts: everybody with the right may look, nobody may write them in the admin."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

WRITING = {"add", "change", "delete"}


class ReadOnlyPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in WRITING and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> Any:
        return super().users_with_any_permission([action for action in actions if action not in WRITING] or ["view"])

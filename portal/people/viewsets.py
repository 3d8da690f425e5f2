"""How users are listed and edited in the admin."""

from typing import ClassVar

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

EXTRA_FIELDS = {"patronymic", "language"}


class PersonEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields: ClassVar[set[str]] = UserEditForm.Meta.fields | EXTRA_FIELDS


class PersonCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields: ClassVar[set[str]] = UserCreationForm.Meta.fields | EXTRA_FIELDS


class UserViewSet(WagtailUserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[UserEditForm] | type[UserCreationForm]:
        return PersonEditForm if for_update else PersonCreationForm

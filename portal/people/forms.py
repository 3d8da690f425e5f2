"""Forms about people on the public site."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .consents import choices, holds_unless_withdrawn
from .models import ConsentRecord, User


class LoginForm(AllauthLoginForm):
    """E-mail and password, with the words the portal uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Электронная почта")
        self.fields["password"].label = _("Пароль")
        # The page has its own link to a forgotten password, and a label inside a field is gone once one types.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


_PLAIN_NAME = RegexValidator(r"^[^<>{}\\/|=]*$", _("Имя пишут без знаков < > { } | = и косой черты."))


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["last_name", "first_name", "patronymic", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The name is what a candidate confirms before certification and what the certificate says: once given, only an
        # administrator corrects it.
        is_named = bool(self.instance.last_name and self.instance.first_name)
        for name in ("last_name", "first_name", "patronymic"):
            field = self.fields[name]
            field.disabled = is_named
            field.required = name != "patronymic"
            field.validators.append(_PLAIN_NAME)
        if is_named:
            self.fields["last_name"].help_text = _("Имя стоит в сертификатах. Исправить его может администратор портала.")


class ConsentForm(forms.Form):
    """What the person agrees to; a box that is not ticked withdraws."""

    wanted = forms.MultipleChoiceField(
        label=_("Вы согласны"), required=False, widget=forms.CheckboxSelectMultiple, choices=ConsentRecord.Purpose.choices
    )
    _words: ClassVar[dict[str, Any]] = {
        "mail": _("Получать письма о том, что срок сертификата подходит к концу"),
        "records": _("Передавать сведения о моих тестах для учёта обучения вне портала, под условным именем"),
    }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        purposes = choices()
        held = [purpose for purpose in purposes if holds_unless_withdrawn(user, purpose)]
        super().__init__(*args, initial={"wanted": held}, **kwargs)
        field = self.fields["wanted"]
        field.choices = [(purpose, self._words[purpose]) for purpose in purposes]  # type: ignore[attr-defined]  # of its class


class EraseForm(forms.Form):
    """The password, typed anew: nobody at a borrowed computer erases another person's record."""

    password = forms.CharField(
        label=_("Ваш пароль"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self._user.check_password(password):
            raise forms.ValidationError(_("Пароль не подходит. Введите тот, с которым вы входите."))
        return password

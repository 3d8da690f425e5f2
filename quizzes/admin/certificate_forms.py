"""Forms of the register: the three acts with a certificate, and the description of who issues."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.domain.certificates import add_months, extend_certificate, reissue_certificate, revoke_certificate
from quizzes.models import Certificate, Issuer

LOGO_BYTES = 100_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG_OPENING = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)


class ActForm(forms.Form):
    """An act with a certificate and its reason, which the holder reads."""

    reason = forms.CharField(
        label=gettext_lazy("Причина"),
        max_length=300,
        help_text=gettext_lazy("Её прочтёт владелец в письме и на странице сертификата."),
    )

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.certificate = certificate

    def carry_out(self, actor: Any) -> Certificate:
        """Carries the act out; returns the certificate to look at afterwards."""
        raise NotImplementedError


class RevokeForm(ActForm):
    def carry_out(self, actor: Any) -> Certificate:
        revoke_certificate(self.certificate, actor=actor, reason=self.cleaned_data["reason"])
        return self.certificate


class ExtendForm(ActForm):
    until = forms.DateField(
        label=gettext_lazy("Действует до (включительно)"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("until", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.certificate.last_day
        if last:
            self.fields["until"].initial = add_months(max(last, timezone.localdate()), 12)

    def carry_out(self, actor: Any) -> Certificate:
        said = self.cleaned_data
        extend_certificate(self.certificate, until=said["until"], actor=actor, reason=said["reason"])
        return self.certificate


class ReissueForm(ActForm):
    holder_name = forms.CharField(
        label=gettext_lazy("Имя в новом сертификате"),
        max_length=250,
        help_text=gettext_lazy("Фамилия, имя, отчество — как в паспорте."),
    )
    field_order = ("holder_name", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder_name"].initial = self.certificate.holder.get_full_name()

    def carry_out(self, actor: Any) -> Certificate:
        said = self.cleaned_data
        return reissue_certificate(self.certificate, holder_name=said["holder_name"], actor=actor, reason=said["reason"])


@dataclass(frozen=True)
class Act:
    """What a page of an act says, and when it is offered."""

    form: type[ActForm]
    verb: Any
    warning: Any
    done: Any
    icon: str
    is_grave: bool = False
    fits: Callable[[Certificate], bool] = lambda certificate: True


ACTS = {
    "extend": Act(
        ExtendForm,
        gettext_lazy("Продлить"),
        gettext_lazy(
            "Сертификат будет действовать до нового дня. Владелец получит письмо; PDF и значок ему придётся скачать заново."
        ),
        gettext_lazy("Сертификат продлён, владельцу отправлено письмо."),
        "date",
        fits=lambda certificate: certificate.last_day is not None,
    ),
    "reissue": Act(
        ReissueForm,
        gettext_lazy("Выдать заново"),
        gettext_lazy("Выйдет новый сертификат с новым кодом, прежний перестанет действовать. Отменить это нельзя."),
        gettext_lazy("Сертификат выдан заново, владельцу отправлено письмо."),
        "repeat",
    ),
    "revoke": Act(
        RevokeForm,
        gettext_lazy("Отозвать"),
        gettext_lazy("Сертификат перестанет действовать сразу и навсегда, значок тоже. Владелец получит письмо с причиной."),
        gettext_lazy("Сертификат отозван, владельцу отправлено письмо."),
        "cross",
        is_grave=True,
    ),
}

WORDS = {
    "name": gettext_lazy("Организация"),
    "position": gettext_lazy("Должность того, кто подписывает"),
    "signatory": gettext_lazy("Кто подписывает"),
}


class IssuerForm(forms.Form):
    """Who issues, in every language; only the Russian name is required."""

    url = forms.URLField(label=gettext_lazy("Сайт"), required=False, assume_scheme="https")
    email = forms.EmailField(label=gettext_lazy("Почта"), required=False)
    logo = forms.FileField(
        label=gettext_lazy("Логотип"),
        required=False,
        help_text=gettext_lazy("PNG или SVG до 100 КБ. Пусто — останется прежний."),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Убрать логотип"), required=False)

    def __init__(self, *args: Any, current: Issuer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        for language, _name in settings.LANGUAGES:
            for what, said in WORDS.items():
                field = forms.CharField(label=said, max_length=160, required=(language, what) == ("ru", "name"))
                field.initial = current.words.get(language, {}).get(what, "") if current else ""
                self.fields[f"{what}_{language}"] = field
        if current:
            self.fields["url"].initial, self.fields["email"].initial = current.url, current.email

    def languages(self) -> list[tuple[str, list[Any]]]:
        """The fields by language, for the template."""
        return [(name, [self[f"{what}_{code}"] for what in WORDS]) for code, name in settings.LANGUAGES]

    def clean_logo(self) -> tuple[bytes, str] | None:
        file = self.cleaned_data["logo"]
        if not file:
            return None
        if file.size > LOGO_BYTES:
            raise forms.ValidationError(_("Файл больше 100 КБ. Уменьшите картинку: на листе она займёт полтора сантиметра."))
        data = file.read()
        if data.startswith(PNG):
            return data, "image/png"
        if SVG_OPENING.match(data):
            return data, "image/svg+xml"
        raise forms.ValidationError(_("Это не PNG и не SVG."))

    def append(self, author: Any) -> Issuer:
        """Appends the description as a new row."""
        said = self.cleaned_data
        words = {
            language: {what: said[f"{what}_{language}"].strip() for what in WORDS if said[f"{what}_{language}"].strip()}
            for language, _name in settings.LANGUAGES
        }
        logo, kind = said["logo"] or (self.current.logo if self.current else None, self.current.logo_type if self.current else "")
        if said["without_logo"]:
            logo, kind = None, ""
        return Issuer.objects.create(words=words, url=said["url"], email=said["email"], logo=logo, logo_type=kind, author=author)

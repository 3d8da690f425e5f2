"""Who uses the portal: people, the organisations they work in, who accompanies whom, and what they consented to."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.taxonomy import facet_choices

from .managers import UserManager


def region_choices() -> list[tuple[str, str]]:
    return facet_choices("regions")


def position_choices() -> list[tuple[str, str]]:
    return facet_choices("positions")


class Organisation(models.Model):
    """A resource center or a service under it. The tree follows `parent`; `within` answers questions about a branch."""

    class Kind(models.TextChoices):
        RESOURCE_CENTER = "resource-center", _("Ресурсный центр")
        TERRITORIAL_SERVICE = "territorial-service", _("Территориальная служба сопровождения")
        PARTNER = "partner", _("Организация-партнёр")

    name = models.CharField(_("название"), max_length=200)
    kind = models.CharField(_("вид"), max_length=32, choices=Kind.choices)
    region = models.CharField(_("регион"), max_length=64, choices=region_choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("входит в"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    is_demo = models.BooleanField(_("учебная"), default=False, editable=False)

    class Meta:
        verbose_name = _("организация")
        verbose_name_plural = _("организации")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two services of one name in one region could not be told apart in a list.
            models.UniqueConstraint("region", Lower("name"), name="organisation_name_in_region"),
            # A row that is its own parent would make every walk up the tree endless.
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="organisation_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.pk and self.parent_id in self.within():
            raise ValidationError({"parent": _("Организация не может входить в саму себя или в свою часть.")})

    def within(self) -> set[int]:
        """Returns the ids of this organisation and everything below it, in one query."""
        children: dict[int | None, list[int]] = {}
        for pk, parent in Organisation.objects.values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(pk)
        found: set[int] = set()
        waiting = [self.pk]
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting.extend(children.get(pk, ()))
        return found


class User(AbstractBaseUser, PermissionsMixin):
    """A person; the e-mail address is the login. Work places are `Employment` rows, never columns here."""

    class Scheme(models.TextChoices):
        SYSTEM = "", _("Как в системе")
        BW = "bw", _("Чёрным по белому")
        WB = "wb", _("Белым по чёрному")
        BLUE = "blue", _("Тёмно-синим по голубому")
        BEIGE = "beige", _("Коричневым по бежевому")
        BROWN = "brown", _("Зелёным по тёмно-коричневому")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("электронная почта"), max_length=254, unique=True)
    last_name = models.CharField(_("фамилия"), max_length=80, blank=True)
    first_name = models.CharField(_("имя"), max_length=80, blank=True)
    patronymic = models.CharField(_("отчество"), max_length=80, blank=True)
    language = models.CharField(_("язык портала"), max_length=8, choices=settings.LANGUAGES, default="ru")
    low_vision = models.CharField(_("настройки для слабовидящих"), max_length=200, blank=True)
    is_active = models.BooleanField(_("может входить"), default=True)
    is_staff = models.BooleanField(_("служебный доступ"), default=False)
    is_demo = models.BooleanField(_("учебная запись"), default=False, editable=False)
    date_joined = models.DateTimeField(_("запись создана"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("пользователь")
        verbose_name_plural = _("пользователи")
        ordering: ClassVar[list[str]] = ["last_name", "first_name", "email"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Anna@x and anna@x are one mailbox; two accounts for it would let one person sit a quiz twice.
            models.UniqueConstraint(
                Lower("email"), name="user_email_any_case", violation_error_message=_("Такая почта уже есть.")
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Returns «Фамилия Имя Отчество», or the e-mail address where no name is given."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part) or self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email

    def current_employment(self) -> "Employment | None":
        return self.employments.filter(ended_on=None).select_related("organisation").first()


class Employment(models.Model):
    """A person's position in an organisation for a time. A move ends one row and begins another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="employments", verbose_name=_("сотрудник"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="employments", verbose_name=_("организация")
    )
    position = models.CharField(_("должность"), max_length=64, choices=position_choices)
    started_on = models.DateField(_("работает с"), default=timezone.localdate)
    ended_on = models.DateField(_("работал до"), null=True, blank=True)

    class Meta:
        verbose_name = _("место работы")
        verbose_name_plural = _("места работы")
        ordering: ClassVar[list[str]] = ["-started_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One current work place: dashboards and "Start here" ask for the position.
            models.UniqueConstraint("user", condition=models.Q(ended_on=None), name="employment_one_current"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="employment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"


class Curation(models.Model):
    """A curator looks after a colleague's learning: sees progress, nudges, sets accommodations."""

    curator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="curations", verbose_name=_("куратор"))
    colleague = models.ForeignKey(User, on_delete=models.CASCADE, related_name="curated_by", verbose_name=_("коллега"))
    started_on = models.DateField(_("с"), default=timezone.localdate)
    ended_on = models.DateField(_("до"), null=True, blank=True)

    class Meta:
        verbose_name = _("кураторство")
        verbose_name_plural = _("кураторство")
        ordering: ClassVar[list[str]] = ["-started_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same pair twice at once would count one colleague twice on the dashboard.
            models.UniqueConstraint("curator", "colleague", condition=models.Q(ended_on=None), name="curation_once_at_a_time"),
            models.CheckConstraint(condition=~models.Q(curator=models.F("colleague")), name="curation_not_of_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.curator} → {self.colleague}"


class ConsentRecord(models.Model):
    """A consent given or withdrawn. Appended, never edited (152-ФЗ art. 9: separate per purpose, withdrawable)."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("Учётная запись и обучение на портале")
        PUBLIC_CERTIFICATE = "public-certificate", _("Имя на странице проверки сертификата")
        MAIL = "mail", _("Письма с напоминаниями")
        RECORDS = "records", _("Сведения об обучении для учёта вне портала")

    class Act(models.TextChoices):
        GIVEN = "given", _("дано")
        WITHDRAWN = "withdrawn", _("отозвано")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents", verbose_name=_("кто"))
    purpose = models.CharField(_("цель"), max_length=32, choices=Purpose.choices)
    act = models.CharField(_("действие"), max_length=16, choices=Act.choices)
    document_version = models.CharField(_("версия документа"), max_length=16)
    recorded_at = models.DateTimeField(_("когда"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("согласие")
        verbose_name_plural = _("согласия")
        ordering: ClassVar[list[str]] = ["-recorded_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            # Serves "what holds now for this person and purpose": the newest row decides.
            models.Index(fields=["user", "purpose", "-recorded_at"], name="consent_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_purpose_display()}, {self.get_act_display()}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise ValidationError(_("Запись о согласии не меняют: добавьте новую."))
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's save signature, passed through

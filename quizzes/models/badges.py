"""The keys that sign badges."""

from typing import ClassVar

from django.core.validators import validate_slug
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BadgeKey(models.Model):
    """A key pair. `state` changes in `domain.badge_keys` only; the private half is sealed and goes when it stops signing."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Подписывает")
        KEPT = "kept", _("Только для проверки")
        RETIRED = "retired", _("Изъят")

    name = models.CharField(_("имя"), max_length=40, unique=True, validators=[validate_slug])
    public_multibase = models.CharField(_("открытый ключ"), max_length=80, unique=True)
    sealed = models.BinaryField(_("закрытый ключ, зашифрован"), null=True, blank=True, editable=False)
    state = models.CharField(_("состояние"), max_length=8, choices=State.choices, default=State.ACTIVE)
    is_demo = models.BooleanField(_("учебный"), default=False, editable=False)
    created_at = models.DateTimeField(_("создан"), default=timezone.now, editable=False)
    retired_at = models.DateTimeField(_("изъят"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("ключ подписи")
        verbose_name_plural = _("ключи подписи")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two keys that sign at once: nobody would know which one to rotate after a leak.
            models.UniqueConstraint("state", condition=models.Q(state="active"), name="badge_key_one_active"),
            # A private key that no longer signs can only leak.
            models.CheckConstraint(
                condition=models.Q(state="active", sealed__isnull=False) | (~models.Q(state="active") & models.Q(sealed=None)),
                name="badge_key_sealed_while_active",
            ),
        ]

    def __str__(self) -> str:
        return self.name

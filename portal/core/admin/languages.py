"""The admin speaks the language a person chose for the portal."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

# The portal's codes under which Wagtail has another name for its own translation.
ADMIN_CODES = {"id": "id-id"}


@receiver(post_save, sender=settings.AUTH_USER_MODEL)
def speak_the_persons_language(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Keeps Wagtail's profile in step with the person's language; signing in, which saves one field, changes nothing."""
    if raw or (update_fields is not None and "language" not in update_fields):
        return
    code = ADMIN_CODES.get(instance.language, instance.language)
    profile, is_new = UserProfile.objects.get_or_create(user=instance, defaults={"preferred_language": code})
    if not is_new and profile.preferred_language != code:
        UserProfile.objects.filter(pk=profile.pk).update(preferred_language=code)

"""Publishing a version is releasing it, whoever published it and from where."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from .domain import point_to_version_in_force, release_version
from .models import StandardVersionPage


@receiver(page_published, sender=StandardVersionPage)
def release_what_was_published(sender: type[StandardVersionPage], instance: StandardVersionPage, **kwargs: Any) -> None:
    release_version(version=instance)


@receiver(page_unpublished, sender=StandardVersionPage)
def forget_unpublished(sender: type[StandardVersionPage], instance: StandardVersionPage, **kwargs: Any) -> None:
    point_to_version_in_force(instance.standard)

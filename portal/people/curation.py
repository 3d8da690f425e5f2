"""Who looks after whom now."""

from django.db.models import QuerySet

from .models import User


def people_of(curator: User) -> QuerySet[User]:
    """Returns the colleagues whose learning this person looks after now."""
    return User.objects.filter(curated_by__curator=curator, curated_by__ended_on=None)

"""People and organisations for tests. Pages are made by `portal.handbook` from Markdown, or come with the `library` fixture."""

from typing import Any

import factory
from django.contrib.auth.models import Group

from portal.people.models import Employment, Organisation, User
from portal.people.roles import ROLES, ensure_roles, group_of

PASSWORD = "семь-котов-на-окне"


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Служба сопровождения № {n}")
    kind = Organisation.Kind.TERRITORIAL_SERVICE
    region = "irkutsk-oblast"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """`UserFactory(roles=["curator"])` puts the person into the groups of these roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@service.example")
    last_name = "Смирнова"
    first_name = factory.Sequence(lambda n: f"Анна {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        if create and extracted:
            if Group.objects.filter(name__in=[role.name for role in ROLES]).count() < len(ROLES):
                ensure_roles()
            self.groups.set([group_of(code) for code in extracted])  # type: ignore[attr-defined]  # self is the user


class EmploymentFactory(factory.django.DjangoModelFactory[Employment]):
    class Meta:
        model = Employment

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    position = "family-specialist"

"""Demo people: fictional, marked as such, one for every role; a demo region with a center and two services."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from .models import Curation, Employment, Organisation, User
from .roles import ROLES

DEMO_PASSWORD = "opora-demo-2026"  # noqa: S105  (printed on purpose; production refuses to load it)
DEMO_REGION = "irkutsk-oblast"


@dataclass(frozen=True)
class DemoAccount:
    email: str
    last_name: str
    first_name: str
    patronymic: str
    role: str
    roles: tuple[str, ...]
    position: str
    organisation: str


CENTER = "Учебный ресурсный центр"
NORTH = "Учебная служба сопровождения «Север»"
SOUTH = "Учебная служба сопровождения «Юг»"

ACCOUNTS = (
    DemoAccount(
        "specialist@demo.example", "Новикова", "Вера", "Ильинична", "new specialist", ("specialist",), "family-specialist", NORTH
    ),
    DemoAccount(
        "psychologist@demo.example",
        "Лебедев",
        "Олег",
        "Юрьевич",
        "specialist, psychologist",
        ("specialist",),
        "psychologist",
        SOUTH,
    ),
    DemoAccount(
        "curator@demo.example",
        "Громова",
        "Нина",
        "Павловна",
        "curator of colleagues",
        ("specialist", "curator"),
        "case-curator",
        NORTH,
    ),
    DemoAccount(
        "publisher@demo.example",
        "Соболь",
        "Анна",
        "Львовна",
        "publishes practices",
        ("specialist", "publisher"),
        "head-of-service",
        SOUTH,
    ),
    DemoAccount(
        "reviewer@demo.example",
        "Зимин",
        "Пётр",
        "Андреевич",
        "expert, judges panels",
        ("specialist", "reviewer"),
        "psychologist",
        CENTER,
    ),
    DemoAccount(
        "methodologist@demo.example",
        "Орлова",
        "Мария",
        "Сергеевна",
        "methodologist",
        ("methodologist",),
        "social-pedagogue",
        CENTER,
    ),
    DemoAccount(
        "author@demo.example", "Клёнова", "Дарья", "Юрьевна", "writes questions", ("item-author",), "psychologist", CENTER
    ),
    DemoAccount(
        "itemreviewer@demo.example",
        "Тихонов",
        "Игорь",
        "Львович",
        "reviews questions",
        ("item-reviewer",),
        "social-pedagogue",
        CENTER,
    ),
    DemoAccount("marker@demo.example", "Ветрова", "Ирина", "Марковна", "marks answers", ("marker",), "family-specialist", CENTER),
    DemoAccount("marker2@demo.example", "Дроздов", "Павел", "Игоревич", "marks answers too", ("marker",), "psychologist", CENTER),
    DemoAccount(
        "examiner@demo.example", "Рощина", "Елена", "Викторовна", "holds group sittings", ("examiner",), "head-of-service", NORTH
    ),
    DemoAccount("auditor@demo.example", "Сухов", "Глеб", "Романович", "audits the log", ("auditor",), "head-of-service", CENTER),
    DemoAccount(
        "admin@demo.example", "Быстров", "Илья", "Олегович", "portal administrator", ("administrator",), "head-of-service", CENTER
    ),
    DemoAccount("root@demo.example", "", "", "", "superuser", (), "", ""),
)


def demo_accounts() -> tuple[DemoAccount, ...]:
    return ACCOUNTS


def ensure_demo_people() -> None:
    """Makes the demo organisations and accounts that are missing; existing ones stay as they are."""
    center = _organisation(CENTER, Organisation.Kind.RESOURCE_CENTER, None)
    organisations = {
        CENTER: center,
        NORTH: _organisation(NORTH, Organisation.Kind.TERRITORIAL_SERVICE, center),
        SOUTH: _organisation(SOUTH, Organisation.Kind.TERRITORIAL_SERVICE, center),
    }
    names = {role.code: role.name for role in ROLES}
    people = {account.email: _person(account, organisations, names) for account in ACCOUNTS}
    Curation.objects.get_or_create(
        curator=people["curator@demo.example"], colleague=people["specialist@demo.example"], ended_on=None
    )


def _organisation(name: str, kind: str, parent: Organisation | None) -> Organisation:
    defaults = {"kind": kind, "parent": parent, "is_demo": True}
    return Organisation.objects.get_or_create(name=name, region=DEMO_REGION, defaults=defaults)[0]


@cache
def _demo_password_hash() -> str:
    # One hash for all: it is the same public password, and a hash is slow to make on purpose.
    return make_password(DEMO_PASSWORD)


def _person(account: DemoAccount, organisations: dict[str, Organisation], names: dict[str, str]) -> User:
    existing = User.objects.filter(email=account.email).first()
    if existing is not None:
        return existing
    make = User.objects.create_user if account.roles else User.objects.create_superuser
    user = make(
        account.email,
        None,
        last_name=account.last_name,
        first_name=account.first_name,
        patronymic=account.patronymic,
        is_demo=True,
    )
    user.password = _demo_password_hash()
    user.save(update_fields=["password"])
    user.groups.set(Group.objects.filter(name__in=[names[code] for code in account.roles]))
    if account.position:
        Employment.objects.create(user=user, organisation=organisations[account.organisation], position=account.position)
    return user

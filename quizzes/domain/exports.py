"""Taking items out of the bank: which, and in which format."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from quizzes import scoring
from quizzes.domain.forms import pool_of
from quizzes.domain.pictures import pictures_for
from quizzes.formats.errors import Writing
from quizzes.formats.registry import FORMATS
from quizzes.models import Item, Quiz
from quizzes.scoring.assembly import Blueprint


@dataclass(frozen=True)
class Wanted:
    """Which items: of a language; with more parts given, those that fit all of them. A category means all below it too."""

    language: str = ""
    category: str = ""
    status: str = ""
    competency: str = ""
    kind: str = ""
    quiz: Quiz | None = None
    codes: tuple[str, ...] = ()


def wanted_items(wanted: Wanted) -> QuerySet[Item]:
    """The items that fit, in the order of an export: by category, then by code."""
    rows = Item.objects.filter(current_version__isnull=False)
    if wanted.quiz is not None:
        rows = rows.filter(code__in=codes_for(wanted.quiz))
    if wanted.codes:
        rows = rows.filter(code__in=wanted.codes)
    if wanted.category:
        path = wanted.category.rstrip("/")
        rows = rows.filter(Q(category=path) | Q(category__startswith=f"{path}/"))
    plain = {
        "language": wanted.language,
        "status": wanted.status,
        "current_version__competency": wanted.competency,
        "current_version__kind": wanted.kind,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    return rows.select_related("current_version").order_by("category", "code")


def codes_for(quiz: Quiz) -> list[str]:
    """The items that the quiz's plan may draw now, fixed ones included; none where the plan is not readable."""
    try:
        plan = Blueprint.from_json(quiz.blueprint)
    except (KeyError, TypeError):
        return []
    fitting = (one for one in pool_of(quiz) if one.code in plan.fixed or any(one.fits(cell) for cell in plan.cells))
    return [one.code for one in fitting if one.code not in plan.excluded]


def contents(rows: QuerySet[Item]) -> Iterator[scoring.Item]:
    """The items as the formats know them, with their codes and their places in the bank."""
    for row in rows.iterator(chunk_size=500):
        if row.current_version is not None:
            yield replace(row.current_version.content, id=row.code, category=row.category)


def export_items(rows: QuerySet[Item], format_name: str) -> Writing:
    """The items in a format with their pictures; what the format cannot say is in `refused`, what gets lost in `notes`."""
    items = list(contents(rows))
    return FORMATS[format_name].write(items, pictures_for(items))

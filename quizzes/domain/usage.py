"""Where an item is used: in which quizzes, how many forms and attempts met which version. Counts only, no answers."""

from dataclasses import dataclass

from django.db.models import Count

from quizzes.models import Attempt, FormItem, Item, Quiz


@dataclass(frozen=True)
class Used:
    """One quiz that drew a version of the item: how many forms have it, and how many attempts sat those forms."""

    quiz: Quiz
    version: int
    forms: int
    attempts: int


def usage_of(item: Item) -> list[Used]:
    """The quizzes whose forms hold the item, by title, the newest version first; two queries."""
    rows = FormItem.objects.filter(version__item=item).values_list("form__quiz", "version__number")
    counted = rows.annotate(Count("form", distinct=True), Count("form__attempts", distinct=True)).order_by()
    quizzes = Quiz.objects.in_bulk({row[0] for row in counted})
    used = [Used(quizzes[quiz], *figures) for quiz, *figures in counted]
    return sorted(used, key=lambda one: (one.quiz.title, one.quiz.pk, -one.version))


def planned_in(item: Item) -> list[Quiz]:
    """The quizzes whose plan names the item by its code, whether or not it was drawn yet."""
    quizzes = Quiz.objects.filter(language=item.language)
    return [quiz for quiz in quizzes if item.code in (quiz.blueprint or {}).get("fixed", ())]


def attempts_on(item: Item) -> int:
    """How many attempts met the item in any version."""
    return Attempt.objects.filter(form__items__version__item=item).distinct().count()

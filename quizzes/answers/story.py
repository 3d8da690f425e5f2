"""The discussion of a case: the path taken, what each decision earned and teaches, and what would have been right."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers.case_play import decision_words
from quizzes.references import Link, label, link_to
from quizzes.rendering import to_html
from quizzes.scoring.numbers import show_number


@dataclass(frozen=True)
class StoryStep:
    """One decision with what it was worth."""

    number: int
    title: str
    html: SafeString
    ask: str
    decision: str
    right: str
    word: str
    kind: str
    feedback: list[SafeString]
    links: list[Link]


@dataclass(frozen=True)
class Story:
    """A path through a case for its candidate, with the key."""

    steps: list[StoryStep]
    end: SafeString
    end_title: str
    is_over: bool
    level: str
    days: str
    danger: str
    lesson: SafeString
    marks: list[str]


def story_of(content: scoring.Item, response: scoring.Response | None) -> Story | None:
    """The story of a case; None for items of other types."""
    if not isinstance(content, scoring.Case):
        return None
    end = content.position(response)
    is_over = content.is_finished(response) and end is not None
    return Story(
        [_step(number, step) for number, step in enumerate(content.steps(response), start=1)],
        to_html(end.text) if is_over and end else SafeString(),
        end.title if is_over and end else "",
        is_over,
        _level(content, response),
        _days(content, response),
        _danger(content, response),
        to_html(content.feedback),
        [_mark(part) for part in content.parts(response)],
    )


def clauses_to_reread(case: scoring.Case, response: scoring.Response | None, competency: str) -> list[str]:
    """What the decisions rest on that cost marks of a competency; what the whole case rests on, where there is none such."""
    lost = [step for step in case.steps(response) if step.shares.get(competency, 1) < 1]
    return list(dict.fromkeys(ref for step in lost for ref in step.node.refs)) or [*case.own_tag_values("ref")]


def _step(number: int, step: scoring.Step) -> StoryStep:
    language = get_language() or "ru"
    word, kind = (_("Верное решение"), "good") if step.earned == 1 else (_("Можно лучше"), "care")
    if step.earned <= 0:
        word = _("Неверное решение")
    if step.is_critical:
        word, kind = _("Опасное решение"), "danger"
    right = "" if step.earned == 1 else _right(step.node)
    return StoryStep(
        number,
        step.node.title,
        to_html(step.node.text),
        step.node.ask,
        decision_words(step.node, step.choices),
        right,
        word,
        kind,
        [to_html(text) for text in step.feedback],
        [link_to(ref, language) for ref in step.node.refs],
    )


def _right(node: scoring.Node) -> str:
    """What would have earned everything at a node; a span of days as a span."""
    choices = node.right_choices()
    if node.kind is not scoring.NodeKind.DAYS:
        return node.words(choices)
    span = node.chosen(choices)[0]
    if span.first_day == span.last_day:
        return decision_words(node, choices)
    return _("от %(first)s до %(last)s дн.") % {"first": span.first_day, "last": span.last_day}


def _level(case: scoring.Case, response: scoring.Response | None) -> str:
    if case.level_key is None:
        return ""
    reached = case.level_reached(response)
    words = {"reached": label("levels", reached) if reached else "", "key": label("levels", case.level_key.level)}
    if not reached:
        return _("Уровень сопровождения не выбран. Нужен был: %(key)s.") % words
    if reached == case.level_key.level:
        return _("Уровень сопровождения: %(reached)s. Так и нужно.") % words
    return _("Уровень сопровождения: %(reached)s. Нужен был: %(key)s.") % words


def _days(case: scoring.Case, response: scoring.Response | None) -> str:
    if case.deadline is None or not case.is_finished(response):
        return ""
    days = {"days": case.days_taken(response), "limit": case.deadline.days}
    if days["days"] <= days["limit"]:
        return _("Решения заняли дней: %(days)s. Это в срок: не больше %(limit)s.") % days
    return _("Решения заняли дней: %(days)s. Это поздно: нужно было не больше %(limit)s.") % days


def _danger(case: scoring.Case, response: scoring.Response | None) -> str:
    if not case.made_critical_error(response):
        return ""
    return _("Одно из решений оставило ребёнка в опасности, поэтому за случай — не больше %(share)s %% балла.") % {
        "share": show_number(case.critical_cap * 100)
    }


def _mark(part: scoring.Part) -> str:
    figures = {"title": label("competencies", part.competency), "earned": _number(part.earned), "full": _number(part.full)}
    return _("%(title)s: %(earned)s из %(full)s") % figures


def _number(value: Fraction) -> str:
    """At most two decimals, in the manner of the language."""
    return formats.number_format(f"{float(value):.2f}".rstrip("0").rstrip("."), use_l10n=True)

"""What a page says of an item whose answers are checked on the way: verdict, feedback, tries, hints, certainty."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes import scoring
from quizzes.domain.tries import as_try, asks_certainty, behaviour_of, takes_tries
from quizzes.models import Attempt, FormItem, Response
from quizzes.presentation import said_in_words, verdict_word
from quizzes.rendering import to_html
from quizzes.scoring.behaviours import Behaviour, Certainty
from quizzes.scoring.tries import Standing, standing


@dataclass(frozen=True)
class Degree:
    """One degree of certainty with what it may bring."""

    value: int
    words: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True)
class Check:
    """The state of the checks of one item for its page; empty fields where there is nothing to say."""

    can_check: bool = False
    is_closed: bool = False
    kind: str = ""
    word: str = ""
    given: str = ""
    right: str = ""
    feedback: list[SafeString] = field(default_factory=list)
    hint: SafeString | str = ""
    count: str = ""
    left: str = ""
    rule: str = ""
    degrees: list[Degree] = field(default_factory=list)
    cleared: scoring.Response | None = None
    clears: bool = False


def check_of(attempt: Attempt, item: FormItem, rows: list[Response]) -> Check:
    """What to show of the checks of an item, given the responses that count, oldest first."""
    if asks_certainty(attempt, item):
        return Check(degrees=_degrees(rows[-1].certainty if rows else None))
    if not takes_tries(attempt, item):
        return Check()
    content, behaviour = item.version.content, behaviour_of(attempt)
    stand = standing(content, behaviour, [as_try(row) for row in rows])
    base = Check(
        can_check=not stand.is_closed,
        is_closed=stand.is_closed,
        left="" if _has_one_try(behaviour, content) else _left(stand),
        rule=_rule(behaviour, content),
    )
    if stand.checked is None or stand.checked_score is None:
        return base
    return _checked(base, content, stand, is_untouched=rows[-1].answer == stand.checked)


def _checked(base: Check, content: scoring.Item, stand: Standing, *, is_untouched: bool) -> Check:
    assert stand.checked is not None and stand.checked_score is not None  # noqa: S101  (for the type checker)
    kind, word = verdict_word(stand.checked_score.verdict)
    texts = list(content.feedback_for(stand.checked))
    if stand.is_closed and content.feedback:
        texts.append(content.feedback)
    hint = stand.hint
    parts = content.right_parts(stand.checked) if hint and hint.show_count else None
    clears = bool(hint and hint.clear_wrong and is_untouched)
    return Check(
        base.can_check,
        base.is_closed,
        kind,
        word,
        said_in_words(content, stand.checked),
        said_in_words(content, content.right_response()) if stand.is_closed else "",
        [to_html(text) for text in texts],
        to_html(hint.text) if hint else "",
        _("Верных частей: %(right)s из %(count)s") % {"right": parts[0], "count": parts[1]} if parts else "",
        base.left,
        base.rule,
        cleared=content.without_wrong(stand.checked) if clears else None,
        clears=clears,
    )


def _has_one_try(behaviour: Behaviour, content: scoring.Item) -> bool:
    """Interactive gives a try more than the item has hints, so without hints it is as immediate."""
    return behaviour is Behaviour.IMMEDIATE or (behaviour is Behaviour.INTERACTIVE and not content.hints)


def _left(stand: Standing) -> str:
    if stand.is_closed or stand.tries_left is None:
        return ""
    words = ngettext("Осталась %(count)s попытка.", "Осталось попыток: %(count)s.", stand.tries_left)
    return words % {"count": stand.tries_left}


def _rule(behaviour: Behaviour, content: scoring.Item) -> str:
    if _has_one_try(behaviour, content):
        return _("Проверить ответ можно один раз.")
    share = number_format(f"{float(content.penalty * 100):.1f}".removesuffix(".0"), use_l10n=True)
    return _("Каждая неверная попытка убавляет %(share)s %% балла.") % {"share": share}


def _degrees(chosen: int | None) -> list[Degree]:
    words = {
        Certainty.UNSURE: (_("Не уверен(а)"), _("верно +1, неверно 0")),
        Certainty.RATHER: (_("Скорее уверен(а)"), _("верно +2, неверно −2")),
        Certainty.SURE: (_("Уверен(а)"), _("верно +3, неверно −6")),
    }
    return [Degree(one.value, *words[one], is_chosen=(chosen or Certainty.UNSURE) == one) for one in Certainty]

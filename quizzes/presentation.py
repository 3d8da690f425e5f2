"""What the pages show of attempts and results, ready for the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers import is_complete
from quizzes.answers.story import Story, clauses_to_reread, story_of
from quizzes.domain.outcomes import latest_responses, marks_of
from quizzes.models import Attempt, FormItem, ItemOutcome, Outcome, Response
from quizzes.references import Link, label, link_to
from quizzes.rendering import shown_stem, to_html
from quizzes.scoring.confidence import Standing, standard_error, standing
from quizzes.scoring.result import CompetencyResult, Mark, by_competency

SURE = Fraction(85, 100)


@dataclass(frozen=True)
class Place:
    """One cell of the navigator, and one row of the review before submitting."""

    position: int
    title: str
    is_answered: bool
    is_flagged: bool
    is_current: bool
    is_description: bool
    is_begun: bool = False

    @property
    def state(self) -> str:
        """The state in words: colour and shape are never the only sign."""
        if self.is_description:
            return _("текст")
        words = _("отвечен") if self.is_answered else _("начат, не закончен") if self.is_begun else _("без ответа")
        words = _("текущий, %(state)s") % {"state": words} if self.is_current else words
        return _("%(state)s, отмечен") % {"state": words} if self.is_flagged else words


def places(
    attempt: Attempt, items: Iterable[FormItem], current: int = 0, given: Mapping[int, Response] | None = None
) -> list[Place]:
    """The navigator of an attempt; one query for the responses where they are not `given`."""
    given = latest_responses(attempt) if given is None else given
    return [_place(attempt, item, given.get(item.pk), is_current=item.position == current) for item in items]


def _place(attempt: Attempt, item: FormItem, response: Response | None, *, is_current: bool) -> Place:
    is_answered = response is not None and is_complete(item.version, response)
    return Place(
        item.position,
        item.version.title,
        is_answered,
        item.position in attempt.flagged,
        is_current,
        item.version.kind == scoring.Description.kind,
        # Only a case can be begun and not finished.
        is_begun=not is_answered and response is not None and response.content is not None,
    )


def number(value: Fraction) -> str:
    """A mark for readers: at most two decimals, in the manner of the language."""
    return formats.number_format(round(float(value), 2), decimal_pos=None, use_l10n=True).removesuffix(".0").removesuffix(",0")


def minutes(attempt: Attempt) -> str:
    """How long an attempt took, in whole minutes."""
    spent = max(1, round((attempt.duration.total_seconds() if attempt.duration else 0) / 60))
    return ngettext("%(count)s минута", "%(count)s минут", spent) % {"count": spent}


def minutes_left(attempt: Attempt) -> int | None:
    """Whole minutes to the deadline, rounded up; None without a limit."""
    left = attempt.time_left
    return None if left is None else ceil(left.total_seconds() / 60)


def seconds_left(attempt: Attempt) -> int | None:
    """Whole seconds to the deadline by the server's clock, rounded down; None without a limit."""
    left = attempt.time_left
    return None if left is None else int(left.total_seconds())


@dataclass(frozen=True)
class CompetencyRow:
    """One competency of a result; `sure` says in words how much the figure is worth, "" where the items are too few."""

    title: str
    word: str
    right: int
    items: int
    again: list[Link]
    percent: int
    sure: str
    waiting: int = 0

    @property
    def is_known(self) -> bool:
        """Whether anything of it has been scored yet."""
        return self.waiting < self.items

    @property
    def score_text(self) -> str:
        words = {"right": self.right, "items": self.items, "waiting": self.waiting}
        if self.waiting:
            return _("верно %(right)s из %(items)s, проверки ждут: %(waiting)s") % words
        return _("верно %(right)s из %(items)s") % words


def competency_rows(outcome: Outcome) -> list[CompetencyRow]:
    """A row per competency, the weakest first, with the clauses to read again (of items not fully right)."""
    weak: dict[str, list[str]] = {}
    marks: dict[str, list[Mark]] = {}
    rows = outcome.items.select_related("scored_by", "response").prefetch_related("scored_by__references")
    for row in rows:
        for mark in marks_of(row):
            marks.setdefault(mark.competency, []).append(mark)
            if mark.earned is not None and mark.earned < mark.full:
                weak.setdefault(mark.competency, []).extend(_clauses(row, mark.competency))
    form = outcome.attempt.form
    return [
        _competency_row(
            result,
            weak.get(result.competency, []),
            Fraction(str(form.competency_cut_scores.get(result.competency, form.cut_score))) / 100,
            standard_error(marks[result.competency]),
        )
        for result in by_competency([mark for group in marks.values() for mark in group])
    ]


def _clauses(row: ItemOutcome, competency: str) -> list[str]:
    content = row.scored_by.content
    if isinstance(content, scoring.Case):
        return clauses_to_reread(content, row.response.answer if row.response else None, competency)
    return [reference.target for reference in row.scored_by.references.all()]


def _competency_row(result: CompetencyResult, targets: list[str], cut: Fraction, error: float | None) -> CompetencyRow:
    language = get_language() or "ru"
    title = label("competencies", result.competency) or _("Остальные вопросы")
    links = [link_to(target, language) for target in dict.fromkeys(targets)]
    word, sure = _word(result.share, cut), _sure(standing(result.share, error, cut, result.items), error)
    if result.waiting:
        word = _("Ждёт проверки")
    return CompetencyRow(title, word, result.right, result.items, links, round(result.share * 100), sure, result.waiting)


def _word(share: Fraction, cut: Fraction) -> str:
    if share >= max(SURE, cut):
        return _("Уверенно")
    return _("Достаточно") if share >= cut else _("Требует внимания")


def _sure(place: Standing, error: float | None) -> str:
    """How sure the figure is: the standard error in per cent, and what it means for the reader."""
    if place is Standing.FEW or error is None:
        return ""
    figures = {"error": round(error * 100)}
    if place is Standing.ABOUT:
        return _("Точность ±%(error)s %%: близко к порогу, с другими вопросами могло выйти иначе.") % figures
    return _("Точность ±%(error)s %%: вывод надёжный.") % figures


def few_items(rows: list[CompetencyRow]) -> str:
    """What to say once of all competencies with too few items to be sure of; nothing where there is none."""
    scored = [row for row in rows if not row.waiting]
    if all(row.sure for row in scored):
        return ""
    if any(row.sure for row in scored):
        return _("Где точность не указана, вопросов мало: это ориентир, а не вывод.")
    return _("Вопросов по каждой компетенции мало: это ориентир, а не вывод.")


@dataclass(frozen=True)
class Verdict:
    """The result in words, then in numbers."""

    kind: str
    heading: str
    lead: str


def verdict(outcome: Outcome) -> Verdict:
    """What to tell the candidate first."""
    needed = outcome.max_total * Fraction(outcome.attempt.form.cut_score) / 100
    figures = {"total": number(outcome.total), "full": number(outcome.max_total), "needed": number(needed)}
    if outcome.passed is None:
        lead = _("Часть ответов проверит человек. Пока набрано %(total)s из %(full)s баллов, нужно %(needed)s.")
        return Verdict("wait", _("Ждём проверки"), lead % figures)
    lead = _("Набрано %(total)s из %(full)s баллов, нужно %(needed)s.") % figures
    return Verdict("good", _("Пройдено"), lead) if outcome.passed else Verdict("care", _("Пока не пройдено"), lead)


def replaced_outcomes(outcome: Outcome) -> list[Outcome]:
    """The outcomes that later ones took the place of, the newest first, with their marks in words; none in most attempts."""
    if outcome.predecessor_id is None:
        return []
    older = list(outcome.attempt.outcomes.filter(number__lt=outcome.number).select_related("successor").order_by("-number"))
    for one in older:
        one.total_text, one.full_text = number(one.total), number(one.max_total)
    return older


@dataclass(frozen=True)
class AnswerRow:
    """One item of the discussion of answers."""

    position: int
    stem: SafeString
    given: str
    right: str
    word: str
    kind: str
    feedback: list[SafeString]
    links: list[Link]
    story: Story | None = None


def verdict_word(verdict: scoring.Verdict) -> tuple[str, str]:
    """The look and the word for the score of one item."""
    return {
        scoring.Verdict.RIGHT: ("good", _("Верно")),
        scoring.Verdict.PARTLY: ("care", _("Верно отчасти")),
        scoring.Verdict.WRONG: ("care", _("Неверно")),
        scoring.Verdict.UNANSWERED: ("care", _("Без ответа")),
        scoring.Verdict.NEEDS_MARKING: ("info", _("Проверит человек")),
        scoring.Verdict.NO_MARK: ("info", _("Текст")),
    }[verdict]


def answer_rows(outcome: Outcome) -> list[AnswerRow]:
    """Every item with the candidate's answer, the right one, and what the version answered has to say."""
    rows = outcome.items.select_related("scored_by", "form_item__version", "response")
    return [_answer_row(row) for row in rows.prefetch_related("form_item__version__references")]


def given_words(content: scoring.Item, response: Response | None) -> str:
    """A recorded answer in words, for the person who has to choose between two."""
    return said_in_words(content, response.answer if response else None) or _("без ответа")


def said_in_words(content: scoring.Item, response: scoring.Response | None) -> str:
    """A response in words; «Верно», «Неверно» and «мимо» are our words, the rest are the item's."""
    text = content.response_text(response) if response else ""
    if isinstance(response, scoring.Pointed):
        # The scoring core writes a dash for a point in no place.
        return "; ".join(_("мимо") if name == "—" else name for name in text.split("; "))
    return _(text) if isinstance(response, scoring.Said) else text


def _answer_row(row: ItemOutcome) -> AnswerRow:
    version = row.form_item.version
    content = version.content
    answer = row.response.answer if row.response else None
    kind, word = verdict_word(scoring.Verdict(row.verdict))
    texts = [*(content.feedback_for(answer) if answer else ()), *([content.feedback] if content.feedback else [])]
    language = get_language() or "ru"
    return AnswerRow(
        row.form_item.position,
        shown_stem(content),
        said_in_words(content, answer),
        said_in_words(content, content.right_response()),
        word,
        kind,
        [to_html(text) for text in texts],
        [link_to(reference.target, language) for reference in version.references.all()],
        story_of(content, answer),
    )

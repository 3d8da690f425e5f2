"""Marking by people: two who do not know of each other, a third where they differ, a final outcome that names the old one."""

from fractions import Fraction

import pytest
from django.core import mail

from quizzes.domain.errors import QuizError
from quizzes.domain.marking import MarkingRefused, rubric_of, share_of, tasks_for
from quizzes.domain.marking_agreement import agreement_by_item
from quizzes.models import Certificate, CriterionMark, LogEntry, Mark, Outcome
from tests.quizzes.builders import make_user
from tests.quizzes.markers import RUBRIC, essay_of, make_essay_quiz, make_marker, mark, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    return make_essay_quiz(cut_score=80)


@pytest.fixture
def attempt(quiz):
    return sit(quiz, make_user())


@pytest.fixture
def ivan():
    return make_marker("ivan@example.org")


@pytest.fixture
def olga():
    return make_marker("olga@example.org")


@pytest.fixture
def chief():
    return make_marker("chief@example.org", "adjudicate_response")


def test_the_outcome_waits_until_two_have_marked(attempt, ivan, olga, django_capture_on_commit_callbacks) -> None:
    assert attempt.outcomes.get().passed is None
    mark(attempt, ivan, 2, 3)
    assert attempt.outcomes.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        mark(attempt, olga, 2, 3)
    final = attempt.outcomes.get(number=2)
    assert (final.passed, final.total, final.predecessor.number, final.reason) == (True, 2, 1, "Письменные ответы проверены.")
    assert Certificate.objects.get().outcome == final
    letters = {letter.subject: letter for letter in mail.outbox}
    assert sorted(letters) == ["Работа проверена: Основы", "Сертификат выдан: «Основы»"]
    marked = letters["Работа проверена: Основы"]
    assert (marked.to, f"/ru/quizzes/attempts/{attempt.public_id}/result/" in marked.body) == (["anna@example.org"], True)


def test_marks_within_the_margin_give_their_mean(attempt, ivan, olga) -> None:
    mark(attempt, ivan, 2, 3)
    mark(attempt, olga, 1, 3)
    row = attempt.outcomes.get(number=2).items.get(form_item__version__kind="essay")
    assert (row.fraction, row.verdict) == (Fraction(9, 10), "partly")


def test_a_difference_is_settled_by_a_third(attempt, ivan, olga, chief) -> None:
    mark(attempt, ivan, 2, 3)
    mark(attempt, olga, 0, 1)
    assert attempt.outcomes.count() == 1
    assert [len(tasks_for(person)) for person in (ivan, olga, chief)] == [0, 0, 1]
    assert tasks_for(chief)[0].is_adjudication is True
    mark(attempt, chief, 1, 3)
    row = attempt.outcomes.get(number=2).items.get(form_item__version__kind="essay")
    assert row.fraction == Fraction(4, 5)
    assert tasks_for(chief) == []


def test_a_marker_cannot_settle_a_difference(attempt, ivan, olga) -> None:
    mark(attempt, ivan, 2, 3)
    mark(attempt, olga, 0, 0)
    with pytest.raises(MarkingRefused, match="читает третий"):
        mark(attempt, make_marker("third@example.org"), 1, 1)


def test_one_person_marks_once_and_a_third_comes_too_late(attempt, ivan, olga) -> None:
    first = mark(attempt, ivan, 2, 3)
    assert mark(attempt, ivan, 0, 0) == first
    mark(attempt, olga, 2, 3)
    with pytest.raises(MarkingRefused, match="только что проверили"):
        mark(attempt, make_marker("third@example.org"), 1, 1)
    assert Mark.objects.count() == 2


def test_nobody_marks_their_own_work(quiz) -> None:
    own = make_marker("both@example.org")
    attempt = sit(quiz, own)
    assert tasks_for(own) == []
    with pytest.raises(QuizError, match="свою работу"):
        mark(attempt, own, 2, 3)


def curated(person):
    return type(person).objects.filter(email="anna@example.org")


def test_nobody_marks_those_they_look_after(attempt, ivan, settings) -> None:
    settings.QUIZZES_CURATED_PEOPLE = "tests.quizzes.domain.test_marking.curated"
    assert tasks_for(ivan) == []
    with pytest.raises(QuizError, match="курируете"):
        mark(attempt, ivan, 2, 3)


def test_marking_needs_the_right(attempt) -> None:
    stranger = make_user("stranger@example.org")
    assert tasks_for(stranger) == []
    with pytest.raises(MarkingRefused):
        mark(attempt, stranger, 2, 3)


def test_every_criterion_is_kept_with_its_comment(attempt, ivan) -> None:
    mark(attempt, ivan, 1, 3)
    rows = CriterionMark.objects.values_list("place", "title", "value")
    assert list(rows) == [(0, "Безопасность", Fraction(1)), (1, "Уважение", Fraction(3))]
    assert Mark.objects.get().fraction == Fraction(4, 5)


def test_a_value_that_is_no_level_is_refused(attempt, ivan) -> None:
    with pytest.raises(ValueError, match="Уважение"):
        mark(attempt, ivan, 1, 2)
    assert share_of(RUBRIC, [Fraction(2), Fraction(3)]) == 1


def test_without_a_rubric_there_is_one_criterion(attempt) -> None:
    essay = essay_of(attempt).form_item.version.content
    bare = type(essay)(stem=essay.stem)
    assert [len(criterion.levels) for criterion in rubric_of(bare)] == [4]


def test_a_failed_essay_fails_where_the_cut_score_asks_for_it(attempt, ivan, olga) -> None:
    mark(attempt, ivan, 0, 0)
    mark(attempt, olga, 0, 0)
    assert (attempt.outcomes.get(number=2).passed, Certificate.objects.count()) == (False, 0)


def test_one_marker_is_enough_in_training(ivan) -> None:
    quiz = make_essay_quiz(markers_needed=1, purpose="training")
    attempt = sit(quiz, make_user())
    mark(attempt, ivan, 2, 3)
    assert attempt.outcomes.count() == 2


def test_marks_are_noted_without_names(attempt, ivan) -> None:
    mark(attempt, ivan, 2, 3)
    entry = LogEntry.objects.get(act="response.marked")
    assert (entry.actor, entry.subject, entry.details["number"]) == (ivan, attempt.candidate, 1)


def test_agreement_is_counted_by_criterion(quiz, ivan, olga) -> None:
    given = [((2, 3), (2, 3)), ((0, 0), (0, 1)), ((1, 3), (1, 3)), ((2, 1), (2, 1)), ((0, 0), (0, 0))] * 2
    for number, (first, second) in enumerate(given):
        attempt = sit(quiz, make_user(f"person{number}@example.org"))
        mark(attempt, ivan, *first)
        if number < 9:
            mark(attempt, olga, *second)
    few = agreement_by_item()[0]
    assert (few.answers, {row.kappa for row in few.criteria}) == (9, {None})
    mark(attempt, olga, *given[9][1])
    report = agreement_by_item()[0]
    assert (report.answers, report.within_margin) == (10, 100.0)
    assert [(row.title, row.pairs, row.percent, round(row.kappa, 2)) for row in report.criteria] == [
        ("Безопасность", 10, 100.0, 1.0),
        ("Уважение", 10, 80.0, 0.86),
    ]


def test_an_outcome_is_not_replaced_twice(attempt, ivan, olga) -> None:
    from quizzes.domain.marking import finish_marking  # noqa: PLC0415

    mark(attempt, ivan, 2, 3)
    mark(attempt, olga, 2, 3)
    assert finish_marking(attempt) is None
    assert Outcome.objects.count() == 2

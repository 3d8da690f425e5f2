"""From the page of an item to its response and back, for items of every type, without a database."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from quizzes import scoring
from quizzes.answers import is_complete, read_response, stays, widget
from quizzes.answers.story import clauses_to_reread, story_of
from quizzes.loading import read_bank
from quizzes.models import FormItem, ItemVersion, Response
from quizzes.presentation import said_in_words
from quizzes.rendering import question_text, shown_stem
from quizzes.scoring import (
    Area,
    Assigned,
    Criterion,
    Description,
    DragWords,
    Essay,
    GapSelect,
    Hotspot,
    Move,
    NumberAnswer,
    Numerical,
    Ordered,
    Ordering,
    Pointed,
    Shape,
    Text,
    Typed,
    Unit,
    Walked,
    Word,
)
from quizzes.scoring.assembly import shuffled
from quizzes.scoring.codec import dump_item, dump_response
from tests.quizzes.builders import form_data
from tests.quizzes.scoring.test_case import CASE, KEY
from tests.quizzes.strategies import gradable


def placed(content: scoring.Item, *, seed: str = "зерно") -> FormItem:
    orders: list[int] = []
    for number, count in enumerate(content.shuffled_groups):
        orders.extend(shuffled(count, seed, str(number)))
    return FormItem(position=1, version=ItemVersion(kind=content.kind, body=dump_item(content)), option_order=orders)


def post(**fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def filled(item: FormItem, response: scoring.Response) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in form_data(widget(item, response)).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


ORDER = Ordering(stem=Text("По порядку"), entries=tuple(Text(f"шаг {n}") for n in range(4)))
GAPS = GapSelect(
    stem=Text("Сначала [[2]], потом [[1]] и **точка**.", scoring.TextFormat.MARKDOWN),
    words=(Word("опека"), Word("112"), Word("школа"), Word("112", group=2)),
)
DRAG = DragWords(stem=GAPS.stem, words=(Word("опека"), Word("112", is_unlimited=True)))
SPOTS = Hotspot(
    stem=Text("Отметьте"),
    picture="home-visit.svg",
    alternative="Кухня",
    width=640,
    height=420,
    max_points=2,
    areas=(
        Area("Плита", Shape.RECT, (10, 10, 50, 50), F(1, 2)),
        Area("Окно", Shape.CIRCLE, (200, 200, 20), F(1, 2)),
        Area("Полка", Shape.RECT, (300, 10, 340, 50)),
    ),
)
UNITS = Numerical(stem=Text("Сколько?"), answers=(NumberAnswer(F(7)),), units=(Unit("дней"),))
ESSAY = Essay(
    stem=Text("Опишите"), rubric=(Criterion("Факты", ((F(0), "нет"), (F(2), "есть"))),), guidance=Text("Кратко"), min_words=5
)


@given(gradable.filter(lambda item: item.kind != "numerical"))
def test_the_right_response_survives_the_page(content) -> None:
    item, right = placed(content), content.right_response()
    read = read_response(item, filled(item, right))
    # What a browser sends has normal line ends and no other change.
    assert content.grade(read) == content.grade(right)


@pytest.mark.parametrize(
    ("content", "response"),
    [
        (ORDER, Ordered((2, 0, 3, 1))),
        (GAPS, Assigned((1, None))),
        (GAPS, Assigned((2, 0))),
        (DRAG, Assigned((1, 1))),
        (SPOTS, Pointed(((12, 13), (400, 7)))),
        (UNITS, Typed("7 дней")),
        (ESSAY, Typed("Раз.\nДва.")),
        (CASE, KEY),
        (CASE, Walked(KEY.moves[:3])),
    ],
)
def test_a_response_survives_the_page(content, response) -> None:
    item = placed(content)
    assert read_response(item, filled(item, response)) == response


@pytest.mark.parametrize("content", [ORDER, GAPS, DRAG, SPOTS, UNITS, ESSAY, CASE, Description(stem=Text("Текст"))])
def test_an_empty_page_is_no_response_and_has_a_template(content) -> None:
    item = placed(content)
    assert read_response(item, QueryDict()) is None
    shown = widget(item, None)
    assert shown.template == f"quizzes/widgets/{shown.shape}.html"


def test_rows_of_an_order_are_mixed_and_carry_no_place_before_they_are_given_one() -> None:
    item = placed(ORDER)
    rows = widget(item, None).rows
    assert [row.html for row in rows] == [f"шаг {entry}" for entry in item.option_order]
    assert ([row.place for row in rows], item.option_order == [0, 1, 2, 3]) == ([""] * 4, False)


def test_an_order_with_a_place_given_twice_is_no_order() -> None:
    item = placed(ORDER)
    data = post(answer__0="1", answer__1="1", answer__2="2", answer__3="3")
    response = read_response(item, data)
    assert [str(one) for one in ORDER.response_problems(response)] == ["Расставьте все строки, каждую один раз."]
    # What was entered is shown again.
    assert [row.place for row in widget(item, response, data).rows] == ["1", "1", "2", "3"]


def test_places_beyond_the_page_are_not_read() -> None:
    assert read_response(placed(ORDER), post(answer__0="x", answer__1="9999", answer__2="-1", answer__3="١")) is None
    assert read_response(placed(GAPS), post(answer__0="7", answer__1="-1")) is None
    assert read_response(placed(SPOTS), post(spots="1,2,3;a,b;99999999,1;", answer=["9", "x"])) is None


def test_gaps_show_their_text_with_fields_and_only_words_of_their_group() -> None:
    shown = widget(placed(GAPS), Assigned((1, None)))
    assert [str(piece.html) for piece in shown.pieces] == ["Сначала ", ", потом ", " и <strong>точка</strong>."]
    slots = [piece.slot for piece in shown.pieces if piece.slot]
    assert [slot.label for slot in slots] == ["Пропуск 1 из 2", "Пропуск 2 из 2"]
    assert [sorted(str(one.html) for one in slot.choices) for slot in slots] == [["112", "опека", "школа"]] * 2
    assert [[str(one.html) for one in slot.choices if one.is_chosen] for slot in slots] == [["112"], []]
    assert (question_text(GAPS), shown_stem(GAPS)) == (("", ""), "Сначала _____, потом _____ и <strong>точка</strong>.")


def test_the_order_of_choices_is_the_order_of_the_form() -> None:
    item = placed(GAPS)
    slot = widget(item, None).pieces[0].slot
    values = [int(choice.value) for choice in slot.choices]
    assert [item.option_order[value] for value in values] == [one for one in item.option_order if one in (0, 1, 2)]


@pytest.mark.parametrize(
    ("data", "points"),
    [
        # A click adds a point; the oldest goes where there is no room.
        ({"point.x": "5", "point.y": "6"}, ((5, 6),)),
        ({"spots": "1,1;2,2", "spots_before": "1,1;2,2", "point.x": "5", "point.y": "6"}, ((2, 2), (5, 6))),
        # The script changed the points: they count, whatever the list of names says.
        ({"spots": "7,8", "spots_before": "", "answer": ["0", "1"]}, ((7, 8),)),
        # Nothing but the list changed: ticked places have their centre, unticked ones are gone, others stay as marked.
        ({"spots": "", "spots_before": "", "answer": ["0"]}, ((200, 200),)),
        ({"spots": "12,13", "spots_before": "12,13", "answer": ["1", "0"]}, ((12, 13), (200, 200))),
        ({"spots": "12,13", "spots_before": "12,13"}, None),
        ({"spots": "12,13", "spots_before": "12,13", "answer": ["1"]}, ((12, 13),)),
    ],
)
def test_pointing_by_click_script_and_name(data, points) -> None:
    # In alphabetical order: 0 Окно, 1 Плита, 2 Полка.
    item = placed(SPOTS)
    assert [str(choice.html) for choice in widget(item, None).choices] == ["Окно", "Плита", "Полка"]
    response = read_response(item, post(**data))
    assert response == (None if points is None else Pointed(points))


def test_names_are_not_listed_where_the_list_would_be_the_key() -> None:
    bare = Hotspot(stem=SPOTS.stem, picture="x.png", alternative="x", areas=SPOTS.areas[:2], max_points=2)
    item = placed(bare)
    assert (list(widget(item, None).choices), bare.problems()) == ([], ())
    assert read_response(item, post(spots="1,1", spots_before="1,1", answer=["0"])) == Pointed(((1, 1),))


def test_a_point_in_no_place_is_called_a_miss() -> None:
    assert said_in_words(SPOTS, Pointed(((30, 30), (400, 7)))) == "Плита; мимо"


@pytest.mark.parametrize(
    ("picture", "url"), [("/media/1.png", "/media/1.png"), ("data:image/png;base64,AA", "data:image/png;base64,AA")]
)
def test_a_picture_with_an_address_keeps_it(picture, url) -> None:
    content = Hotspot(stem=SPOTS.stem, picture=picture, alternative="x", areas=SPOTS.areas)
    assert widget(placed(content), None).extra.url == url


def test_an_essay_says_how_it_is_marked_and_how_long_it_is() -> None:
    frame = widget(placed(ESSAY), Typed("одно два три")).extra
    assert ([(line.title, line.levels) for line in frame.rubric], frame.words, frame.min_words) == (
        [("Факты", [("0", "нет"), ("2", "есть")])],
        3,
        5,
    )


def test_a_number_names_its_units() -> None:
    assert (widget(placed(UNITS), None).units, widget(placed(UNITS), Typed("7")).text) == (("дней",), "7")


# --- cases ---


def decide(item: FormItem, response: Walked | None, **fields) -> scoring.Response | None:
    play = widget(item, response).extra
    return read_response(item, post(path=play.path, node=play.node.id, decide="1", **fields))


def page_place(item: FormItem, response: Walked | None, text: str) -> str:
    return next(choice.value for choice in widget(item, response).extra.choices if choice.html == text)


def test_a_case_is_played_node_by_node() -> None:
    item = placed(CASE)
    walked = decide(item, None, answer=page_place(item, None, "Ехать сегодня"))
    assert walked == Walked(KEY.moves[:1])
    walked = decide(item, walked, answer=page_place(item, walked, "Экстренный"))
    walked = decide(item, walked, answer=[page_place(item, walked, name) for name in ("Опеку", "Семью")])
    assert walked == Walked(KEY.moves[:3])
    walked = decide(item, walked, answer=" 5 ")
    rows = widget(item, walked).extra.rows
    places = {row.name: {"Первое": "1", "Второе": "2", "Третье": "3"}[str(row.html)] for row in rows}
    walked = decide(item, walked, **{name.replace("-", "__"): place for name, place in places.items()})
    assert walked == KEY
    shown = widget(item, walked)
    assert (shown.extra.is_over, shown.extra.choices, [step.decision for step in shown.extra.passed][3]) == (True, [], "5 дн.")
    contents = (dump_response(walked), dump_response(Walked(KEY.moves[:3])), None)
    assert [is_complete(item.version, Response(content=content)) for content in contents] == [True, False, False]


def test_a_tick_without_the_button_decides_nothing() -> None:
    item = placed(CASE)
    play = widget(item, Walked(KEY.moves[:1])).extra
    assert read_response(item, post(path=play.path, node=play.node.id, answer="0")) == Walked(KEY.moves[:1])


def test_a_decision_without_a_choice_is_refused_and_the_case_stays_where_it_was() -> None:
    item = placed(CASE)
    response = decide(item, Walked(KEY.moves[:1]))
    assert [str(one) for one in CASE.response_problems(response)] == ["Выберите один вариант."]
    assert widget(item, response).extra.node.id == "level"


def test_a_step_back_takes_the_last_decision_away() -> None:
    item = placed(CASE)
    data = post(path=widget(item, Walked(KEY.moves[:2])).extra.path, step_back="1")
    assert read_response(item, data) == Walked(KEY.moves[:1])


def test_the_path_on_the_page_shows_neither_the_order_of_options_nor_feedback() -> None:
    item = placed(CASE, seed="другое")
    shown = widget(item, Walked(KEY.moves[:2]))
    order = item.option_order
    assert shown.extra.path == f"call:{order[:3].index(0)};level:{order[5:7].index(0)}"
    assert [step.feedback for step in shown.extra.passed] == [[], []]
    taught = widget(item, Walked(KEY.moves[:2]), shows_feedback=True).extra.passed
    assert [list(map(str, step.feedback)) for step in taught] == [["о «Ехать сегодня»"], ["о «Экстренный»"]]


@given(st.text(max_size=60))
def test_no_path_from_outside_breaks_the_page(text) -> None:
    item = placed(CASE)
    response = read_response(item, post(path=text, node="call", decide="1", answer="0"))
    assert widget(item, response).shape == "case"


def test_the_discussion_of_a_case_names_what_would_have_been_right() -> None:
    walked = Walked((Move("call", (1,)), Move("late", (1,))))
    story = story_of(CASE, walked)
    assert [(step.word, step.decision, step.right) for step in story.steps] == [
        ("Опасное решение", "Ждать неделю", "Ехать сегодня"),
        ("Неверное решение", "Уйти", "Ехать"),
    ]
    assert (story.end, story.danger.startswith("Одно из решений"), story_of(ORDER, None)) == ("Ребёнок в больнице.", True, None)
    days = story_of(CASE, Walked((*KEY.moves[:3], Move("days", (20,))))).steps[3]
    assert (days.decision, days.right) == ("20 дн.", "от 5 до 10 дн.")
    assert story_of(CASE, KEY).steps[0].right == ""


def test_only_the_clauses_of_what_cost_marks_are_to_be_read_again() -> None:
    refs = {
        "call": ("standards/emergency#c-2-1",),
        "late": ("standards/emergency#c-2-2",),
        "level": ("methodology/levels#table",),
    }
    nodes = tuple(replace(node, refs=refs.get(node.id, ())) for node in CASE.nodes)
    case = replace(CASE, nodes=nodes, tags=("competency:safety", "ref:methodology/child-safety"))
    walked = Walked((Move("call", (2,)), Move("late", (1,))))
    assert clauses_to_reread(case, walked, "safety") == ["standards/emergency#c-2-1", "standards/emergency#c-2-2"]
    # The level was never reached, and on the right path no decision cost anything: what the whole case rests on is left.
    assert [clauses_to_reread(case, one, "level") for one in (walked, KEY, None)] == [["methodology/child-safety"]] * 3


def test_buttons_that_stay_on_the_page() -> None:
    names = ("check", "decide", "step_back", "point.x", "back")
    assert [stays(post(**{name: "1"})) for name in names] == [True, True, True, True, False]


@pytest.mark.parametrize("language", ["ru", "en", "id"])
def test_every_shipped_item_can_be_answered_rightly_on_its_page(language) -> None:
    wrong = []
    for content in read_bank(language):
        right = content.right_response()
        if right is None:
            continue
        item = placed(content)
        read = read_response(item, filled(item, right))
        if read is None or content.grade(read) != 1:
            wrong.append(content.id)
    assert wrong == []

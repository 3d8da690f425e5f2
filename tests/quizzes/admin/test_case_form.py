"""The form of a training case: what goes in comes out, buttons lose nothing, every fault stands at its field."""

from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.admin.cases_form import CaseForm
from quizzes.admin.cases_map import BOX_HEIGHT, BOX_WIDTH, draw
from quizzes.admin.items_rows import wanted_act
from quizzes.formats import case_yaml
from quizzes.loading import read_bank
from quizzes.scoring import Branch, Case, Fact, NodeKind, Text, TextFormat, Weight
from tests.quizzes.admin.posted import data_of
from tests.quizzes.scoring.test_case import CALL, CASE, COUNCIL, GOOD, KEY, LATE, STEPS, option, shares, with_node

pytestmark = pytest.mark.django_db

# What no shipped case says: facts, notes and references everywhere, a level by the way, shares in another order,
# ways and branches that mean nothing where they stand, a scene that begins the case without being the first.
RICH = replace(
    CASE,
    start="call",
    can_step_back=True,
    critical_cap=F(1, 3),
    penalty=F(0),
    nodes=(
        *CASE.nodes[1:3],
        replace(
            COUNCIL,
            facts=(Fact("3 марта", "Совет созван"), Fact("", "без даты")),
            feedback=Text("Совет — это **люди**", TextFormat.MARKDOWN),
            refs=("methodology/council#who", "standards/consent#c-2-1"),
            options=(
                replace(
                    COUNCIL.options[0], score=tuple(reversed(COUNCIL.options[0].score)), to="days", level="emergency", takes=2
                ),
                *COUNCIL.options[1:],
            ),
            branches=(Branch("days", F(1, 3), Text("Почти <b>все</b>", TextFormat.HTML)), Branch("bad")),
        ),
        *CASE.nodes[4:],
        replace(CALL, branches=(Branch("late"),)),
    ),
)


def bound(data: dict[str, Any], content: Case | None = None) -> CaseForm:
    query = QueryDict(mutable=True)
    query.update(data)
    return CaseForm(CaseForm.prepared(query), content=content)


def posted(content: Case = CASE) -> dict[str, Any]:
    return data_of(CaseForm(content=content, initial={"language": "ru"}))


def pressed(data: dict[str, Any], button: str, value: str = "1") -> CaseForm:
    """The form after a button of rows."""
    query = QueryDict(mutable=True)
    query.update({**data, button: value})
    act = wanted_act(query, CaseForm.row_names(query))
    assert act is not None
    return CaseForm(CaseForm.changed(query, *act))


def through_the_form(content: Case) -> Any:
    form = bound(posted(content), content)
    assert (form.is_valid(), form.faults) == (True, [])
    return form.content


# --- round trip ---


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_shipped_cases_go_through_the_form_and_yaml_unchanged(language) -> None:
    cases = [item for item in read_bank(language) if isinstance(item, Case)]
    assert len(cases) >= 3
    for content in cases:
        again = through_the_form(content)
        # The place in the bank and the code are the item's own: the form keeps both.
        assert again == content
        assert case_yaml.loads(case_yaml.dumps([again])) == [content]


@pytest.mark.parametrize("content", [CASE, RICH], ids=["plain", "rich"])
def test_everything_that_a_case_can_say_goes_through_the_form(content) -> None:
    assert content.problems() == ()
    assert through_the_form(content) == content


words = st.text("абвё АБ z09.,;!?-[]()«»—\"'&", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
texts = st.builds(Text, words)


@st.composite
def cases(draw) -> Case:
    """CASE with other words, marks and days, still sound."""
    nodes = []
    for node in CASE.nodes:
        options = tuple(
            replace(one, text=draw(words), feedback=draw(texts), takes=draw(st.integers(0, 1)) if one.takes == 0 else one.takes)
            for one in node.options
        )
        nodes.append(
            replace(
                node,
                title=draw(words),
                text=draw(texts),
                ask=draw(words) if node.ask else "",
                options=options,
                facts=tuple(draw(st.lists(st.builds(Fact, words, words), max_size=2))),
                weights=tuple(Weight(one.competency, draw(st.fractions(F(1, 9), 9, max_denominator=9))) for one in node.weights),
            )
        )
    return replace(CASE, nodes=tuple(nodes), name=draw(words), deadline=None)


@given(cases())
@settings(max_examples=25, deadline=None)
def test_any_words_marks_and_days_go_through_the_form(content) -> None:
    again = through_the_form(content)
    seen = [(node.title, str(node.text), node.weights, [one.text for one in node.options]) for node in again.nodes]
    assert seen == [(node.title, str(node.text), node.weights, [one.text for one in node.options]) for node in content.nodes]
    assert case_yaml.loads(case_yaml.dumps([again])) == [again]


# --- buttons ---


def test_a_new_case_begins_with_three_scenes_and_no_words() -> None:
    form = CaseForm(initial={"language": "ru", "competency": "ethics"})
    assert [(scene.id, scene.kind) for scene in form.scenes] == [
        ("scene-1", NodeKind.CHOICE),
        ("scene-2", NodeKind.END),
        ("scene-3", NodeKind.END),
    ]
    first = form.scenes.scenes[0]
    assert [row["to"].value() for row in first.row_sets["options"].rows] == ["scene-2", "scene-3"]
    assert not any(scene.form["title"].value() or scene.form["text"].value() for scene in form.scenes)
    assert all(scene.is_open for scene in form.scenes)


def test_scenes_are_added_moved_and_dropped_with_everything_in_them() -> None:
    data = posted()
    added = pressed(data, "add-nodes")
    assert [scene.id for scene in added.scenes] == [*(node.id for node in CASE.nodes), "scene-9"]
    assert [scene.id for scene in added.scenes if scene.is_open] == ["scene-9"]
    moved = pressed(data_of(added), "up-nodes", "8")
    assert [scene.id for scene in moved.scenes][-2:] == ["scene-9", "bad"]
    assert [scene.id for scene in moved.scenes if scene.is_open] == ["scene-9"]
    dropped = bound({**data_of(pressed(data_of(moved), "drop-nodes", "7")), "language": "ru"}, CASE)
    assert dropped.is_valid()
    assert (dropped.content.nodes, dropped.content.level_key) == (CASE.nodes, CASE.level_key)


def test_the_name_of_a_scene_that_is_still_led_to_is_not_given_again() -> None:
    data = {**posted(), "nodes-0-options-0-to": "scene-9"}
    assert pressed(data, "add-nodes").scenes.scenes[-1].id == "scene-10"


def test_decisions_are_added_moved_and_dropped_in_their_scene() -> None:
    moved = pressed(posted(), "down-nodes-0-options", "0")
    rows = moved.scenes.scenes[0].row_sets["options"].rows
    assert [row["text"].value() for row in rows] == ["Ждать неделю", "Ехать сегодня", "Позвонить матери"]
    assert [row["share_0"].value() for row in rows] == ["0", "100", "50"]
    assert [scene.id for scene in moved.scenes if scene.is_open] == ["call"]
    assert len(pressed(posted(), "add-nodes-3-branches").scenes.scenes[3].row_sets["branches"].rows) == 3


def test_shares_follow_their_competency() -> None:
    data = posted()
    dropped = pressed(data, "drop-nodes-3-weights", "0")
    rows = dropped.scenes.scenes[3].row_sets["options"].rows
    assert [sorted(name for name in row.fields if "share" in name) for row in rows] == [["share_0"]] * 4
    # What is left are the shares of safety, which stood second.
    assert [row["share_0"].value() for row in rows] == ["50", "50", "0", "-100"]


def test_a_way_to_a_new_scene_makes_the_scene() -> None:
    form = bound({**posted(), "nodes-1-options-1-to": "+"})
    assert form.scenes.scenes[-1].id == "scene-9"
    assert form.scenes.scenes[1].row_sets["options"].rows[1]["to"].value() == "scene-9"
    assert [scene.id for scene in form.scenes if scene.is_open] == ["scene-9"]


def test_another_kind_keeps_what_was_typed_and_writes_only_what_it_uses() -> None:
    as_end = bound({**posted(), "nodes-1-kind": "end"})
    assert data_of(as_end)["nodes-1-options-1-text"] == "Уйти"
    assert as_end.is_valid()
    late = as_end.content.nodes[1]
    assert (late.options, late.weights, late.ask) == ((), (), "")
    back = bound({**data_of(as_end), "nodes-1-kind": "choice", "language": "ru"}, CASE)
    assert back.is_valid()
    assert back.content.nodes == CASE.nodes


# --- faults ---


def faults(**changes: str) -> list[tuple[str, str]]:
    form = bound({**posted(), **changes})
    assert not form.is_valid()
    return form.faults


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nodes-0-title": ""}, ("id_nodes-0-title", "Сцена «1»: Нужно название.")),
        ({"nodes-0-text": ""}, ("id_nodes-0-text", "Сцена «1. Звонок»: Нужен текст. Что происходит?")),
        ({"nodes-0-ask": ""}, ("id_nodes-0-ask", "Сцена «1. Звонок»: Не сказано, что решить. Напишите вопрос.")),
        (
            {"nodes-1-options-1-to": ""},
            (
                "id_nodes-1-options-1-to",
                "Сцена «2. Время ушло», варианты, 2: Вариант «Уйти» никуда не ведёт. Выберите, что будет дальше.",
            ),
        ),
        (
            {"nodes-1-options-1-to": "gone"},
            ("id_nodes-1-options-1-to", "Сцена «2. Время ушло», варианты, 2: Сцены, куда это вело, больше нет. Выберите другую."),
        ),
        (
            {"nodes-1-options-1-text": ""},
            ("id_nodes-1-options-1-text", "Сцена «2. Время ушло», варианты, 2: У варианта 2 нет текста."),
        ),
        (
            {"nodes-1-options-0-share_0": "50"},
            ("rows-nodes-1-options", "Сцена «2. Время ушло», варианты: Нет верного решения. Дайте одному варианту 100 %."),
        ),
        (
            {"nodes-1-options-0-share_0": "половина"},
            ("id_nodes-1-options-0-share_0", "Сцена «2. Время ушло», варианты, 1: Введите число, например 1, 0,5 или 1/3."),
        ),
        (
            {"nodes-1-weights-0-competency": ""},
            (
                "rows-nodes-1-weights",
                "Сцена «2. Время ушло», за что баллы: Нет веса. Дайте баллы больше нуля хотя бы одной компетенции.",
            ),
        ),
        (
            {"nodes-2-options-0-level": ""},
            ("id_nodes-2-options-0-level", "Сцена «3. Уровень», варианты, 1: У варианта «Экстренный» не назван уровень."),
        ),
        (
            {"nodes-5-branches-1-at_least": "10"},
            (
                "rows-nodes-5-branches",
                "Сцена «6. Порядок», что дальше: Тупик. Нужна ветвь для любого ответа (от 0 %).",
            ),
        ),
        (
            {"nodes-4-options-1-first_day": "6"},
            (
                "id_nodes-4-options-1-first_day",
                "Сцена «5. Срок», промежутки, 2: Промежутки дней идут с пропуском или внахлёст у дня 5.",
            ),
        ),
        (
            {"nodes-0-options-1-to": "bad", "nodes-0-options-2-to": "bad"},
            ("scene-1", "Сцена «2. Время ушло»: В неё нельзя попасть. Приведите в неё вариант или уберите."),
        ),
        (
            {"nodes-1-options-1-to": "call"},
            (
                "scene-0",
                "Сцена «1. Звонок»: Путь возвращается по кругу (1. Звонок → 2. Время ушло → 1. Звонок). Разорвите круг.",
            ),
        ),
        ({"key_level": "crisis"}, ("id_key_level", "Уровень «Кризисный» стоит в ключе, но ни один вариант его не выбирает.")),
        ({"key_competency": ""}, ("id_key_competency", "Выберите, какой компетенции идут эти баллы.")),
        ({"due_days": "5"}, ("id_due_days", "Верный путь занимает дней: 6, а срок — 5. Исправьте срок или дни вариантов.")),
        ({"critical_cap": "100"}, ("id_critical_cap", "Предел балла после опасной ошибки — доля от 0 до 1, меньше 1.")),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_every_fault_stands_at_its_field_with_the_scene_it_is_in(changes, expected, library) -> None:
    assert expected in faults(**changes)


def test_a_story_without_an_end_on_its_right_way_is_named_above_the_scenes() -> None:
    assert ("rows-nodes", "Верные решения не доводят случай до конца. Проверьте, куда они ведут.") in faults(
        **{"nodes-0-options-0-to": "late", "nodes-1-options-0-share_0": "99"}
    )


def test_faults_of_the_story_are_named_together_with_those_of_the_page() -> None:
    found = faults(stem="", **{"nodes-0-title": "", "nodes-7-text": ""})
    assert [anchor for anchor, _words in found] == ["id_stem", "id_nodes-0-title", "id_nodes-7-text"]


# --- looking at what is not whole ---


def test_a_story_with_holes_is_walked_from_any_scene() -> None:
    form = bound({**posted(), "stem": "", "nodes-1-options-1-to": "", "look-from": "late"})
    assert not form.is_valid()
    case = form.to_look()
    assert isinstance(case, Case)
    assert (case.first, case.position(None).title) == ("late", "Время ушло")
    assert case.node(case.node("late").next((1,))).title == "Дальше ещё не написано"


def test_a_scene_without_decisions_is_the_end_of_the_walk() -> None:
    empty = bound({**data_of(pressed(posted(), "add-nodes")), "look-from": "scene-9"})
    assert not empty.is_valid()
    assert empty.to_look().is_finished(None)


# --- the map ---


def test_the_map_shows_the_right_way_and_what_cannot_be_reached() -> None:
    drawn = CaseForm(content=with_node(replace(LATE, options=(option("Ехать", "level", safety=1),)))).map
    spots = {spot.id: spot for spot in drawn.spots}
    assert [name for name, spot in spots.items() if spot.is_best] == ["call", "level", "council", "days", "steps", "good"]
    lost = bound({**posted(), "nodes-0-options-1-to": "bad", "nodes-0-options-2-to": "bad"}).map
    assert [spot.id for spot in lost.spots if not spot.is_reached] == ["late"]
    ways = [(way.words, way.is_best, next_.id if next_ else None) for way, next_ in drawn.routes[0][1]]
    assert ways == [("Ехать сегодня", True, "level"), ("Ждать неделю", False, "late"), ("Позвонить матери", False, "late")]


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=9))
def test_any_story_can_be_drawn(ways) -> None:
    nodes = [
        replace(
            CALL,
            id=str(place),
            options=tuple(option(str(to), str(to), safety=int(number == 0)) for number, to in enumerate(targets)),
        )
        for place, targets in enumerate(ways)
    ]
    drawn = draw(nodes)
    boxes = [(spot.x, spot.y) for spot in drawn.spots]
    assert len(set(boxes)) == len(boxes) == len(nodes)
    assert all(x >= 0 and x + BOX_WIDTH <= drawn.width and y >= 0 and y + BOX_HEIGHT <= drawn.height for x, y in boxes)
    rows = sorted(boxes, key=lambda box: (box[1], box[0]))
    assert all(left[1] != right[1] or left[0] + BOX_WIDTH < right[0] for left, right in zip(rows, rows[1:], strict=False))


def test_a_story_of_any_length_can_be_drawn() -> None:
    names = [f"s{place}" for place in range(1500)]
    chain = [
        replace(CALL, id=name, options=(option("Дальше", next_, safety=1),))
        for name, next_ in zip(names, names[1:], strict=False)
    ]
    drawn = draw([*chain, replace(GOOD, id=names[-1])])
    assert [spot.y for spot in drawn.spots] == sorted({spot.y for spot in drawn.spots})


def test_the_key_path_of_the_sample_is_what_the_form_calls_right() -> None:
    assert through_the_form(CASE).right_response() == KEY
    assert through_the_form(with_node(replace(STEPS, weights=shares(plan=1)))).problems() == ()

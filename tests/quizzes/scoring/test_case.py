"""Training cases: the path, the score per competency, the level, the timing, and every fault of a story."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import (
    Branch,
    Case,
    CaseOption,
    Deadline,
    LevelKey,
    Move,
    Node,
    NodeKind,
    Ordered,
    Part,
    ResponseError,
    Text,
    Verdict,
    Walked,
    Weight,
    score,
)
from quizzes.scoring.codec import dump_item, dump_response, load_item, load_response

K = NodeKind


def shares(**values: str | int) -> tuple[Weight, ...]:
    return tuple(Weight(name, F(value)) for name, value in values.items())


def option(text: str, to: str = "", **fields) -> CaseOption:
    score = {name: fields.pop(name) for name in ("safety", "level", "plan") if name in fields}
    return CaseOption(text, shares(**score), to, Text(f"о «{text}»"), **fields)


CALL = Node(
    "call",
    "Звонок",
    Text("Школа сообщает: ребёнок один дома."),
    ask="Что сделать?",
    weights=shares(safety=2),
    options=(
        option("Ехать сегодня", "level", safety=1, takes=1),
        option("Ждать неделю", "late", safety=0, is_critical=True, takes=7),
        option("Позвонить матери", "late", safety="1/2", takes=2),
    ),
)
LATE = Node(
    "late",
    "Время ушло",
    Text("Соседи вызвали полицию."),
    ask="Что теперь?",
    weights=shares(safety=1),
    options=(option("Ехать", "level", safety=1), option("Уйти", "bad", safety=0)),
)
LEVEL = Node(
    "level",
    "Уровень",
    Text("Угроза есть."),
    kind=K.LEVEL,
    ask="Какой уровень?",
    weights=shares(level=1),
    options=(
        option("Экстренный", "council", level=1),
        option("Базовый", "council", level=0),
    ),
)
LEVEL = replace(LEVEL, options=(replace(LEVEL.options[0], level="emergency"), replace(LEVEL.options[1], level="basic")))
COUNCIL = Node(
    "council",
    "Совет",
    Text("Кого позвать?"),
    kind=K.COUNCIL,
    ask="Отметьте",
    weights=shares(plan=1, safety=1),
    options=(
        option("Семью", plan="1/2", safety="1/2"),
        option("Опеку", plan="1/2", safety="1/2"),
        option("Соседей", plan="-1/2", safety=0),
        option("Того, кто бил", "bad", plan=-1, safety=-1, is_critical=True),
    ),
    branches=(Branch("days", F(1, 2)), Branch("bad")),
)
DAYS = Node(
    "days",
    "Срок",
    Text("Когда пересмотр?"),
    kind=K.DAYS,
    ask="Через сколько дней?",
    weights=shares(plan=1),
    options=(
        option("рано", "steps", plan="1/2", last_day=4),
        option("в срок", "steps", plan=1, first_day=5, last_day=10),
        option("поздно", "steps", plan=0, first_day=11),
    ),
)
STEPS = Node(
    "steps",
    "Порядок",
    Text("В каком порядке?"),
    kind=K.STEPS,
    ask="Расставьте",
    weights=shares(plan=2),
    options=(option("Первое"), option("Второе"), option("Третье")),
    branches=(Branch("good", F(1)), Branch("bad")),
)
GOOD = Node("good", "Дом", Text("Ребёнок дома."), kind=K.END)
BAD = Node("bad", "Беда", Text("Ребёнок в больнице."), kind=K.END, is_failure=True)
CASE = Case(
    stem=Text("Учебный случай."),
    name="Один дома",
    max_mark=F(10),
    nodes=(CALL, LATE, LEVEL, COUNCIL, DAYS, STEPS, GOOD, BAD),
    level_key=LevelKey("emergency", "level", F(1)),
    deadline=Deadline(12, "plan", F(1)),
)


def path(*moves: tuple[str, tuple[int, ...]]) -> Walked:
    return Walked(tuple(Move(*move) for move in moves))


KEY = path(("call", (0,)), ("level", (0,)), ("council", (0, 1)), ("days", (5,)), ("steps", (0, 1, 2)))
# Full marks: safety 2 + 1, level 1 + 1, plan 1 + 1 + 2 + 1: ten in all.


def test_the_case_is_sound_and_its_key_earns_everything() -> None:
    assert CASE.problems() == ()
    assert CASE.right_response() == KEY
    assert score(CASE, KEY).verdict is Verdict.RIGHT
    assert CASE.parts(KEY) == (Part("safety", F(3), F(3)), Part("level", F(2), F(2)), Part("plan", F(5), F(5)))
    assert (CASE.days_taken(KEY), CASE.level_reached(KEY), CASE.is_finished(KEY)) == (6, "emergency", True)


@pytest.mark.parametrize(
    ("moves", "safety", "level", "plan"),
    [
        # A wrong level loses its node and the key, everything else stays.
        ((("level", (1,)), ("council", (0, 1)), ("days", (5,)), ("steps", (0, 1, 2))), F(3), F(0), F(5)),
        # Half a council; two of three pairs in order; the branch goes to the bad end, without level and time.
        ((("level", (0,)), ("council", (0,)), ("days", (5,)), ("steps", (1, 0, 2))), F(5, 2), F(1), F(1, 2) + 1 + F(4, 3)),
        # Too many called: the neighbours take half a share away; eleven days are late, and with the first the case is not.
        ((("level", (0,)), ("council", (0, 1, 2)), ("days", (11,)), ("steps", (0, 1, 2))), F(3), F(2), F(1, 2) + 0 + 2 + 1),
        # Twelve days in one step and one before: the deadline is missed as well.
        ((("level", (0,)), ("council", (0, 1)), ("days", (12,)), ("steps", (0, 1, 2))), F(3), F(2), F(1) + 0 + 2),
    ],
)
def test_marks_per_competency(moves, safety, level, plan) -> None:
    walked = path(("call", (0,)), *moves)
    assert {part.competency: part.earned for part in CASE.parts(walked)} == {"safety": safety, "level": level, "plan": plan}
    assert score(CASE, walked).mark == safety + level + plan


def test_a_detour_gives_back_no_more_than_the_key_path_has() -> None:
    walked = path(("call", (2,)), ("late", (0,)), *((move.node, move.choices) for move in KEY.moves[1:]))
    # One of two for the call, one for the rescue, one at the council: three, as on the key path.
    assert CASE.parts(walked)[0] == Part("safety", F(3), F(3))


def test_a_dangerous_decision_caps_the_whole_score() -> None:
    walked = path(("call", (1,)), ("late", (0,)), *((move.node, move.choices) for move in KEY.moves[1:]))
    assert (score(CASE, walked).fraction, CASE.made_critical_error(walked)) == (F(2, 5), True)
    # Uncapped it would be 2 + 2 + 5 of ten; every part shrinks alike.
    assert [part.earned for part in CASE.parts(walked)] == [F(8, 9), F(8, 9), F(20, 9)]


def test_a_bad_end_has_no_marks_for_level_and_time() -> None:
    walked = path(("call", (0,)), ("level", (0,)), ("council", (0, 1, 3)))
    uncapped = replace(CASE, critical_cap=F(99, 100))
    # The call 2 and the level 1; at the council what was right and the danger cancel out. Nothing for level and time.
    assert score(uncapped, walked).mark == F(3)


def test_a_low_score_is_not_raised_to_the_cap() -> None:
    assert score(CASE, path(("call", (1,)), ("late", (1,)))).fraction == F(0)


def test_a_path_that_is_not_finished_has_the_marks_so_far_but_not_those_of_the_end() -> None:
    walked = Walked(KEY.moves[:2])
    assert score(CASE, walked).mark == F(3)
    assert (CASE.position(walked), CASE.is_finished(walked)) == (COUNCIL, False)
    assert (CASE.position(None), CASE.steps(None)) == (CALL, ())


def test_a_dangerous_guest_leads_where_it_says_whatever_else_was_chosen() -> None:
    walked = path(("call", (0,)), ("level", (0,)), ("council", (0, 1, 3)))
    assert (CASE.position(walked), CASE.made_critical_error(walked)) == (BAD, True)


@pytest.mark.parametrize(
    ("walked", "text"),
    [
        (path(("level", (0,))), "До сцены «level» этот путь не доходит. Продолжите с того места, где остановились."),
        (
            path(("call", (0,)), ("call", (0,))),
            "До сцены «call» этот путь не доходит. Продолжите с того места, где остановились.",
        ),
        (
            Walked((*KEY.moves, Move("call", (0,)))),
            "До сцены «call» этот путь не доходит. Продолжите с того места, где остановились.",
        ),
        (path(("call", (3,))), "Такого варианта нет. Выберите один из показанных."),
        (path(("call", (-1,))), "Такого варианта нет. Выберите один из показанных."),
        (path(("call", ())), "Выберите один вариант."),
        (path(("call", (0, 1))), "Выберите один вариант."),
        (Walked((*KEY.moves[:2], Move("council", ()))), "Выберите хотя бы один вариант, каждый один раз."),
        (Walked((*KEY.moves[:2], Move("council", (1, 0)))), "Выберите хотя бы один вариант, каждый один раз."),
        (Walked((*KEY.moves[:3], Move("days", (-1,)))), "Введите число дней от 0 до 3650."),
        (Walked((*KEY.moves[:3], Move("days", (3651,)))), "Введите число дней от 0 до 3650."),
        (Walked((*KEY.moves[:4], Move("steps", (0, 1)))), "Расставьте все строки, каждую один раз."),
    ],
)
def test_a_path_that_is_none_is_refused_in_words(walked, text) -> None:
    assert [str(problem) for problem in CASE.response_problems(walked)] == [text]
    with pytest.raises(ResponseError):
        score(CASE, walked)


def test_a_foreign_response_is_refused() -> None:
    with pytest.raises(ResponseError):
        CASE.response_problems(Ordered((0, 1)))


def test_a_decision_stays() -> None:
    begun = Walked(KEY.moves[:2])
    other = path(("call", (0,)), ("level", (1,)))
    assert CASE.change_problems(None, begun) == ()
    assert CASE.change_problems(begun, Walked(KEY.moves[:3])) == ()
    assert CASE.change_problems(begun, begun) == ()
    final = "Решение принято: изменить его нельзя, как и в жизни. Продолжите случай."
    assert [str(one) for after in (other, Walked(()), None) for one in CASE.change_problems(begun, after)] == [final] * 3


def test_one_step_back_where_the_case_allows_it() -> None:
    case = replace(CASE, can_step_back=True)
    begun, back, other = Walked(KEY.moves[:2]), Walked(KEY.moves[:1]), path(("call", (0,)), ("level", (1,)))
    assert case.change_problems(begun, back) == case.change_problems(begun, other) == ()
    assert [str(one) for one in case.change_problems(begun, None)] == ["Вернуться можно только на один шаг."]
    assert [str(one) for one in case.change_problems(KEY, Walked(KEY.moves[:4]))] == [
        "Случай пройден до конца: вернуться в нём уже нельзя."
    ]


def test_words_and_feedback_follow_the_path() -> None:
    assert CASE.response_text(KEY) == (
        "Звонок: Ехать сегодня / Уровень: Экстренный / Совет: Семью; Опеку / Срок: 5 / Порядок: Первое → Второе → Третье"
    )
    assert [str(text) for text in CASE.feedback_for(Walked(KEY.moves[:3]))] == [
        "о «Ехать сегодня»",
        "о «Экстренный»",
        "о «Семью»",
        "о «Опеку»",
    ]


def test_references_of_the_nodes_are_references_of_the_case() -> None:
    nodes = (replace(CALL, refs=("standards/emergency#c-2-1",)), *CASE.nodes[1:])
    case = replace(CASE, nodes=nodes, tags=("ref:methodology/levels", "competency:safety"))
    assert case.tag_values("ref") == ("methodology/levels", "standards/emergency#c-2-1")
    assert case.tag_values("competency") == ("safety",)


def with_node(node: Node) -> Case:
    return replace(CASE, nodes=tuple(node if node.id == one.id else one for one in CASE.nodes))


LOST = Node("lost", "Пропажа", Text("Никто сюда не придёт."), kind=K.END)


@pytest.mark.parametrize(
    ("case", "texts"),
    [
        (replace(CASE, start="нет"), ["Случай начинается со сцены «нет», а такой сцены нет."]),
        (
            replace(CASE, nodes=(*CASE.nodes, LOST)),
            ["Сцена «lost»: в неё нельзя попасть. Приведите в неё вариант или уберите."],
        ),
        (replace(CASE, nodes=(*CASE.nodes, BAD)), ["Сцена «bad»: имя пусто или занято. Дайте сценам разные имена."]),
        (
            with_node(replace(LATE, options=(LATE.options[0], replace(LATE.options[1], to="call")))),
            ["Сцена «call»: путь возвращается по кругу (call → late → call). Разорвите круг."],
        ),
        (
            with_node(replace(LATE, options=(LATE.options[0], replace(LATE.options[1], to="")))),
            ["Сцена «late»: вариант «Уйти» никуда не ведёт. Выберите, что будет дальше."],
        ),
        (
            with_node(replace(LATE, options=(LATE.options[0], replace(LATE.options[1], to="x")))),
            ["Сцена «late»: ведёт в «x», а такой сцены нет."],
        ),
        (
            with_node(replace(STEPS, branches=(Branch("good", F(1)), Branch("bad", F(1, 2))))),
            ["Сцена «steps»: тупик. Нужна ветвь для любого ответа (от 0 %)."],
        ),
        (with_node(replace(LATE, weights=())), ["Сцена «late»: нет веса. Дайте баллы больше нуля хотя бы одной компетенции."]),
        (
            with_node(replace(LATE, weights=shares(safety=1, plan=1))),
            ["Сцена «late»: у варианта «Ехать» нет доли по каждой компетенции сцены (от −100 до 100 %)."],
        ),
        (
            with_node(replace(LATE, options=(option("Ехать", "level", safety="1/2"), LATE.options[1]))),
            ["Сцена «late»: нет верного решения. Дайте одному варианту 100 %."],
        ),
        (
            with_node(replace(COUNCIL, options=COUNCIL.options[1:])),
            [
                "Сцена «council»: доли верных вариантов (plan) вместе должны давать 100 %.",
                "Сцена «council»: доли верных вариантов (safety) вместе должны давать 100 %.",
            ],
        ),
        (
            with_node(replace(DAYS, options=(DAYS.options[0], replace(DAYS.options[1], first_day=6), DAYS.options[2]))),
            ["Сцена «days»: промежутки дней идут с пропуском или внахлёст у дня 5."],
        ),
        (
            with_node(replace(DAYS, options=DAYS.options[:2])),
            ["Сцена «days»: последний промежуток дней должен быть открытым."],
        ),
        (with_node(replace(LATE, options=LATE.options[:1])), ["Сцена «late»: нужно хотя бы два варианта."]),
        (with_node(replace(LATE, ask="")), ["Сцена «late»: не сказано, что решить. Напишите вопрос."]),
        (with_node(replace(LATE, title="")), ["Сцена «late»: нужно название."]),
        (with_node(replace(GOOD, weights=shares(plan=1))), ["Сцена «good»: это конец, в нём нет решений и баллов."]),
        (
            replace(CASE, level_key=LevelKey("crisis", "level")),
            ["Уровень «crisis» стоит в ключе, но ни один вариант его не выбирает."],
        ),
        (replace(CASE, critical_cap=F(1)), ["Предел балла после опасной ошибки — доля от 0 до 1, меньше 1."]),
        (
            replace(CASE, deadline=Deadline(5, "plan")),
            ["Верный путь занимает дней: 6, а срок — 5. Исправьте срок или дни вариантов."],
        ),
        (
            replace(CASE, level_key=LevelKey("basic", "level")),
            ["Верный путь не приходит к уровню «basic» из ключа. Исправьте ключ или варианты."],
        ),
        (with_node(replace(CALL, is_failure=True)), ["Сцена «call»: провалом может быть только конец."]),
    ],
)
def test_every_fault_of_a_story_names_its_node(case, texts) -> None:
    found = [str(problem) for problem in case.problems()]
    assert [text for text in found if not text.startswith("Верные решения")] == texts


@st.composite
def walks(draw) -> Walked:
    moves: list[Move] = []
    at = CASE.position(None)
    while at.kind is not K.END and draw(st.integers(0, 9)):
        count = len(at.options)
        if at.kind is K.DAYS:
            choices = (draw(st.integers(0, 30)),)
        elif at.kind is K.STEPS:
            choices = tuple(draw(st.permutations(range(count))))
        elif at.kind.takes_several:
            choices = tuple(sorted(draw(st.sets(st.integers(0, count - 1), min_size=1))))
        else:
            choices = (draw(st.integers(0, count - 1)),)
        moves.append(Move(at.id, choices))
        at = CASE.position(Walked(tuple(moves)))
    return Walked(tuple(moves))


@given(walks())
def test_every_path_scores_within_bounds_and_its_parts_add_up(walked) -> None:
    result = score(CASE, walked)
    assert 0 <= result.fraction <= (CASE.critical_cap if CASE.made_critical_error(walked) else 1)
    assert sum(part.earned for part in CASE.parts(walked)) == result.mark
    assert sum(part.full for part in CASE.parts(walked)) == CASE.max_mark
    assert all(0 <= part.earned <= part.full for part in CASE.parts(walked))
    assert load_response(dump_response(walked)) == walked


def test_a_case_survives_the_codec() -> None:
    assert load_item(dump_item(CASE)) == CASE

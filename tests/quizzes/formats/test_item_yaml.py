"""Items as YAML: what comes back is what was written, and every fault names its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats import case_yaml, item_yaml
from quizzes.loading import BANK
from quizzes.scoring import Case
from tests.quizzes.scoring.test_case import CASE
from tests.quizzes.strategies import items

FILES = sorted(BANK.rglob("*.yaml"))


@given(st.lists(items, max_size=4))
def test_items_come_back_as_they_were(listed) -> None:
    assert item_yaml.loads(item_yaml.dumps(listed)) == listed


def test_a_case_comes_back_as_it_was() -> None:
    assert case_yaml.loads(case_yaml.dumps([CASE])) == [CASE]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_files_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    module = case_yaml if "cases" in path.parts else item_yaml
    assert module.dumps(module.loads(text)) == text


SMALL = """kind: case
name: Случай
stem: Учебный случай.
nodes:
  first:
    title: Начало
    text: Что-то случилось.
    ask: Что делать?
    weights: {ethics: 1}
    options:
      - {text: Одно, score: {ethics: 1}, to: end}
      - {text: Другое, score: {ethics: 0}, to: end}
  end:
    kind: end
    title: Конец
    text: Всё.
"""


def test_the_smallest_case_is_read() -> None:
    found = case_yaml.loads(SMALL)
    assert ([item.name for item in found], isinstance(found[0], Case)) == (["Случай"], True)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "to: end}\n      - {text: Другое",
            "to: nowhere}\n      - {text: Другое",
            "строка 11: Сцена «first»: ведёт в «nowhere», а такой сцены нет.",
        ),
        (
            "    weights: {ethics: 1}\n",
            "",
            "строка 6: Сцена «first»: нет веса. Дайте баллы больше нуля хотя бы одной компетенции.",
        ),
        ("    ask: Что делать?", "    aks: Что делать?", "строка 8: Поле «aks» здесь не знакомо."),
        ("    title: Начало\n", "", "строка 6: Не хватает поля: title."),
        ("ethics: 1}\n    options", "ethics: много}\n    options", "строка 9: «много» — не число. Пишите 1, 0.5, 1/3 или 33 %."),
        (
            "    kind: end",
            "    kind: finish",
            "строка 14: «finish» не подходит. Возможны: choice, level, council, measures, steps, days, end.",
        ),
        ("kind: case\n", "kind: riddle\n", "строка 1: Не сказано, что это за вопрос:"),
        ("kind: case\n", "", "строка 1: Не сказано, что это за вопрос:"),
        (
            "    title: Начало",
            "    title: Начало\n    title: Снова",
            "строка 7: Ключ «title» повторяется или не текст. Оставьте один.",
        ),
        ("    title: Начало", "    title: [Начало", "Это не YAML:"),
        ("    title: Начало", "    title: [1, 2]", "строка 6: Здесь нужно одно значение, а не список."),
        ("    weights: {ethics: 1}", "    weights: [1]", "строка 9: Здесь нужны строки вида «ключ: значение»."),
        ("      - {text: Одно", "      first: {text: Одно", "Это не YAML:"),
        ("stem: Учебный случай.", "stem: Учебный случай.\nmax_mark: 1/0", "строка 4: «1/0» — не число."),
        ("stem: Учебный случай.", "stem: Учебный случай.\ncan_step_back: может", "строка 4: «может»: пишите true или false."),
    ],
)
def test_every_fault_names_its_line(old, new, fault) -> None:
    assert old in SMALL
    reading = case_yaml.read(SMALL.replace(old, new, 1))
    assert reading.items == ()
    assert any(fault in str(one) for one in reading.faults), [str(one) for one in reading.faults]


def test_a_fault_inside_a_node_names_the_node() -> None:
    reading = case_yaml.read(SMALL.replace("    ask: Что делать?", "    aks: Что делать?"))
    assert [(one.line, one.where) for one in reading.faults] == [(8, "nodes[first]")]


def test_half_a_file_keeps_what_is_whole_where_asked() -> None:
    two = f"---\n{SMALL}---\nkind: ordering\nstem: По порядку\nentries: [а, б]\n"
    reading = item_yaml.read(two)
    assert ([item.kind for item in reading.items], [str(one) for one in reading.faults]) == (
        ["case"],
        ["строка 19: Для порядка нужно хотя бы три строки."],
    )
    with pytest.raises(item_yaml.YamlError):
        item_yaml.loads(two)
    assert len(item_yaml.loads(two, keep_going=True)) == 1


def test_a_file_of_cases_holds_nothing_else() -> None:
    reading = case_yaml.read("kind: ordering\nstem: По порядку\nentries: [а, б, в]\n")
    assert (reading.items, reading.faults[0].line) == ((), 1)


def test_tags_and_code_are_nothing_but_text() -> None:
    reading = item_yaml.read("!!python/object/apply:os.system ['true']")
    assert reading.items == ()
    assert len(reading.faults) == 1

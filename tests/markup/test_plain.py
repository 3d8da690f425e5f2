"""Plain text and the lines of its units."""

from hypothesis import given, settings

from portal.markup import blocks as b
from portal.markup.body import read_body, write_body
from portal.markup.inline import write_inline
from portal.markup.normal import normal_blocks
from portal.markup.plain import block_height, plain_text, units
from portal.markup.writer import write_block
from tests.markup.strategies import documents
from tests.markup.test_body import PAGE


@settings(max_examples=60)
@given(documents)
def test_heights_and_lines_are_those_of_the_file(blocks: b.Blocks) -> None:
    normal = normal_blocks(blocks)
    lines = write_body(normal).split("\n")
    assert [block_height(block) for block in normal] == [write_block(block).count("\n") + 1 for block in normal]
    for unit in units(normal):
        if unit.kind in ("paragraph", "item"):
            assert write_inline(unit.runs) in lines[unit.line - 1] or "**" in lines[unit.line - 1]
        elif unit.kind == "cell":
            assert write_inline(unit.runs, cell=True) in lines[unit.line - 1]


def test_units_stand_on_their_lines() -> None:
    lines = PAGE.split("\n")
    for unit in units(read_body(PAGE)):
        word = unit.text.split()[0].strip(".")
        assert word in lines[unit.line - 1], unit


def test_plain_text_has_a_line_for_each_unit() -> None:
    assert plain_text(read_body(PAGE)).split("\n") == [
        "Порядок выбора",
        "Абзац с жирным, курсивом и ссылкой.",
        "раз",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "первый",
        "второй",
        "A",
        "B",
        "1 | 2",
        "Осторожно",
        "Абзац.",
        "пункт",
        "Подробнее",
        "Текст.",
        "Первая встреча",
        "Позвонить. Договоритесь о времени.",
        "Прийти.",
        "Схема",
        "Подпись",
        "Бланк согласия",
        "Куратор обязан прийти.",
        "Ещё текст.",
        "Семья — группа людей.",
    ]


def test_raw_source_is_part_of_the_plain_text() -> None:
    assert plain_text((b.Raw("```\nкод\n```"),)) == "```\nкод\n```"

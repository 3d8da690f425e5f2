"""Bodies: blocks to Markdown and back."""

import random

import pytest
from hypothesis import given, settings

from portal.markup import blocks as b
from portal.markup.body import read_body, write_body
from portal.markup.inline import Run, plain
from portal.markup.normal import normal_blocks
from tests.markup.strategies import documents, markdown
from tests.markup.trees import blocks_tree, python_markdown_tree


@settings(max_examples=100)
@given(documents)
def test_reading_inverts_writing(blocks: b.Blocks) -> None:
    normal = normal_blocks(blocks)
    source = write_body(normal)
    assert normal_blocks(normal) == normal
    assert read_body(source) == normal
    assert write_body(read_body(source)) == source


@settings(max_examples=200)
@given(markdown)
def test_any_markdown_is_stable_after_one_round(source: str) -> None:
    once = write_body(read_body(source))
    assert write_body(read_body(once)) == once


@settings(max_examples=100)
@given(documents)
def test_python_markdown_sees_what_the_blocks_say(blocks: b.Blocks) -> None:
    normal = normal_blocks(blocks)
    assert python_markdown_tree(write_body(normal)) == blocks_tree(normal)


PAGE = """\
## Порядок выбора {#poryadok}

Абзац с **жирным**, *курсивом* и [ссылкой](../methodology/programme.md#goals).

- раз
    - два
        1. три
        1. четыре
- пять

<!-- -->

1. шесть

> первый
>
> второй

| A | B |
| --- | --- |
| 1 \\| 2 |  |

!!! warning "Осторожно"

    Абзац.

    - пункт

??? note "Подробнее"

    Текст.

!!! steps "Первая встреча"

    1. **Позвонить.** Договоритесь о времени.
    1. Прийти.

![Схема](../../img/levels.svg)
*Подпись*

[Бланк согласия](../forms/consent.md){.file}

**3.2.** Куратор обязан прийти.
{: #c-3-2 .must }

Ещё текст.

**Семья** — группа людей.
{: #t-family .term }
"""


def test_every_block_reads_as_it_is_spelt() -> None:
    assert read_body(PAGE) == (
        b.Heading(2, "Порядок выбора", "poryadok"),
        b.Text(
            (
                b.Paragraph(
                    (
                        Run("Абзац с "),
                        Run("жирным", "bold"),
                        Run(", "),
                        Run("курсивом", "italic"),
                        Run(" и "),
                        Run("ссылкой", "", "../methodology/programme.md#goals"),
                        Run("."),
                    )
                ),
                b.TextList(
                    False,
                    (
                        b.Item(
                            plain("раз"),
                            b.TextList(
                                False,
                                (b.Item(plain("два"), b.TextList(True, (b.Item(plain("три")), b.Item(plain("четыре"))))),),
                            ),
                        ),
                        b.Item(plain("пять")),
                    ),
                ),
                b.TextList(True, (b.Item(plain("шесть")),)),
                b.Quote((plain("первый"), plain("второй"))),
            )
        ),
        b.Table((plain("A"), plain("B")), ((plain("1 | 2"), ()),)),
        b.Callout("warning", "Осторожно", (b.Paragraph(plain("Абзац.")), b.TextList(False, (b.Item(plain("пункт")),)))),
        b.Details("Подробнее", (b.Paragraph(plain("Текст.")),)),
        b.Steps("Первая встреча", ((Run("Позвонить.", "bold"), Run(" Договоритесь о времени.")), plain("Прийти."))),
        b.Figure("../../img/levels.svg", "Схема", "Подпись"),
        b.FileLink("Бланк согласия", "../forms/consent.md"),
        b.Clause("c-3-2", "3.2", "must", plain("Куратор обязан прийти."), (b.Paragraph(plain("Ещё текст.")),)),
        b.Term("t-family", "Семья", plain("группа людей.")),
    )


def test_a_canonical_page_is_written_back_byte_for_byte() -> None:
    assert write_body(read_body(PAGE)) == PAGE


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("* a\n* b", "- a\n- b\n"),
        ("1. a\n2. b\n7. c", "1. a\n1. b\n1. c\n"),
        ("- a\n\n- b", "- a\n- b\n"),
        ("- a\n  - b", "- a\n    - b\n"),
        ("- a\n\n* b", "- a\n- b\n"),
        ("один\nдва", "один два\n"),
        ("один  \nдва", "один\n\nдва\n"),
        ("- один  \n  два", "- один два\n"),
        ("A | B\n:-- | --:\n1 | 2", "| A | B |\n| --- | --- |\n| 1 | 2 |\n"),
        ("## A  {#a}  ##\n", "## A {#a}\n"),
        ("**1.1.** текст\n{: #c-1-1  .must }", "**1.1.** текст\n{: #c-1-1 .must }\n"),
        ("**А** - б\n{: #t-a .term }", "**А** — б\n{: #t-a .term }\n"),
        ("> a\n\n> b", "> a\n>\n> b\n"),
        ("a\n\n\n\nb\n\n", "a\n\nb\n"),
        ("a&nbsp;b &laquo;c&raquo;", "a\u00a0b «c»\n"),
        ("__a__ _b_", "**a** *b*\n"),
        ("", ""),
    ],
)
def test_what_is_understood_gets_its_one_spelling(source: str, canonical: str) -> None:
    assert write_body(read_body(source)) == canonical


@pytest.mark.parametrize(
    "source",
    [
        "# Заголовок первого уровня",
        "Заголовок\n=========",
        "##### глубокий {#a}",
        "## с *курсивом* {#a}",
        "## с классом {#a .b}",
        "```python\nprint()\n```",
        "    код",
        "<div>\nтекст\n</div>",
        "текст <br> текст",
        "`код` в тексте",
        "![картинка](a.svg) в тексте",
        "<https://example.org>",
        '[ссылка](a.md "название")',
        "[ссылка][сноска]",
        "[сноска]: https://example.org",
        "сноска[^1]\n\n[^1]: текст",
        "* * *",
        "| A | B |\n| --- | --- |",
        "| A |\n| --- |\n| 1 | 2 |",
        "- a\n\n    b",
        "- a\n    - b\n\n    1. c",
        "> - a",
        '!!! note "Заметка"\n\n    текст',
        "!!! info\n\n    текст",
        '!!! info "Код"\n\n    ```\n    код\n    ```',
        '!!! steps "Шаги"\n\n    текст',
        '???+ note "Открыто"\n\n    текст',
        "абзац\n{: .unknown }",
        "слово **жирное**{.класс}",
        "<!-- -->",
        "абзац\n\n<!-- -->\n\nабзац",
    ],
)
def test_what_is_not_understood_is_kept_verbatim(source: str) -> None:
    blocks = read_body(source + "\n")
    assert any(isinstance(block, b.Raw) for block in blocks)
    assert write_body(blocks) == source + "\n"


def test_raw_source_stands_between_what_is_understood() -> None:
    source = "один\n\n```\nкод\n\nкод\n```\n\nдва\n"
    assert read_body(source) == (
        b.Text((b.Paragraph(plain("один")),)),
        b.Raw("```\nкод\n\nкод\n```"),
        b.Text((b.Paragraph(plain("два")),)),
    )


def test_raw_source_that_would_change_its_neighbours_takes_them_in() -> None:
    source = "- один\n\n<!-- -->\n\n    код\n"
    assert write_body(read_body(source)) == source


def test_deep_nesting_is_kept() -> None:
    source = "".join("    " * depth + f"- {depth}\n" for depth in range(40))
    assert write_body(read_body(source)) == source


def test_windows_line_ends_become_plain_ones() -> None:
    assert write_body(read_body("a\r\n\r\nb\rc")) == "a\n\nb c\n"


@pytest.mark.parametrize("seed", range(30))
def test_editing_one_text_changes_one_line(seed: int) -> None:
    chance = random.Random(seed)
    lines = PAGE.split("\n")
    editable = [
        i for i, line in enumerate(lines) if any(word in line for word in ("Абзац", "раз", "пять", "первый", "Прийти", "Ещё"))
    ]
    target = chance.choice(editable)
    lines[target] += " и снова"
    edited = "\n".join(lines)
    assert write_body(read_body(edited)) == edited

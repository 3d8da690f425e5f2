"""Runs of inline text: normal form, writing, reading."""

import pytest
from hypothesis import given, settings

from portal.markup.blocks import Paragraph, Text
from portal.markup.body import read_body, write_body
from portal.markup.inline import Inline, Run, is_normal, normal_inline, write_inline
from tests.markup.strategies import inlines


def written(*runs: Run) -> str:
    return write_inline(normal_inline(runs))


@settings(max_examples=400)
@given(inlines)
def test_normal_form_is_idempotent_and_known_to_the_fast_path(runs: Inline) -> None:
    normal = normal_inline(runs)
    assert is_normal(normal)
    assert normal_inline(normal) == normal


@settings(max_examples=400)
@given(inlines)
def test_reading_inverts_writing(runs: Inline) -> None:
    normal = normal_inline(runs)
    expected = (Text((Paragraph(normal),)),) if normal else ()
    assert read_body(write_inline(normal)) == expected


@pytest.mark.parametrize(
    ("runs", "source"),
    [
        ([Run("слово"), Run("«цитата»", "bold"), Run("дальше")], "слово«**цитата**»дальше"),
        ([Run("Позвонить.", "bold"), Run(" Договоритесь.")], "**Позвонить.** Договоритесь."),
        ([Run("a ", "bold"), Run("b")], "**a** b"),
        ([Run("a", "bold"), Run("b", "italic")], "**a**b"),
        ([Run("a", "italic"), Run("b", "bold")], "a**b**"),
        ([Run("a", "bold", "x.md"), Run("b", "bold")], "[**a**](x.md)**b**"),
        ([Run("a "), Run(" b ", "", "x.md"), Run("c")], "a [b](x.md) c"),
        ([Run("a", "", "x.md"), Run("b", "", "x.md")], "[ab](x.md)"),
        ([Run("a", "", "javascript:alert(1)")], "a"),
        ([Run("!"), Run("a", "", "x.md")], r"\![a](x.md)"),
        ([Run("442-ФЗ — «текст» № 3.2.")], "442-ФЗ — «текст» № 3.2."),
        ([Run("a_b *c* [d] {e} `f` \\ & <")], r"a\_b \*c\* \[d\] \{e\} \`f\` \\ &amp; &lt;"),
        ([Run("]:", "", "x.md")], r"[\]&#58;](x.md)"),
        ([Run("и"), Run("\u0306", "bold")], "й"),
    ],
)
def test_runs_have_one_spelling(runs: list[Run], source: str) -> None:
    assert written(*runs) == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("# a", r"\# a"),
        ("#тег", r"\#тег"),
        ("> a", r"\> a"),
        ("- a", r"\- a"),
        ("-5", "-5"),
        ("-", r"\-"),
        ("---", r"\---"),
        ("-- -", r"\-- -"),
        ("+ a", r"\+ a"),
        ("+7 900", "+7 900"),
        ("1. a", r"1\. a"),
        ("1986. год", r"1986\. год"),
        ("1) a", r"1\) a"),
        ("3.2. a", "3.2. a"),
        ("!!! info", r"\!!! info"),
        ("??? note", "&#63;?? note"),
        ("~~~", "&#126;~~"),
        ("===", "&#61;=="),
        ("* a", r"\* a"),
    ],
)
def test_a_line_of_text_never_begins_a_block(text: str, source: str) -> None:
    assert written(Run(text)) == source


def test_a_cell_escapes_its_pipes() -> None:
    assert write_inline((Run("a|b"), Run("c", "", "x.md?a%7Cb")), cell=True) == r"a\|b[c](x.md?a%7Cb)"


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://ru.wikipedia.org/wiki/Семья_(значения)", "https://ru.wikipedia.org/wiki/Семья_%28значения%29"),
        ("a b.md", "a%20b.md"),
        ("https://a.b/?x=1&copy;=2&#3", "https://a.b/?x=1&amp;copy;=2&amp;#3"),
        ("https://a.b/?x=1&y=2", "https://a.b/?x=1&y=2"),
    ],
)
def test_an_address_has_one_spelling(url: str, source: str) -> None:
    assert written(Run("a", "", url)) == f"[a]({source})"


def test_bold_and_italic_together_read_as_bold() -> None:
    assert write_body(read_body("***a*** *b **c** d*\n")) == "**a** *b* **c** *d*\n"

"""Rich text of the editor and nodes."""

import pytest
from hypothesis import given, settings

from portal.markup.blocks import Item, Nodes, Paragraph, Quote, TextList
from portal.markup.html import block_keys, from_html, from_line_html, normalise_html, to_html, to_line_html
from portal.markup.inline import Run, plain
from portal.markup.normal import normal_nodes
from portal.markup.plain import node_units
from tests.markup.strategies import nodes, texts


@settings(max_examples=120)
@given(nodes)
def test_reading_inverts_writing(content: Nodes) -> None:
    normal = normal_nodes(content)
    assert from_html(to_html(normal)) == normal


@settings(max_examples=100)
@given(nodes)
def test_normalised_html_stays_as_it_is(content: Nodes) -> None:
    html = to_html(normal_nodes(content), keys=block_keys("seed"))
    assert normalise_html(html) == html


@settings(max_examples=100)
@given(texts)
def test_any_html_is_normal_after_one_round(html: str) -> None:
    once = normalise_html(f"<p>{html}</p><ul><li>{html}")
    assert normalise_html(once) == once


def test_nodes_are_written_as_the_editor_keeps_them() -> None:
    content: Nodes = (
        Paragraph((Run("a & b "), Run("c", "bold"), Run(" "), Run("d", "italic", "x.md#e"))),
        TextList(False, (Item(plain("1"), TextList(True, (Item(plain("2")),))), Item(plain("3")))),
        Quote((plain("q"), plain("r"))),
    )
    assert to_html(content, keys=iter(["k1", "k2", "k3", "k4", "k5", "k6"])) == (
        '<p data-block-key="k1">a &amp; b <b>c</b> <a href="x.md#e"><i>d</i></a></p>'
        '<ul><li data-block-key="k2">1<ol><li data-block-key="k3">2</li></ol></li><li data-block-key="k4">3</li></ul>'
        '<blockquote data-block-key="k5">q</blockquote><blockquote data-block-key="k6">r</blockquote>'
    )


def test_lists_the_editor_would_join_are_kept_apart() -> None:
    content: Nodes = (
        TextList(True, (Item(plain("a"), TextList(False, (Item(plain("b")),))),)),
        TextList(False, (Item(plain("c")),)),
        TextList(True, (Item(plain("d")),)),
    )
    html = to_html(content)
    assert html == "<ol><li>a<ul><li>b</li></ul></li></ol><p></p><ul><li>c</li></ul><ol><li>d</li></ol>"
    assert from_html(html) == content


def resolve(href: str) -> tuple[str, str] | None:
    return ("page", "7") if href == "levels.md" else None


def unresolve(linktype: str, identity: str) -> str | None:
    return "levels.md" if (linktype, identity) == ("page", "7") else None


def test_links_to_pages_go_through_the_portal() -> None:
    html = '<p><a linktype="page" id="7">a</a> <a href="levels.md#b">c</a></p>'
    content = (Paragraph((Run("a", "", "levels.md"), Run(" "), Run("c", "", "levels.md#b"))),)
    assert from_html(html, unresolve) == content
    assert to_html(content, resolve) == html


def test_a_link_to_a_page_without_a_file_is_not_lost() -> None:
    html = '<p><a linktype="document" id="3">a</a></p>'
    assert to_html(from_html(html, unresolve), resolve) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ('<p data-block-key="abcde"></p>', ""),
        ("<p>&nbsp;a&nbsp;</p>", "<p>a</p>"),
        ("<p>a<br/>b</p>", "<p>a</p><p>b</p>"),
        ("<ul><li>a<br/>b</li></ul>", "<ul><li>a b</li></ul>"),
        ("<ol><li>a<ul><li>b</li></ul></li></ol><ol><li>c</li></ol>", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a b</li></ul>"),
        ("<h2>a</h2><div>b</div>", "<p>a</p><p>b</p>"),
        ("<p><strong>a</strong><em>b</em></p>", "<p><b>a</b>b</p>"),
        ("<p><b><i>a</i></b></p>", "<p><b>a</b></p>"),
        ("<p>a <u>b</u> <span>c</span></p>", "<p>a b c</p>"),
        ('<p><a href="javascript:alert(1)">a</a> <a>b</a></p>', "<p>a b</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("text <b>without</b> paragraph", "<p>text <b>without</b> paragraph</p>"),
        ("<ul>a<li>b</ul></p><li>c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li></ul>", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"),
        (
            "<blockquote>a<ul><li>b</li></ul>c</blockquote>",
            "<blockquote>a</blockquote><ul><li>b</li></ul><blockquote>c</blockquote>",
        ),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<p>&lt;b&gt; &amp;amp;</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a</p><p>b</p>"),
    ],
)
def test_html_gets_its_one_spelling(html: str, expected: str) -> None:
    assert to_html(from_html(html)) == expected


def test_absurdly_deep_lists_keep_their_text() -> None:
    html = "".join(f"<ul><li>{depth}" for depth in range(3000)) + "</li></ul>" * 3000 + "<p>end</p>"
    lines = [unit.text for unit in node_units(from_html(html))]
    assert lines == [str(depth) for depth in range(3000)] + ["end"]


def test_normalising_keeps_the_keys_of_texts_that_stay() -> None:
    html = (
        '<p data-block-key="aaaaa">один<br/>два</p><p data-block-key="bbbbb"></p>'
        '<p data-block-key="ccccc">три&nbsp;</p><ul><li data-block-key="ddddd">четыре</li></ul>'
    )
    keys = [part[:5] for part in normalise_html(html).split('data-block-key="')[1:]]
    assert keys[:1] + keys[2:] == ["aaaaa", "ccccc", "ddddd"]
    assert len(set(keys)) == 4


def test_block_keys_are_five_signs_and_repeat_for_the_same_seed() -> None:
    first = [key for key, _ in zip(block_keys("a"), range(100), strict=False)]
    again = [key for key, _ in zip(block_keys("a"), range(100), strict=False)]
    assert first == again
    assert {len(key) for key in first} == {5}
    assert len(set(first)) == 100


def test_a_line_is_one_paragraph_or_nothing() -> None:
    assert to_line_html(()) == ""
    assert to_line_html(plain("a")) == "<p>a</p>"
    assert from_line_html("<p>a</p><ul><li>b</li></ul>") == plain("a b")

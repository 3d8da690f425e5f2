"""What the editor (Draftail) gives back when a page is opened and saved without a change."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from portal.core.blocks import LINE_FEATURES, TEXT_FEATURES, BodyBlock
from portal.markup import blocks as b
from portal.markup.body import read_body
from portal.markup.html import block_keys, from_html, normalise_html, to_html
from portal.markup.normal import normal_blocks, normal_nodes
from portal.markup.stream import from_stream, to_stream
from tests.markup.strategies import documents, nodes
from tests.markup.test_body import PAGE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def opened_and_saved(html: str, features: list[str] = TEXT_FEATURES) -> str:
    """The HTML after the editor read and wrote it."""
    converter = ContentstateConverter(features)
    return str(converter.to_database_format(converter.from_database_format(html)))


def read_nodes(source: str) -> b.Nodes:
    (block,) = read_body(source)
    assert isinstance(block, b.Text)
    return block.nodes


def without_site_links(content: b.Nodes) -> b.Nodes:
    """The nodes as they are read back from HTML in which links of the site are ordinary ones (no page, no query)."""
    return from_html(re.sub(r'linktype="page" id="7"', 'href="x.md"', to_html(content)))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(nodes)
def test_nodes_survive_the_editor(content: b.Nodes) -> None:
    normal = without_site_links(normal_nodes(content))
    html = to_html(normal, keys=block_keys("seed"))
    saved = opened_and_saved(html)
    assert from_html(saved) == normal
    assert normalise_html(saved) == html


def test_the_editor_gives_back_the_same_bytes() -> None:
    for block in to_stream(read_body(PAGE)):
        if block["type"] == "text":
            assert normalise_html(opened_and_saved(block["value"])) == block["value"]
        if block["type"] in ("callout", "details"):
            assert opened_and_saved(block["value"]["body"]) == block["value"]["body"]
        if block["type"] == "clause":
            assert opened_and_saved(block["value"]["text"]) == block["value"]["text"]
        if block["type"] == "steps":
            for item in block["value"]["items"]:
                assert opened_and_saved(item["value"], LINE_FEATURES) == item["value"]


def test_a_sublist_of_the_other_type_is_put_together_again() -> None:
    html = '<ol><li data-block-key="aaaaa">a<ul><li data-block-key="bbbbb">b</li></ul></li><li data-block-key="ccccc">c</li></ol>'
    saved = opened_and_saved(html)
    assert saved.count("<ol>") == 2
    assert normalise_html(saved) == html


def test_two_lists_stay_apart() -> None:
    content = read_nodes("1. a\n    - b\n\n<!-- -->\n\n- c\n")
    html = to_html(content, keys=block_keys("seed"))
    assert from_html(opened_and_saved(html)) == content
    assert opened_and_saved(html) == html == normalise_html(html)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_the_stream_of_the_portal_holds_every_block(blocks: b.Blocks) -> None:
    stream = BodyBlock()
    raw = to_stream(blocks)
    assert stream.get_prep_value(stream.to_python(raw)) == raw
    assert from_stream(stream.get_prep_value(stream.to_python(raw))) == normal_blocks(blocks)


def test_a_link_to_a_missing_page_survives_the_editor(db: None) -> None:
    html = '<p data-block-key="aaaaa"><a linktype="page" id="987654">a</a></p>'
    saved = opened_and_saved(html)
    assert from_html(saved) == from_html(html)
    assert normalise_html(saved) == html

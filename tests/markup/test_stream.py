"""Blocks and StreamField data."""

from typing import Any

import pytest
from hypothesis import given, settings

from portal.markup import blocks as b
from portal.markup.body import read_body, write_body
from portal.markup.inline import plain
from portal.markup.normal import normal_blocks
from portal.markup.stream import from_stream, to_stream
from tests.markup.strategies import documents
from tests.markup.test_body import PAGE


@settings(max_examples=80)
@given(documents)
def test_reading_inverts_writing_and_an_unchanged_page_keeps_every_byte(blocks: b.Blocks) -> None:
    stream = to_stream(blocks)
    assert from_stream(stream) == normal_blocks(blocks)
    assert to_stream(blocks, previous=stream) == stream


@settings(max_examples=40)
@given(documents, documents)
def test_ids_are_unique_whatever_came_before(old: b.Blocks, new: b.Blocks) -> None:
    stream = to_stream(new, previous=to_stream(old))
    ids = [block["id"] for block in stream]
    assert len(set(ids)) == len(ids)
    assert from_stream(stream) == normal_blocks(new)


def shapes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shapes(part) for key, part in value.items() if key != "id"}
    if isinstance(value, list):
        return [shapes(part) for part in value]
    return value


def test_blocks_have_the_shapes_of_the_portal() -> None:
    stream = to_stream(
        (
            b.Heading(2, "Цели", "goals"),
            b.Table((plain("A"), ()), ((plain("1"), plain("2")),)),
            b.Steps("Шаги", (plain("раз"),)),
            b.Clause("c-1-1", "1.1", "must", plain("текст"), (b.Paragraph(plain("ещё")),)),
            b.Term("t-a", "А", plain("б")),
            b.Figure("../../img/a.svg", "Схема", ""),
            b.FileLink("Бланк", "../forms/a.md"),
            b.Callout("tip", "Совет", (b.Paragraph(plain("так")),)),
            b.Details("Ещё", (b.Paragraph(plain("так")),)),
            b.Raw("```\nкод\n```"),
        )
    )
    without_keys = shapes(stream)
    assert [block["type"] for block in without_keys] == [
        "heading", "table", "steps", "clause", "term", "figure", "file", "callout", "details", "raw"
    ]  # fmt: skip
    assert without_keys[0]["value"] == {"level": "2", "text": "Цели", "anchor": "goals"}
    header, rows = without_keys[1]["value"]["header"], without_keys[1]["value"]["rows"]
    assert [item["type"] for item in header] == ["item", "item"]
    assert header[1]["value"] == ""
    assert [cell["type"] for cell in rows[0]["value"]["cells"]] == ["item", "item"]
    assert list(without_keys[3]["value"]) == ["anchor", "number", "modality", "text"]
    assert without_keys[3]["value"]["text"].count("<p data-block-key=") == 2
    assert list(without_keys[4]["value"]) == ["anchor", "term", "text"]
    assert without_keys[5]["value"] == {"src": "../../img/a.svg", "alt": "Схема", "caption": ""}
    assert without_keys[6]["value"] == {"label": "Бланк", "href": "../forms/a.md"}
    assert list(without_keys[7]["value"]) == ["kind", "title", "body"]
    assert without_keys[9]["value"] == "```\nкод\n```"


def edited(source: str, old: str, new: str) -> tuple[list[Any], list[Any]]:
    before = to_stream(read_body(source))
    assert old in source
    return before, to_stream(read_body(source.replace(old, new)), previous=before)


def test_an_edited_paragraph_keeps_its_block_and_its_key() -> None:
    before, after = edited(PAGE, "Абзац с", "Новый абзац с")
    assert [block["id"] for block in after] == [block["id"] for block in before]
    assert after[1]["value"] == before[1]["value"].replace("Абзац с", "Новый абзац с")


def test_a_new_block_in_front_leaves_the_others_their_ids() -> None:
    before, after = edited(PAGE, "## Порядок", "Введение.\n\n## Порядок")
    assert after[1:] == before
    assert after[0]["id"] not in {block["id"] for block in before}


def test_a_moved_clause_keeps_its_id() -> None:
    one, two = "**1.1.** раз\n{: #c-1-1 .must }\n", "**1.2.** два\n{: #c-1-2 .must }\n"
    before = to_stream(read_body(f"{one}\n{two}"))
    after = to_stream(read_body(f"{two}\n{one}"), previous=before)
    assert after == [before[1], before[0]]


def test_a_new_list_item_leaves_the_others_their_ids() -> None:
    before, after = edited(PAGE, "    1. Прийти.", "    1. Собраться.\n    1. Прийти.")
    old, new = before[5]["value"]["items"], after[5]["value"]["items"]
    assert [new[0], new[2]] == old
    assert new[1]["id"] not in {item["id"] for item in old}


def test_ids_of_the_editor_are_kept() -> None:
    raw = [{"type": "text", "value": '<p data-block-key="zzzzz">раз</p>', "id": "11111111-1111-1111-1111-111111111111"}]
    assert to_stream(read_body("раз\n"), previous=raw) == raw


def test_values_of_the_editor_are_pulled_into_normal_form() -> None:
    raw = [
        {
            "type": "clause",
            "value": {"anchor": "c-1-1", "number": "1.1.", "modality": "must", "text": "<p>a</p><ul><li>b</li></ul>"},
        },
        {"type": "text", "value": "<p>c</p>"},
        {"type": "term", "value": {"anchor": "t-a", "term": "А", "text": "<p>б</p><p>в</p>"}},
        {"type": "table", "value": {"header": ["<p>A</p>"], "rows": [{"cells": ["<p>1</p>", "<p>2</p>"]}]}},
        {"type": "callout", "value": {"kind": "info", "title": "Пусто", "body": ""}},
        {"type": "raw", "value": "## A {#a}"},
    ]
    assert write_body(from_stream(raw)) == (
        "**1.1.** a\n{: #c-1-1 .must }\n\n- b\n\nc\n\n**А** — б\n{: #t-a .term }\n\nв\n\n"
        "| A |  |\n| --- | --- |\n| 1 | 2 |\n\n## A {#a}\n"
    )


def test_an_unknown_block_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match=r"There is no block type `video` \(block 5\)\."):
        from_stream([{"type": "video", "value": {}, "id": "5"}])

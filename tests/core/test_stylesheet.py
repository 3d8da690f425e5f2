"""Promises of the face that a reader of the files can check: colours in one place, nothing inline."""

import re
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2] / "portal"
CSS = (PORTAL / "static" / "portal" / "portal.css").read_text()
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)


def test_raw_colours_stand_in_the_first_three_sections_only() -> None:
    below = CSS.split("/* ---------- 4 bridge")[1]
    assert COLOUR.findall(below) == []


def test_every_meaning_token_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\((--o-[a-z0-9-]+)", CSS))
    defined = set(re.findall(r"(--o-[a-z0-9-]+):", CSS))
    assert used - defined == set()


def test_stylesheet_takes_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(|@import|@font-face", CSS) == []


def test_templates_have_no_inline_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:")
    assert [path.name for path in TEMPLATES if inline.search(path.read_text())] == []


def test_templates_name_no_foreign_host() -> None:
    foreign = re.compile(r"(?:src|href|action)=\"(?:https?:)?//")
    assert [path.name for path in TEMPLATES if foreign.search(path.read_text())] == []


def test_every_class_of_ours_in_the_templates_has_a_rule() -> None:
    named = {
        name
        for path in TEMPLATES
        for attribute in re.findall(r'class="([^"]*)"', path.read_text())
        for name in re.findall(r"(?<![\w-])o-[a-z0-9_-]+(?![\w{-])", re.sub(r"\{[%{].*?[%}]\}", " {} ", attribute))
    }
    ruled = set(re.findall(r"\.(o-[a-z0-9_-]+)", CSS))
    assert {
        name for name in named - ruled if "--" not in name and not name.endswith("-")
    } == set()  # a modifier may be there for its meaning alone

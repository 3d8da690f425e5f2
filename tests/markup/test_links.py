"""Relative links between files."""

import pytest

from portal.markup import Document, loads
from portal.markup.links import Reference, is_page_link, moved, references, relative, resolve
from tests.markup.test_front_matter import METHODOLOGY


@pytest.mark.parametrize(
    ("source", "href", "expected"),
    [
        ("methodology/levels", "../standards/consent/2.0.md#c-1-1", ("standards/consent/2.0", "c-1-1")),
        ("methodology/levels.md", "programme.md", ("methodology/programme", "")),
        ("methodology/levels.md", "#goals", ("methodology/levels", "goals")),
        ("standards/consent/2.0", "1.0.md", ("standards/consent/1.0", "")),
        ("standards/consent/2.0", "../../glossary/curator.md", ("glossary/curator", "")),
        ("methodology/levels", "../../img/levels.svg", ("img/levels.svg", "")),
        ("standards/consent/2.0", "../../../img/levels.svg", ("img/levels.svg", "")),
        ("methodology/levels", "https://example.org/a.md", None),
        ("methodology/levels", "mailto:a@b.ru", None),
        ("methodology/levels", "/ru/methodology/", None),
        ("methodology/levels", "%D0%B0.md", ("methodology/а", "")),
    ],
)
def test_an_address_resolves_to_a_path_and_fragment(source: str, href: str, expected: tuple[str, str] | None) -> None:
    assert resolve(source, href) == expected


@pytest.mark.parametrize(
    ("source", "target", "fragment", "href"),
    [
        ("methodology/levels", "standards/consent/2.0", "c-1-1", "../standards/consent/2.0.md#c-1-1"),
        ("methodology/levels", "methodology/programme", "", "programme.md"),
        ("methodology/levels", "methodology/levels", "goals", "#goals"),
        ("standards/consent/2.0", "standards/consent/1.0", "", "1.0.md"),
        ("standards/consent/2.0", "glossary/curator", "", "../../glossary/curator.md"),
    ],
)
def test_relative_is_the_inverse_of_resolve(source: str, target: str, fragment: str, href: str) -> None:
    assert relative(source, target, fragment) == href
    assert resolve(source, href) == (target, fragment)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("programme.md#a", "../../methodology/programme.md#a"),
        ("../forms/consent.md", "../../forms/consent.md"),
        ("../../img/a.svg", "../../../img/a.svg"),
        ("#a", "#a"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_a_moved_page_keeps_its_links(href: str, expected: str) -> None:
    assert moved(href, "methodology/levels", "standards/levels/1.0") == expected


def test_page_links_are_told_from_files_and_addresses() -> None:
    assert [is_page_link(href) for href in ("a.md", "a.md#b", "#b", "a.svg", "https://a.b/c.md", "/a.md")] == [
        True, True, True, False, False, False
    ]  # fmt: skip


def document(body: str) -> Document:
    return loads(f"{METHODOLOGY}\n{body}")


def test_references_are_collected_with_their_lines() -> None:
    body = """\
Абзац без ссылок.

- [раз](programme.md) и [два](../glossary/curator.md#t-curator)
    - [три](https://example.org)

| A |
| --- |
| [четыре](#a) |

![Схема](../../img/a.svg)

[Бланк](../forms/consent.md){.file}

**1.1.** Текст с [**жирной** ссылкой](process.md).
{: #c-1-1 .must }

Дальше [пять](council.md).
"""
    first = METHODOLOGY.count("\n") + 2
    assert references(document(body), "methodology/levels") == [
        Reference("methodology/levels", "methodology/programme", "", first + 2, "programme.md"),
        Reference("methodology/levels", "glossary/curator", "t-curator", first + 2, "../glossary/curator.md#t-curator"),
        Reference("methodology/levels", "methodology/levels", "a", first + 7, "#a"),
        Reference("methodology/levels", "img/a.svg", "", first + 9, "../../img/a.svg"),
        Reference("methodology/levels", "forms/consent", "", first + 11, "../forms/consent.md"),
        Reference("methodology/levels", "methodology/process", "", first + 13, "process.md"),
        Reference("methodology/levels", "methodology/council", "", first + 16, "council.md"),
    ]

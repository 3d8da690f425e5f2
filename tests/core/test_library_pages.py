"""Every kind of page of the real library in three languages: one heading, whole links, sound markup."""

from collections import Counter

import pytest
from django.test import Client

from tests.core.dom import document, select

PATHS = [
    "/ru/",
    "/ru/methodology/",
    "/ru/methodology/levels/",
    "/ru/standards/",
    "/ru/standards/consent/",
    "/ru/standards/consent/1-0/",
    "/ru/practices/",
    "/ru/practices/primorye-coordination-councils/",
    "/ru/practices/tyva-experience/",
    "/ru/forms/consent-form/",
    "/ru/glossary/",
    "/ru/glossary/social-support/",
    "/ru/start/",
    "/ru/start/case-curator/",
    "/en/",
    "/en/standards/legal/",
    "/id/",
    "/id/methodology/levels/",
]


@pytest.mark.parametrize("path", PATHS)
def test_page_of_the_library_is_sound(client: Client, library: object, path: str) -> None:
    answer = client.get(path)
    root = document(answer.content)
    ids = Counter(element.get("id") for element in select(root, "[id]"))
    assert (answer.status_code, len(select(root, "h1")), root.get("lang")) == (200, 1, path.split("/")[1])
    assert [name for name, times in ids.items() if times > 1] == []
    assert [link.get("href") for link in select(root, "a[href]") if ".md" in link.get("href") or not link.get("href")] == []
    assert [*select(root, "[style]"), *select(root, "style")] == []


def test_headings_never_skip_a_level(client: Client, library: object) -> None:
    skipped = []
    for path in PATHS:
        levels = [int(heading.tag[1]) for heading in document(client.get(path).content).iter("h1", "h2", "h3", "h4")]
        skipped += [path for above, below in zip(levels, levels[1:], strict=False) if below > above + 1]
    assert skipped == []


def test_every_fragment_link_of_a_page_leads_somewhere_on_it(client: Client, library: object) -> None:
    root = document(client.get("/ru/standards/consent/").content)
    ids = {element.get("id") for element in select(root, "[id]")}
    targets = {link.get("href")[1:] for link in select(root, "a[href]") if link.get("href").startswith("#")}
    assert targets - ids == set()


def test_filters_narrow_the_registry_and_chips_take_them_off(client: Client, library: object) -> None:
    root = document(client.get("/ru/practices/?regions=primorsky-krai&evidence=E1").content)
    chips = [chip.get("href") for chip in select(root, ".o-chip")]
    assert sorted(chip.split("?")[-1] for chip in chips) == ["evidence=E1", "regions=primorsky-krai"]
    assert {field.get("value") for field in select(root, "input[type=checkbox][checked]")} == {"primorsky-krai", "E1"}


def test_difference_of_versions_is_marked_by_elements(client: Client, library: object) -> None:
    root = document(client.get("/ru/standards/consent/").content)
    assert (bool(select(root, ".o-diff ins")), bool(select(root, ".o-diff del"))) == (True, True)


def test_version_out_of_force_says_which_one_holds(client: Client, library: object) -> None:
    root = document(client.get("/ru/standards/consent/1-0/").content)
    assert [link.get("href") for link in select(root, ".o-note--care a")][:1] == ["/ru/standards/consent/"]


def test_term_carries_its_definition(client: Client, library: object) -> None:
    root = document(client.get("/ru/methodology/levels/").content)
    words = select(root, "a.o-gloss__word")
    tips = {tip.get("id") for tip in select(root, ".o-gloss__tip")}
    assert words != [] and {word.get("aria-describedby") for word in words} == tips

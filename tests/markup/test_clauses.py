"""Outline, fingerprints, difference."""

from hypothesis import given

from portal.markup.body import read_body
from portal.markup.clauses import Section, WordChange, compare, fingerprint, outline, word_changes
from tests.markup.strategies import texts

OLD = """\
## 1. Приём {#intake}

Вводный текст.

**1.1.** Куратор обязан прийти за 3 дня.
{: #c-1-1 .must }

- Взять с собой бланк.

**1.2.** Куратор может позвонить.
{: #c-1-2 .may }

### Сроки {#terms}

Сроки ставит регион.

## 2. Словарь {#words}

**Семья** — группа людей.
{: #t-family .term }
"""
NEW = """\
## 1. Приём {#intake}

Вводный  «текст».

**1.1.** Куратор обязан прийти за 5 дней.
{: #c-1-1 .must }

- Взять с собой бланк.

**1.3.** Куратор обязан записать звонок.
{: #c-1-3 .must }

### Сроки {#terms}

Сроки ставит регион.

## 2. Словарь {#words}

**Семья** — группа людей.
{: #t-family .term }
"""


def test_the_outline_names_headings_clauses_and_terms() -> None:
    sections = outline(read_body(OLD))
    assert [(s.id, s.kind, s.number, s.level, s.modality, s.title, s.own) for s in sections] == [
        ("intake", "heading", "", 2, "", "1. Приём", "Вводный текст."),
        ("c-1-1", "clause", "1.1", 0, "must", "", "Куратор обязан прийти за 3 дня.\nВзять с собой бланк."),
        ("c-1-2", "clause", "1.2", 0, "may", "", "Куратор может позвонить."),
        ("terms", "heading", "", 3, "", "Сроки", "Сроки ставит регион."),
        ("words", "heading", "", 2, "", "2. Словарь", ""),
        ("t-family", "term", "", 0, "", "Семья", "группа людей."),
    ]
    assert sections[0].text.endswith("Сроки\nСроки ставит регион.")


def fingerprints(source: str) -> dict[str, str]:
    return {section.id: section.fingerprint for section in outline(read_body(source))}


def test_a_fingerprint_changes_with_the_words_of_its_section_only() -> None:
    old, new = fingerprints(OLD), fingerprints(NEW)
    changed = {identity for identity in old.keys() & new.keys() if old[identity] != new[identity]}
    assert changed == {"intake", "c-1-1"}


def test_a_fingerprint_does_not_see_looks_or_numbers() -> None:
    restyled = OLD.replace("Куратор обязан", "**Куратор** обязан").replace("**1.1.**", "**1.7.**").replace("вводный", "Вводный")
    assert fingerprints(restyled) == fingerprints(OLD)


def test_a_fingerprint_sees_the_modality() -> None:
    weaker = OLD.replace("#c-1-1 .must", "#c-1-1 .should")
    changed = {identity for identity, value in fingerprints(weaker).items() if fingerprints(OLD)[identity] != value}
    assert changed == {"intake", "c-1-1"}


def test_fingerprints_are_sixteen_hexadecimal_digits_that_stay() -> None:
    assert fingerprint("must", "Куратор обязан прийти.") == "a9f363893a8a1992"
    assert fingerprint("a", "«b» — ё…") == fingerprint("A ", '"b"  - е...')


def test_the_difference_is_by_clause() -> None:
    changes = compare(read_body(OLD), read_body(NEW))
    assert [(change.id, change.kind) for change in changes] == [
        ("intake", "changed"),
        ("c-1-1", "changed"),
        ("c-1-2", "removed"),
        ("c-1-3", "added"),
        ("terms", "same"),
        ("words", "same"),
        ("t-family", "same"),
    ]
    assert changes[1].words == (
        WordChange("equal", "Куратор обязан прийти за "),
        WordChange("delete", "3"),
        WordChange("insert", "5"),
        WordChange("equal", " "),
        WordChange("delete", "дня"),
        WordChange("insert", "дней"),
        WordChange("equal", ".\nВзять с собой бланк."),
    )
    assert changes[2].new is None
    assert isinstance(changes[3].new, Section)


@given(texts, texts)
def test_word_changes_give_both_texts_back(old: str, new: str) -> None:
    changes = list(word_changes(old, new))
    assert "".join(change.text for change in changes if change.kind != "insert") == old
    assert "".join(change.text for change in changes if change.kind != "delete") == new

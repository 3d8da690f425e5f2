"""The content check: each fault by file, line and kind."""

from datetime import date
from pathlib import Path

import pytest

from portal.markup.library import check, check_folder, page_id, read_library
from portal.markup.library_rules import problems
from tests.markup.content import CLAUSE, LEVELS_BODY, files, front_matter, standard, write_content

CONTENT = Path(__file__).parents[2] / "content"
LEVELS = "ru/methodology/levels.md"


def found(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(problem.path, problem.line, problem.code, problem.message) for problem in check_folder(folder)]


def line_of(file: str, text: str) -> int:
    lines = files()[file].split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_faultless_library_has_no_problems(tmp_path: Path) -> None:
    library = read_library(write_content(tmp_path))
    assert check(library) == []
    assert len(library) == 6
    assert [page.file for page in library][:2] == ["ru/glossary/curator.md", "en/glossary/curator.md"]
    assert library.document("methodology/levels", "en") is None
    assert library.pictures == {"img/levels.svg"}


def test_the_id_follows_from_the_path() -> None:
    assert str(page_id("methodology/levels")) == "4ee1752f-6450-5a3f-b885-cc122a64e8f6"


@pytest.mark.parametrize(
    ("old", "new", "at", "code", "message"),
    [
        ("levels: [basic]", "levels: [basik]", "levels:", "code", "`levels` has the unknown code `basik`."),
        ("concepts: [curator]", "concepts: [none]", "concepts:", "code", "`concepts` has the unknown code `none`."),
        ("curator.md#t-curator", "curatr.md", "словарь", "link", "There is no page for ../glossary/curatr.md."),
        ("#t-curator", "#t-kurator", "словарь", "fragment", "ru/glossary/curator.md has no id `t-kurator`."),
        ("2.0.md#", "1.0.md#", "словарь", "version", "../standards/consent/1.0.md#c-1-1 is not the version in force."),
        ("img/levels.svg", "img/none.svg", "Схема", "link", "There is no file img/none.svg (link ../../img/none.svg)."),
        ("../glossary/curator.md#t-curator", "wagtail:page/7", "словарь", "link",
         "The link leads to an object of the site that has no file (wagtail:page/7)."),
        (" {#choice}", "", "Выбор", "anchor", "The heading has no id."),
        ("## Выбор", "### Выбор", "Выбор", "anchor", "A heading of level 3 follows one of level 1."),
        ("![Схема]", "![]", "Схема", "alt", "The picture has no description."),
        ("title: Закон\n", "title: Закон\n    url: a.ru\n", "sources", "link", "The source's address a.ru is not a web address."),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, at: str, code: str, message: str) -> None:
    text = files()[LEVELS]
    assert old in text
    write_content(tmp_path, {LEVELS: text.replace(old, new)})
    assert found(tmp_path) == [(LEVELS, line_of(LEVELS, at), code, message)]


def test_a_raw_block_is_listed(tmp_path: Path) -> None:
    write_content(tmp_path, {LEVELS: files()[LEVELS] + "\nтекст с `кодом`\n"})
    line = files()[LEVELS].count("\n") + 2
    assert found(tmp_path) == [(LEVELS, line, "raw", "This is not understood: текст с `кодом`")]


def test_an_id_stands_once_in_a_file(tmp_path: Path) -> None:
    write_content(tmp_path, {LEVELS: files()[LEVELS] + "\n## Снова {#choice}\n"})
    first, second = line_of(LEVELS, "{#choice}"), files()[LEVELS].count("\n") + 2
    assert found(tmp_path) == [(LEVELS, second, "anchor", f"The id `choice` already stands on line {first}.")]


def test_an_id_of_another_page_is_named(tmp_path: Path) -> None:
    text = files()[LEVELS].replace(str(page_id("methodology/levels")), str(page_id("glossary/curator")))
    write_content(tmp_path, {LEVELS: text})
    assert found(tmp_path) == [(LEVELS, 2, "id", "The id belongs to ru/glossary/curator.md.")]


def test_the_first_line_not_in_canonical_form_is_shown(tmp_path: Path) -> None:
    write_content(tmp_path, {LEVELS: files()[LEVELS].replace("\n## Выбор", "\n\n\n##  Выбор").replace("Схема", "Схема  ")})
    problem = found(tmp_path)[0]
    assert problem[:3] == (LEVELS, line_of(LEVELS, "## Выбор"), "canonical")
    assert problem[3] == "Not in canonical form: ``, it has to be `## Выбор {#choice}`."


def test_lines_are_those_of_the_file_even_if_it_is_not_canonical(tmp_path: Path) -> None:
    text = files()[LEVELS].replace("\n## Выбор", "\n\n\n## Выбор").replace("t-curator", "t-kurator")
    write_content(tmp_path, {LEVELS: text})
    assert (LEVELS, line_of(LEVELS, "словарь") + 2, "fragment", "ru/glossary/curator.md has no id `t-kurator`.") in found(
        tmp_path
    )


def test_a_required_translation_is_missed(tmp_path: Path) -> None:
    write_content(tmp_path, {"en/glossary/curator.md": ""})
    file = "ru/glossary/curator.md"
    assert found(tmp_path) == [(file, line_of(file, "translations"), "translation", "There is no en/glossary/curator.md.")]


def test_a_translation_nobody_asked_for_is_reported(tmp_path: Path) -> None:
    text = files()["ru/glossary/practice.md"]
    write_content(tmp_path, {"id/glossary/practice.md": text})
    file = "ru/glossary/practice.md"
    message = "`translations` does not name id, but id/glossary/practice.md exists."
    assert found(tmp_path) == [(file, line_of(file, "translations"), "translation", message)]


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("#t-curator", "#t-kurator", ".term", "Here is the term `t-kurator` (); ru/glossary/curator.md has term `t-curator` ()."),
        ("**Куратор**", "## A {#a}\n\n**Куратор**", "Куратор",
         "Here is the heading `a` (level 2); ru/glossary/curator.md has term `t-curator` ()."),
        ("status: published", "status: draft", "status", "`status` differs from ru/glossary/curator.md."),
    ],
)  # fmt: skip
def test_a_translation_is_built_like_its_source(tmp_path: Path, old: str, new: str, at: str, message: str) -> None:
    file = "en/glossary/curator.md"
    write_content(tmp_path, {file: files()[file].replace(old, new), LEVELS: files()[LEVELS].replace("#t-curator", "")})
    assert found(tmp_path) == [(file, line_of(file, at), "translation", message)]


def test_a_clause_keeps_its_modality_in_translation(tmp_path: Path) -> None:
    path = "standards/consent/1.0"
    text = standard(path, "1.0", "2025-01-01", languages="ru, en") + CLAUSE
    write_content(tmp_path, {f"ru/{path}.md": text, f"en/{path}.md": text.replace(".must", ".may")})
    assert [problem[2:] for problem in found(tmp_path)] == [
        ("translation", f"Here is the clause `c-1-1` (1.1, may); ru/{path}.md has clause `c-1-1` (1.1, must).")
    ]


def test_the_superseded_version_exists_and_is_older(tmp_path: Path) -> None:
    file = "ru/standards/consent/2.0.md"
    write_content(tmp_path, {file: files()[file].replace('supersedes: "1.0"', 'supersedes: "1.5"')})
    assert [problem[2:] for problem in found(tmp_path)] == [("supersedes", "There is no ru/standards/consent/1.5.md.")]
    write_content(
        tmp_path, {file: files()[file].replace("2026-01-01", "2024-01-01"), LEVELS: files()[LEVELS].replace("2.0.md", "1.0.md")}
    )
    assert [problem[2:] for problem in found(tmp_path)] == [
        ("supersedes", "The version 1.0 applies from a later date than this one.")
    ]


def test_the_version_in_force_depends_on_the_day(tmp_path: Path) -> None:
    library = read_library(write_content(tmp_path))
    assert list(problems(library, date(2026, 1, 1))) == []
    assert [problem.hint for problem in problems(library, date(2025, 12, 31))] == ["Link to standards/consent/1.0.md."]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ru/methodology/Levels.md", front_matter("methodology/Levels", languages="ru"), "The file lies where no page belongs."),
        ("ru/forms/a.md", front_matter("forms/a", languages="ru"), "The type is methodology, the folder is for form."),
        (
            "ru/standards/a/1.1.md",
            standard("standards/a/1.1", "1.0", "2025-01-01"),
            'The version is "1.0", the file is named 1.1.md.',
        ),
        (
            "ru/glossary/a.md",
            front_matter("glossary/a", "term", "concept: curator\n", "ru"),
            "The concept is curator, the file is named a.md.",
        ),
    ],
)
def test_a_file_lies_where_it_belongs(tmp_path: Path, name: str, text: str, message: str) -> None:
    write_content(tmp_path, {name: text})
    assert [(problem[0], problem[2], problem[3]) for problem in found(tmp_path)] == [(name, "place", message)]


def test_an_unreadable_file_is_reported_once_and_spoils_no_other(tmp_path: Path) -> None:
    file = "ru/glossary/curator.md"
    write_content(tmp_path, {file: files()[file].replace("concept: curator\n", "")})
    assert found(tmp_path) == [(file, 2, "front-matter", "`concept` is missing: a term needs it.")]


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / LEVELS).write_bytes(files()[LEVELS].encode("cp1251", "ignore"))
    assert found(tmp_path) == [(LEVELS, 4, "encoding", "The file is not UTF-8.")]


def test_a_concept_without_a_page_is_a_warning(tmp_path: Path) -> None:
    write_content(tmp_path, {"ru/glossary/practice.md": ""})
    assert [(problem.code, problem.severity) for problem in check_folder(tmp_path)] == [("concept", "warning")]


def test_long_sentences_are_found_with_their_line(tmp_path: Path) -> None:
    sentence = " ".join(["слово"] * 26) + "."
    write_content(tmp_path, {LEVELS: files()[LEVELS].replace("Смотрите", f"{sentence} Смотрите")})
    problem = found(tmp_path)[0]
    assert problem[:3] == (LEVELS, line_of(LEVELS, "словарь"), "sentence")
    assert problem[3].startswith("A sentence of 26 words (at most 25): слово слово")


def test_the_mean_sentence_has_a_limit(tmp_path: Path) -> None:
    body = "".join(f"\n{' '.join(['слово'] * 20)}.\n" for _ in range(3))
    write_content(tmp_path, {LEVELS: files()[LEVELS].replace(LEVELS_BODY, "\n## A {#choice}\n" + body)})
    assert [problem[2:] for problem in found(tmp_path)] == [("mean", "The mean sentence has 15.8 words (at most 14).")]


def test_long_words_have_a_limit_and_terms_are_free(tmp_path: Path) -> None:
    long_words = "\nПотребуется взаимопонимание. Постановление неукоснительно.\n"
    write_content(tmp_path, {LEVELS: files()[LEVELS] + long_words})
    problem = check_folder(tmp_path)[0]
    assert (problem.code, problem.line) == ("long-words", 0)
    assert problem.hint == "Use shorter words for: Постановление, Потребуется, взаимопонимание, неукоснительно."


def test_the_shipped_library_is_in_canonical_form() -> None:
    library = read_library(CONTENT)
    assert [page.file for page in library if page.text != page.canonical] == []
    assert library.unreadable == []

"""`python -m portal.markup.check`."""

from pathlib import Path

import pytest

from portal.markup.check import main
from tests.markup.content import files, write_content

LEVELS = "ru/methodology/levels.md"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(argument) for argument in arguments])
    return status, capsys.readouterr().out


def test_a_faultless_folder_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, write_content(tmp_path)) == (0, "6 pages, 0 errors, 0 warnings.\n")


def test_faults_are_printed_by_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_content(tmp_path, {LEVELS: files()[LEVELS].replace("[basic]", "[basik]")})
    assert run(capsys, tmp_path) == (
        1,
        f"{LEVELS}\n     9  code  `levels` has the unknown code `basik`. Did you mean `basic`?\n6 pages, 1 errors, 0 warnings.\n",
    )


def test_fix_rewrites_only_the_files_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    untidy = {name: text.replace("\n\n", "\n\n\n") for name, text in files().items() if name.endswith(".md")}
    write_content(tmp_path, untidy)
    assert run(capsys, tmp_path / "ru" / "methodology", "--fix") == (
        0,
        f"Rewritten to canonical form: 1 {LEVELS}\n1 pages, 0 errors, 0 warnings.\n",
    )
    assert (tmp_path / LEVELS).read_text() == files()[LEVELS]
    assert run(capsys, tmp_path)[0] == 1
    assert run(capsys, tmp_path, "--fix")[0] == 0
    assert {name: (tmp_path / name).read_text() for name in files()} == files()


def test_readability_alone_shows_the_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_content(tmp_path, {LEVELS: files()[LEVELS].replace("[basic]", "[basik]")})
    status, output = run(capsys, tmp_path / LEVELS, "--readability-only")
    assert status == 0
    assert "page" in output
    assert "basik" not in output
    assert "│ 2         │ 7     │ 3.5  │ 4       │ 0.0%       │" in output


def test_a_path_outside_a_content_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, output = run(capsys, tmp_path)
    assert status == 2
    assert "is not in a content folder" in output

"""The commands: import, export, expire; and the shipped bank."""

import io

import pytest
from django.core.management import CommandError, call_command

from quizzes.domain import start_attempt
from quizzes.domain.admission import declaration_text
from quizzes.domain.errors import BankError
from quizzes.formats import gift
from quizzes.loading import BANK, FIRST_QUIZ, load_bank, read_bank
from quizzes.models import Item, ItemVersion, Quiz
from tests.quizzes.builders import BANK as SMALL_BANK
from tests.quizzes.builders import QUESTIONS, make_bank, make_user

pytestmark = pytest.mark.django_db


def run(*args) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "bank.gift"
    path.write_text(SMALL_BANK, encoding="utf-8")
    return path


def test_import_says_what_it_did(bank) -> None:
    assert (
        run("import_items", bank, "--format", "gift")[0]
        == f"Готово (GIFT). новых: {QUESTIONS}, изменённых: 0, без изменений: 0.\n"
    )
    assert (
        run("import_items", bank, "--format", "gift")[0]
        == f"Готово (GIFT). новых: 0, изменённых: 0, без изменений: {QUESTIONS}.\n"
    )
    assert set(Item.objects.values_list("status", flat=True)) == {"draft"}


def test_dry_run_writes_nothing(bank) -> None:
    assert run("import_items", bank, "--format", "gift", "--dry-run")[0].startswith("Будет сделано")
    assert Item.objects.count() == 0


def test_one_bad_line_stops_all_and_is_named(bank) -> None:
    bank.write_text(SMALL_BANK + "\nКто? {=а ~б\n", encoding="utf-8")
    err = io.StringIO()
    with pytest.raises(CommandError, match="Ничего не записано"):
        call_command("import_items", bank, "--format", "gift", stderr=err)
    line = SMALL_BANK.count("\n") + 2
    assert (f"строка {line}: Скобка" in err.getvalue(), Item.objects.count()) == (True, 0)


def test_keep_going_takes_the_rest(bank) -> None:
    bank.write_text(SMALL_BANK + "\nКто? {=а ~б\n", encoding="utf-8")
    out, err = run("import_items", bank, "--format", "gift", "--keep-going")
    assert (f"новых: {QUESTIONS}" in out, "Скобка" in err) == (True, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1251", "utf-16"])
def test_old_encodings_are_recognised(tmp_path, encoding) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Кто вправе отобрать ребёнка?\nA. Опека\nB. Школа\nANSWER: A\n".encode(encoding))
    assert run("import_items", path)[0].startswith("Готово (Aiken). новых: 1")
    assert Item.objects.get().current_version.content.stem.value == "Кто вправе отобрать ребёнка?"


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(CommandError, match="не читается"):
        call_command("import_items", tmp_path / "no.gift", "--format", "gift")


def test_export_gives_back_what_was_imported(bank, tmp_path) -> None:
    run("import_items", bank, "--format", "gift")
    assert gift.loads(run("export_items")[0]) == gift.loads(SMALL_BANK)
    out = tmp_path / "out.gift"
    run("export_items", out)
    assert gift.loads(out.read_text(encoding="utf-8")) == gift.loads(SMALL_BANK)


def test_export_names_what_the_format_cannot_say() -> None:
    make_bank()
    with pytest.raises(CommandError, match="Возьмите другой формат"):
        call_command("export_items", "--format", "aiken", stderr=io.StringIO())


def test_expire_attempts_reports() -> None:
    assert run("expire_attempts")[0] == "Завершено попыток: 0.\n"


def test_the_shipped_bank_loads_and_gives_a_first_quiz() -> None:
    first, again = load_bank(), load_bank()
    count = first["ru"].count("create")
    assert count == len(read_bank("ru")) >= 40
    assert (again["ru"].count("keep"), ItemVersion.objects.filter(item__language="ru").count()) == (count, count)
    quiz = Quiz.objects.get(slug=FIRST_QUIZ, language="ru")
    assert (quiz.is_published, quiz.cut_score, quiz.time_limit_minutes, quiz.certificate_months) == (True, 75, 30, 36)
    person = make_user()
    items = start_attempt(quiz, person, declared=declaration_text(quiz, person).fingerprint).form.items.all()
    assert (len(items), len({item.version.competency for item in items})) == (12, 12)


def test_the_shipped_bank_is_tied_to_clauses() -> None:
    untied = [item.id for item in read_bank("ru") if not (item.id and item.tag_values("competency") and item.tag_values("ref"))]
    assert untied == []


@pytest.mark.parametrize("path", sorted(BANK.rglob("*.gift")), ids=lambda path: path.stem)
def test_the_shipped_bank_survives_a_round_trip(path) -> None:
    items = gift.loads(path.read_text(encoding="utf-8"))
    assert gift.loads(gift.dumps(items)) == items


def test_a_fault_in_the_bank_names_file_and_line(tmp_path) -> None:
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "bad.gift").write_text("Кто? {=а ~б", encoding="utf-8")
    with pytest.raises(BankError, match=r"bad.gift, строка 1"):
        load_bank(tmp_path)

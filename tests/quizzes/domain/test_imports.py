"""Importing a bank: all or nothing, in pieces, with pictures; and the two steps of the admin."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.domain.errors import BankError
from quizzes.domain.imports import BATCH, ImportRefused, import_entries, preview_import
from quizzes.domain.pending_imports import ImportGone, confirm_import, drop_import, held_import, hold_import
from quizzes.domain.review import retire_item
from quizzes.formats import gift, moodle_xml, qti
from quizzes.formats.pictures import Picture
from quizzes.formats.registry import FORMATS, READABLE, detect
from quizzes.models import Item, ItemVersion, MediaFile, PendingImport, VersionMedia
from quizzes.scoring import Description, Text, TextFormat
from tests.quizzes.builders import BANK, QUESTIONS, make_bank, make_user
from tests.quizzes.formats.test_moodle_xml import PNG

pytestmark = pytest.mark.django_db
PICTURE = Picture("room.png", PNG)
SCENE = Description(stem=Text(f'<p><img src="{PICTURE.reference}" alt=""></p>', TextFormat.HTML), id="room", name="Комната")


def entries(text: str | bytes, name: str = "gift"):
    return FORMATS[name].entries(io.BytesIO(text.encode() if isinstance(text, str) else text))


def bring(text: str | bytes, name: str = "gift", **options):
    return import_entries(entries(text, name), language="ru", **options)


def test_import_again_changes_nothing() -> None:
    first, again = bring(BANK), bring(BANK)
    assert (first.counts, again.counts, ItemVersion.objects.count()) == ({"create": QUESTIONS}, {"keep": QUESTIONS}, QUESTIONS)


def test_a_change_is_a_version_and_goes_back_to_review() -> None:
    make_bank()
    report = bring(BANK.replace("Кто решает?", "Кто вправе решать?"), reason="файл")
    item = Item.objects.get(code="t-1")
    assert (report.counts["change"], item.status, item.current_version.number) == (1, "in_review", 2)
    assert (item.current_version.reason, Item.objects.filter(status="approved").count()) == ("файл", QUESTIONS - 1)


def test_another_category_moves_an_item_without_a_version() -> None:
    make_bank()
    report = bring("$CATEGORY: C1/право\n\n" + BANK)
    assert (report.counts, Item.objects.filter(category="C1/право").count()) == ({"move": QUESTIONS}, QUESTIONS)
    assert ItemVersion.objects.count() == QUESTIONS
    assert bring(BANK).counts == {"keep": QUESTIONS}


@pytest.mark.parametrize(
    ("more", "further", "words"),
    [
        ("Кто? {=а ~б", 0, "не закрыта"),
        ("// [id:t-1]\nКто? {=а ~б}", 1, "дважды"),
        (f"// [id:{'я' * 81}]\nКто? {{=а ~б}}", 1, "длиннее 80 знаков"),
        (f'[html]<img src\\="media\\:{"0" * 64}.png"> {{=а ~б}}', 0, "нет ни в файле, ни на портале"),
    ],
)
def test_one_fault_stops_all_and_names_its_line(more, further, words) -> None:
    with pytest.raises(ImportRefused) as caught:
        bring(f"{BANK}\n{more}\n")
    [fault] = caught.value.faults
    assert (fault.line, words in str(fault), Item.objects.count()) == (BANK.count("\n") + 2 + further, True, 0)
    report = bring(f"{BANK}\n{more}\n", keep_going=True)
    assert (report.counts, len(report.faults), Item.objects.count()) == ({"create": QUESTIONS}, 1, QUESTIONS)


def test_a_fault_after_many_items_takes_them_back() -> None:
    many = "\n\n".join(f"Вопрос {number}? {{T}}" for number in range(BATCH + 5))
    with pytest.raises(ImportRefused):
        bring(many + "\n\nКто? {=а")
    assert (Item.objects.count(), ItemVersion.objects.count()) == (0, 0)


def test_an_item_in_another_language_and_a_retired_one_are_left_alone() -> None:
    make_bank()
    retire_item(Item.objects.get(code="t-2"), actor=None, comment="устарел")
    changed = BANK.replace("Что нужно?", "Что необходимо?")
    faults = [str(fault) for fault in preview_import(entries(changed), language="ru").faults]
    assert ["Вопрос t-2 снят" in fault for fault in faults] == [True]
    assert len(preview_import(entries(BANK), language="en").faults) == QUESTIONS


def test_the_preview_says_what_changes_and_writes_nothing() -> None:
    make_bank()
    text = BANK.replace("Кто решает?", "Кто вправе решать?").replace("%50%программа", "%50%план") + "\nНовый? {T}\n"
    report = preview_import(entries(text), language="ru")
    assert report.counts == {"create": 1, "change": 2, "keep": QUESTIONS - 2}
    changes = {row.code: [(one.label, one.before, one.after) for one in row.changes] for row in report.rows if row.changes}
    assert changes == {
        "t-1": [("Текст вопроса", "Кто решает?", "Кто вправе решать?")],
        "t-2": [
            (
                "Варианты ответа",
                "50 % согласие; 50 % программа; -50 % приказ",
                "50 % согласие; 50 % план; -50 % приказ",
            )
        ],
    }
    assert ItemVersion.objects.count() == QUESTIONS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("moodle-xml", moodle_xml.dumps([SCENE], {PICTURE.key: PICTURE}).encode()),
        ("qti", qti.dumps([SCENE], {PICTURE.key: PICTURE})),
    ],
)
def test_pictures_come_with_their_items_once(name, data) -> None:
    bring(data, name)
    media = MediaFile.objects.get()
    assert (media.key, bytes(media.content), media.mime, (media.width, media.height)) == (
        PICTURE.key,
        PNG,
        "image/png",
        (100, 100),
    )
    assert VersionMedia.objects.get().version.item.code == "room"
    assert (bring(data, name).counts, MediaFile.objects.count()) == ({"keep": 1}, 1)


def test_a_picture_that_is_known_need_not_come_again() -> None:
    bring(qti.dumps([SCENE], {PICTURE.key: PICTURE}), "qti")
    bring(gift.dumps([Description(stem=SCENE.stem, id="second")]))
    assert VersionMedia.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("bank.gift", b"\xef\xbb\xbfQ? {T}", "gift"),
        ("bank.txt", "Кто?\nA. а\nB. б\nANSWER: A\n".encode("windows-1251"), "aiken"),
        ("bank.xml", b'<?xml version="1.0"?>\n<!-- a -->\n<quiz><question/></quiz>', "moodle-xml"),
        ("item.xml", b'<assessmentItem xmlns="x"/>', "qti"),
        ("item.xml", b'<qti:assessmentItem xmlns:qti="x"/>', "qti"),
        ("bank.zip", b"PK\x03\x04", "qti"),
        ("bank.yaml", b"kind: essay\n", "yaml"),
        ("bomb.xml", b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', "moodle-xml"),
    ],
)
def test_the_format_is_found_out(name, data, found) -> None:
    assert detect(name, data) == found


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"PK\x03\x04", "Ёж".encode("koi8-r"), b"{" * 1000])
def test_any_bytes_are_read_or_refused_with_words(name, data) -> None:
    report = preview_import(entries(data, name), language="ru")
    assert all(fault.reason for fault in report.faults)


def numbered(count: int):
    """The lines of a bank, one after another, and how many were taken."""
    taken = []

    def lines():
        for number in range(count):
            taken.append(number)
            yield f"// [id:n-{number}] [tag:ref:standards/consent#c-2-1]\n"
            yield f"Вопрос {number}? {{=а ~б}}\n"
            yield "\n"

    return gift.stream(lines()), taken


def test_a_file_is_read_no_further_than_it_is_written() -> None:
    stream, taken = numbered(5 * BATCH)
    read_at = []
    import_entries(stream, language="ru", on_progress=lambda count: read_at.append((count, len(taken))))
    assert read_at == [(BATCH, number * BATCH) for number in range(1, 6)]


def test_every_piece_costs_the_same_queries() -> None:
    costs = []
    for start, pieces in ((0, 1), (1, 2), (3, 3)):
        with CaptureQueriesContext(connection) as queries:
            stream = gift.stream(
                line
                for number in range(start * BATCH, (start + pieces) * BATCH)
                for line in (f"// [id:n-{number}]\n", f"Вопрос {number}? {{=а ~б}}\n", "\n")
            )
            import_entries(stream, language="ru")
        costs.append(len(queries))
    assert costs[2] - costs[1] == costs[1] - costs[0] <= 12


@pytest.mark.parametrize(("name", "text"), [("gift", "}\n\n" * 3000), ("aiken", "A. а\nANSWER: B\n" * 3000)])
def test_reading_stops_at_a_thousand_faults_and_nothing_is_taken(name, text) -> None:
    report = preview_import(entries(text, name), language="ru")
    assert (len(report.faults), "Ошибок больше 1000" in str(report.faults[-1])) == (1001, True)
    with pytest.raises(ImportRefused):
        bring("Кто? {T}\n\n" + "}\n\n" * 3000, keep_going=True)
    assert Item.objects.count() == 0


def test_a_preview_of_too_many_items_is_refused() -> None:
    many = "\n\n".join(f"Вопрос {number}? {{T}}" for number in range(BATCH + 2))
    with pytest.raises(BankError, match="Вопросов больше 200"):
        preview_import(entries(many), language="ru", most=BATCH)


# --- two steps ---


@pytest.fixture
def anna():
    return make_user()


def hold(user, text: str = BANK, name: str = "bank.gift"):
    return hold_import(text.encode(), name=name, uploader=user, language="ru")


def test_nothing_happens_before_the_confirmation_and_once_after(anna) -> None:
    held = hold(anna)
    assert (held.format, held.report["counts"], Item.objects.count()) == ("gift", {"create": QUESTIONS}, 0)
    for _again in range(2):
        done = confirm_import(held.public_id, anna)
        assert (done.report["done"], ItemVersion.objects.count()) == (True, QUESTIONS)
    version = ItemVersion.objects.first()
    assert (version.author, version.reason, bytes(PendingImport.objects.get().content)) == (anna, "Импорт файла bank.gift", b"")
    assert set(Item.objects.values_list("status", flat=True)) == {"draft"}


def test_only_its_uploader_sees_and_confirms_a_file(anna) -> None:
    held, other = hold(anna), make_user("other@example.org")
    for act in (held_import, confirm_import):
        with pytest.raises(ImportGone):
            act(held.public_id, other)
    drop_import(held.public_id, other)
    assert (PendingImport.objects.count(), Item.objects.count()) == (1, 0)
    drop_import(held.public_id, anna)
    assert PendingImport.objects.count() == 0


def test_a_day_later_the_file_is_gone(anna) -> None:
    held = hold(anna)
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        with pytest.raises(ImportGone):
            confirm_import(held.public_id, anna)
        hold(anna, "Кто? {T}")
    assert list(PendingImport.objects.values_list("public_id", flat=True)) != [held.public_id]
    assert (PendingImport.objects.count(), Item.objects.count()) == (1, 0)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("expire_attempts", stdout=io.StringIO())
    assert PendingImport.objects.count() == 0


def test_a_bank_that_moved_on_asks_for_another_look(anna) -> None:
    held = hold(anna)
    bring(BANK.replace("Кто решает?", "Кто вправе решать?"))
    shown = confirm_import(held.public_id, anna)
    assert ("done" in shown.report, shown.report["counts"]) == (False, {"change": 1, "keep": QUESTIONS - 1})
    assert ItemVersion.objects.count() == QUESTIONS
    assert confirm_import(held.public_id, anna).report["done"] is True
    assert ItemVersion.objects.count() == QUESTIONS + 1


def test_faults_need_a_word_before_the_rest_is_taken(anna) -> None:
    held = hold(anna, BANK + "\nКто? {=а\n")
    with pytest.raises(BankError, match="есть ошибки"):
        confirm_import(held.public_id, anna)
    assert Item.objects.count() == 0
    confirm_import(held.public_id, anna, keep_going=True)
    assert Item.objects.count() == QUESTIONS


@pytest.mark.parametrize(("data", "words"), [(b"", "пуст"), (b" " * 20_000_001, "больше 20 МБ")])
def test_files_that_are_not_held(anna, data, words) -> None:
    with pytest.raises(BankError, match=words):
        hold_import(data, name="bank.gift", uploader=anna, language="ru")
    assert PendingImport.objects.count() == 0

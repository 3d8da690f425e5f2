"""Import and export in the admin: who may, what is shown, what the files hold."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quizzes.formats import gift, moodle_xml, qti
from quizzes.models import Item, ItemVersion, PendingImport
from tests.quizzes.builders import BANK, QUESTIONS, make_bank, make_quiz
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db
UPLOAD, EXPORT = "/admin/quiz-items/import/", "/admin/quiz-items/export/"


@pytest.fixture
def desk(client, methodologist):
    client.force_login(methodologist)
    return client


def send(client, data: str | bytes = BANK, name: str = "bank.gift", **fields):
    content = data.encode() if isinstance(data, str) else data
    form = {"file": SimpleUploadedFile(name, content), "language": "ru", "format": "", **fields}
    return client.post(UPLOAD, form, follow=True)


def confirm(client, **fields):
    held = PendingImport.objects.get()
    return client.post(reverse("quiz_import_confirm", args=[held.public_id]), fields, follow=True)


def test_a_file_is_shown_first_and_imported_then(desk) -> None:
    shown = text_of(send(desk))
    assert ("Новых 6" in shown, "Первый" in shown, Item.objects.count()) == (True, True, 0)
    assert ("GIFT, Русский" in shown, "Один верный ответ" in shown) == (True, True)
    done = text_of(confirm(desk))
    assert ("Создано 6" in done, Item.objects.count(), Item.objects.first().status) == (True, QUESTIONS, "draft")
    assert "Создано 6" in text_of(confirm(desk))
    assert ItemVersion.objects.count() == QUESTIONS


def test_what_changes_is_shown_side_by_side(desk) -> None:
    make_bank()
    page = send(desk, BANK.replace("Кто решает?", "Кто вправе <решать>?")).content.decode()
    assert "<del>Кто решает?</del> <ins>Кто вправе &lt;решать&gt;?</ins>" in page or "<del>Кто решает?</del>" in page
    assert "<решать>" not in page
    assert "Импортировать 1 вопрос" in page


def test_faults_name_their_line_and_the_rest_waits_for_a_word(desk) -> None:
    shown = text_of(send(desk, BANK + "\nКто? {=а\n"))
    assert f"строка {BANK.count(chr(10)) + 2} Скобка {{ не закрыта" in shown
    assert ("есть ошибки" in text_of(confirm(desk)), Item.objects.count()) == (True, 0)
    assert ("Не вошло 1" in text_of(confirm(desk, keep_going="1")), Item.objects.count()) == (True, QUESTIONS)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.xml", b'<!DOCTYPE quiz [<!ENTITY a "b">]>\n<quiz>&a;</quiz>', "Описания DOCTYPE и ENTITY не читаются"),
        ("half.zip", qti.dumps(gift.loads("Кто? {T}"))[:200], "Архив повреждён или загружен не до конца"),
        ("half.xml", "<quiz><question", "Файл обрывается"),
        ("odd.xml", "<quiz><question type='cloze'/></quiz>", "Вложенные ответы (Cloze) не переносятся"),
    ],
)
def test_bad_files_are_explained_and_import_nothing(desk, name, data, said) -> None:
    shown = text_of(send(desk, data, name))
    assert (said in shown, "исправьте файл и загрузите его снова" in shown, Item.objects.count()) == (True, True, 0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bank.gift", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "Это картинка, а не файл с вопросами"),
        ("bank.gift", b"%PDF-1.7\n1 0 obj", "Это документ (PDF), а не файл с вопросами"),
        ("letter.txt", "Здравствуйте, посылаю вопросы завтра.".encode(), "В этом тексте нет вопросов"),
        ("empty.gift", b" \n", "Файл пуст. Выберите другой."),
    ],
)
def test_a_file_that_is_no_bank_is_said_to_be_none_and_is_not_held(desk, name, data, said) -> None:
    assert (said in text_of(send(desk, data, name)), PendingImport.objects.count()) == (True, 0)
    assert (said in text_of(send(desk, data, name, format="gift"))) == (name != "letter.txt")


def test_what_is_not_carried_over_is_told(desk) -> None:
    question = (
        "<question type='essay'><name><text>План</text></name><questiontext><text>Опишите</text></questiontext>{}</question>"
    )
    template = "<responsetemplate><text>Начните так</text></responsetemplate>"
    shown = text_of(send(desk, f"<quiz>{question.format(template) * 1}</quiz>", "bank.xml"))
    assert ("Войдёт не полностью" in shown, "Заготовка ответа не переносится" in shown) == (True, True)


@pytest.mark.parametrize("data", [b"", b" " * 20_000_001])
def test_a_file_that_is_empty_or_too_large(desk, data) -> None:
    reply = send(desk, data)
    assert (reply.status_code, PendingImport.objects.count(), "error" in reply.content.decode()) == (200, 0, True)


def test_the_file_of_another_is_not_there(desk, administrator) -> None:
    send(desk)
    held = PendingImport.objects.get()
    held.uploader = administrator
    held.save()
    preview = desk.get(reverse("quiz_import_preview", args=[held.public_id]), follow=True)
    assert "виден только тому, кто его загрузил" in text_of(preview)
    confirm(desk)
    desk.post(reverse("quiz_import_drop", args=[held.public_id]))
    assert (Item.objects.count(), PendingImport.objects.count()) == (0, 1)


def test_a_dropped_file_is_gone(desk) -> None:
    send(desk)
    held = PendingImport.objects.get()
    assert desk.post(reverse("quiz_import_drop", args=[held.public_id])).status_code == 302
    assert PendingImport.objects.count() == 0


def test_many_new_items_are_shown_in_pages(desk) -> None:
    send(desk, "\n\n".join(f"Вопрос номер {number}? {{T}}" for number in range(150)))
    held = PendingImport.objects.get()
    second = text_of(desk.get(reverse("quiz_import_preview", args=[held.public_id]), {"page": 2}))
    assert ("Вопрос номер 149" in second, "Вопрос номер 7?" in second, "страница 2 из 2" in second) == (True, False, True)


@pytest.mark.parametrize("role", ["specialist", "curator", "publisher", "administrator"])
def test_others_have_no_business_here(client, request, role) -> None:
    make_bank()
    client.force_login(request.getfixturevalue(role))
    replies = [client.get(UPLOAD), client.get(EXPORT), client.get(EXPORT, {"format": "gift", "file": 1})]
    assert {reply.status_code for reply in replies} <= {302, 403}
    client.post(UPLOAD, {"file": SimpleUploadedFile("bank.gift", BANK.encode()), "language": "ru", "format": ""})
    assert PendingImport.objects.count() == 0


# --- export ---


def exported(client, **fields) -> bytes:
    return client.get(EXPORT, {"file": "1", **fields}).content


@pytest.mark.parametrize("name", ["gift", "moodle-xml", "qti", "qti-2.2", "yaml"])
def test_what_is_exported_can_be_imported_again(desk, name) -> None:
    make_bank()
    data = exported(desk, format=name)
    shown = text_of(send(desk, data, f"bank.{ {'gift': 'gift', 'moodle-xml': 'xml', 'yaml': 'yaml'}.get(name, 'zip') }"))
    assert ("Без изменений 6" in shown, "Ошибок 0" in shown) == (True, True)


def test_filters_of_the_export(desk) -> None:
    make_bank()
    make_bank("$CATEGORY: C1/право\n\n// [id:x] [tag:competency:ethics]\nНовый? {T}\n")
    quiz = make_quiz(blueprint={"cells": [{"count": 1, "competency": "ethics"}], "excluded": ["t-3"]})
    codes = {
        name: [item.id for item in gift.loads(exported(desk, format="gift", **fields).decode())]
        for name, fields in {
            "category": {"category": "C1"},
            "kind": {"kind": "numerical"},
            "competency": {"competency": "ethics"},
            "quiz": {"quiz": quiz.pk},
        }.items()
    }
    assert codes == {"category": ["x"], "kind": ["t-4"], "competency": ["t-3", "t-4", "x"], "quiz": ["t-4", "x"]}


def test_what_a_format_cannot_carry_is_listed(desk) -> None:
    make_bank()
    reply = desk.get(EXPORT, {"format": "aiken"})
    assert ("Aiken: вопросов 0" in text_of(reply), "Не войдёт: 6" in text_of(reply)) == (True, True)
    # One reason is told once, however many questions it holds for.
    assert text_of(reply).count("Aiken знает только выбор одного ответа") == 1
    assert ("Ни один из них в Aiken не войдёт" in text_of(reply), "Таких вопросов нет" in text_of(reply)) == (True, False)
    assert "Метки не перейдут" in text_of(desk.get(EXPORT, {"format": "qti"}))


def test_the_file_has_a_telling_name(desk) -> None:
    make_bank()
    reply = desk.get(EXPORT, {"format": "moodle-xml", "language": "ru", "file": "1"})
    assert reply["Content-Disposition"] == 'attachment; filename="items-ru.xml"'
    assert len(moodle_xml.loads(reply.content)) == QUESTIONS
    assert io.BytesIO(reply.content).read(5) == b"<?xml"

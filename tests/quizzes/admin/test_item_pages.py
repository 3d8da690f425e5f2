"""The pages of the item bank in the admin: writing, looking, reviewing, comparing, planning; and who may do what."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from quizzes.admin.items_form import KINDS
from quizzes.domain import add_version, create_item, send_to_review
from quizzes.formats import gift, item_yaml
from quizzes.models import Item, MediaFile, VersionMedia
from tests.factories import UserFactory
from tests.quizzes.admin.desk import SOUND, page, said, written
from tests.quizzes.admin.posted import data_of
from tests.quizzes.scoring.test_case import CASE

pytestmark = pytest.mark.django_db
NEW = {
    "stem": "Кто принимает решение об отобрании ребёнка?",
    "language": "ru",
    "competency": "child-safety",
    "difficulty": "easy",
    "options-rows": "3",
    "options-0-text": "Орган опеки",
    "options-0-share": "1",
    "options-0-feedback": "Да, статья 77.",
    "options-1-text": "Директор школы",
    "options-1-share": "0",
    "options-1-feedback": "Школа сообщает.",
    "options-2-text": "Врач больницы",
    "options-2-share": "0",
    "options-2-feedback": "Врач сообщает.",
    "references-rows": "1",
    "references-0-target": "standards/consent#c-2-1",
    "max_mark": "1",
    "penalty": "100/3",
    "shuffle": "on",
}


# --- writing ---


@pytest.mark.parametrize("kind", [*KINDS])
def test_the_form_of_every_type_opens_and_keeps_what_it_cannot_take(window, kind) -> None:
    assert window.get(page("item_create", kind)).status_code == 200
    reply = window.post(page("item_create", kind), {"name": "Память", "language": "ru"})
    assert (reply.status_code, reply.context["form"]["name"].value(), Item.objects.count()) == (422, "Память", 0)
    words = "Расскажите, с чего всё начинается." if kind == "case" else "Напишите вопрос."
    assert reply.context["form"].faults[0] == ("id_stem", words)


def test_an_item_is_written_checked_and_sent(window, author) -> None:
    reply = window.post(page("item_create", "single-choice"), {**NEW, "send": "1"}, follow=True)
    item = Item.objects.get()
    assert (item.code, item.status, item.current_version.author) == ("ru-child-safety-001", "in_review", author)
    assert item.current_version.content.tags == ("competency:child-safety", "difficulty:easy", "ref:standards/consent#c-2-1")
    assert said(reply) == ["Вопрос отправлен на проверку."]


def test_a_row_is_added_without_losing_a_word(window) -> None:
    reply = window.post(page("item_create", "single-choice"), {**NEW, "add-options": "1"})
    form = reply.context["form"]
    assert (reply.status_code, len(form.row_sets["options"].rows), form.faults) == (200, 4, [])
    assert [row["text"].value() for row in form.row_sets["options"].rows][:2] == ["Орган опеки", "Директор школы"]


def test_the_check_names_flaws_and_near_duplicates(window, settings) -> None:
    settings.QUIZZES_SIMILAR_ITEMS = ""
    written(text=SOUND.replace("Школа", "Директор школы").replace("Полиция", "Врач больницы"))
    data = {**NEW, "options-2-text": "Всё из перечисленного", "check": "1"}
    reply = window.post(page("item_create", "single-choice"), {**data, "options-2-text": "Врач больницы"})
    assert [one.item.code for one in reply.context["findings"]["alike"]] == ["ru-x-1"]
    reply = window.post(page("item_create", "single-choice"), data)
    assert [is_error for _words, is_error in reply.context["findings"]["flaws"]] == [True, False]
    assert "угадывают. Замените вариантом по существу." in reply.content.decode()
    assert Item.objects.count() == 1


def test_an_error_of_writing_bars_sending_and_writes_nothing(window) -> None:
    reply = window.post(page("item_create", "single-choice"), {**NEW, "options-2-text": "Всё из перечисленного", "send": "1"})
    assert (reply.status_code, Item.objects.count()) == (422, 0)
    assert "угадывают" in reply.context["form"].faults[0][1]


def test_an_edit_makes_a_version_and_no_edit_makes_none(window, author) -> None:
    item = written()
    edit = page("item_edit", item.pk)
    data = {**data_of(window.get(edit).context["form"]), "version": "1", "reason": "яснее"}
    assert said(window.post(edit, data, follow=True)) == ["Текст вопроса не изменился: новая версия не нужна."]
    assert said(window.post(edit, {**data, "options-1-text": "Суд"}, follow=True)) == ["Записана версия 2."]
    version = Item.objects.get().current_version
    assert (version.number, version.author, version.reason) == (2, author, "яснее")


def test_who_comes_second_is_told_and_keeps_the_text(window) -> None:
    item = written()
    edit = page("item_edit", item.pk)
    data = {**data_of(window.get(edit).context["form"]), "version": "1", "options-1-text": "Суд"}
    add_version(item, gift.loads(SOUND.replace("Школа", "Врач"))[0], actor=None, reason="")
    reply = window.post(edit, data)
    assert (reply.status_code, item.versions.count()) == (422, 2)
    assert "вопрос изменили" in reply.context["form"].faults[0][1]
    assert reply.context["form"].row_sets["options"].rows[1]["text"].value() == "Суд"


def test_the_place_in_the_bank_is_no_version(window) -> None:
    item = written()
    edit = page("item_edit", item.pk)
    window.post(edit, {**data_of(window.get(edit).context["form"]), "version": "1", "category": "ru/новый раздел"})
    item.refresh_from_db()
    assert (item.category, item.versions.count()) == ("ru/новый раздел", 1)


def test_a_picture_is_kept_before_anything_else(window, author) -> None:
    upload = BytesIO()
    Image.new("RGB", (640, 480), "white").save(upload, "PNG")
    upload.name = "plan.png"
    upload.seek(0)
    reply = window.post(page("item_create", "hotspot"), {"language": "ru", "upload": upload, "upload-now": "1"})
    media = MediaFile.objects.get()
    form = reply.context["form"]
    assert (form["picture"].value(), reply.context["scene"]["width"]) == (f"media:{media.key}", 640)
    areas = {"areas-rows": "1", "areas-0-name": "Плита", "areas-0-coords": "10, 20, 110, 120", "areas-0-weight": "100"}
    data = {"language": "ru", "stem": "Где опасно?", "alternative": "Кухня", "picture": form["picture"].value(), **areas}
    window.post(page("item_create", "hotspot"), {**data, "areas-0-shape": "rect", "max_points": "1", "max_mark": "1"})
    content = Item.objects.get().current_version.content
    assert (content.width, content.height, content.areas[0].coords) == (640, 480, (10, 20, 110, 120))
    assert VersionMedia.objects.get().media == media


def test_a_file_that_is_no_picture_is_refused_in_words(window) -> None:
    upload = BytesIO(b"<svg onload=alert(1)>")
    upload.name = "plan.svg"
    reply = window.post(page("item_create", "hotspot"), {"language": "ru", "stem": "Где?", "upload": upload})
    assert (reply.status_code, MediaFile.objects.count()) == (422, 0)
    assert "SVG" in reply.context["form"].faults[0][1]


def places(query: str, language: str, limit: int) -> list[tuple[str, str, str]]:
    return [("standards/consent#c-2-1", "Согласие, 2.1", f"{query} {language}")]


def test_a_clause_is_found_and_taken(window, settings) -> None:
    settings.QUIZZES_REFERENCE_CHOICES = f"{__name__}.places"
    data = {**NEW, "references-rows": "0", "clause": "согласие", "find": "1"}
    reply = window.post(page("item_create", "single-choice"), data)
    assert [(one.reference, one.text) for one in reply.context["places"]] == [("standards/consent#c-2-1", "согласие ru")]
    del data["find"]
    reply = window.post(page("item_create", "single-choice"), {**data, "pick": "standards/consent#c-2-1"})
    assert reply.context["form"].row_sets["references"].rows[0]["target"].value() == "standards/consent#c-2-1"


def test_gift_is_the_second_way(window) -> None:
    new = page("item_gift_new")
    faulty = window.post(new, {"source": "Кто? {=опека", "language": "ru"})
    assert (faulty.status_code, "Строка 1" in faulty.context["form"].faults[0][1]) == (422, True)
    window.post(new, {"source": SOUND, "language": "ru"})
    item = Item.objects.get()
    window.post(page("item_gift", item.pk), {"source": SOUND.replace("Школа", "Суд"), "reason": "точнее"})
    assert (item.versions.count(), item.versions.first().reason) == (2, "точнее")


def test_yaml_is_the_second_way_to_write_a_case(window) -> None:
    text = item_yaml.dumps([CASE])
    window.post(page("item_gift_new"), {"source": text, "language": "ru"})
    item = Item.objects.get()
    assert (item.current_version.kind, window.get(page("item", item.pk)).status_code) == ("case", 200)
    edit = window.get(page("item_edit", item.pk))
    assert (edit.status_code, page("item_gift", item.pk) in edit.content.decode()) == (200, True)
    form = window.get(page("item_gift", item.pk)).context["form"]
    assert item_yaml.loads(form["source"].value())[0].nodes == CASE.nodes
    said_again = window.post(page("item_gift", item.pk), {"source": form["source"].value()}, follow=True)
    assert said(said_again) == ["Текст вопроса не изменился: новая версия не нужна."]


def test_a_case_is_written_step_by_step(window) -> None:
    new = page("item_create", "case")
    data = {**data_of(window.get(new).context["form"]), "language": "ru"}
    reply = window.post(new, {**data, "nodes-0-title": "Звонок", "nodes-0-options-0-to": "+", "redraw": "1"})
    form = reply.context["form"]
    assert [scene.title for scene in form.scenes] == ["1. Звонок", "2", "3", "4"]
    assert (reply.status_code, form.faults) == (200, [])
    reply = window.post(new, {**data_of(form), "add-nodes-0-facts": "1"})
    assert len(reply.context["form"].scenes.scenes[0].row_sets["facts"].rows) == 1
    reply = window.post(new, {**data_of(reply.context["form"]), "save": "1"})
    assert (reply.status_code, Item.objects.count()) == (422, 0)


def test_a_case_begins_as_a_copy_of_an_approved_one(window) -> None:
    new = page("item_create", "case")

    def offered(*codes: str) -> list[Item]:
        for code in codes:
            sample = create_item(CASE, code=code, language=code[:2], actor=None)
            Item.objects.filter(pk=sample.pk).update(status="approved")
        with CaptureQueriesContext(connection) as seen:
            samples = window.get(new).context["samples"]
        counts.append(len(seen))
        return samples

    counts: list[int] = []
    window.get(new)
    assert [one.code for one in offered("en-case-1")] == ["en-case-1"]
    samples = offered("ru-case-1", "ru-case-2")
    assert [one.code for one in samples] == ["ru-case-1", "ru-case-2", "en-case-1"]
    # As many queries for three samples as for one.
    assert counts[0] == counts[1]
    copy = window.get(new, {"sample": samples[0].pk}).context["form"]
    window.post(new, {**data_of(copy), "name": "Другая семья", "save": "1"})
    made = Item.objects.get(current_version__title="Другая семья")
    assert (len(made.current_version.content.nodes), made.status, made.code) == (8, "draft", "ru-item-001")
    assert Item.objects.get(code="ru-case-1").versions.count() == 1


def test_a_case_is_walked_from_any_scene_before_it_is_saved(window) -> None:
    new = page("item_create", "case")
    data = {**data_of(window.get(new).context["form"]), "nodes-0-title": "Звонок", "nodes-0-options-0-text": "Ехать"}
    frames = window.get(window.post(new, {**data, "look-from": "scene-1"})["Location"])
    sheet = frames.context["sheet"]
    play = window.get(sheet).context["widget"].extra
    assert (play.node.title, {str(choice.html) for choice in play.choices}) == ("Звонок", {"Ехать", "Вариант ещё не написан"})
    after = window.post(sheet, {"path": "", "node": "scene-1", "answer": "0", "decide": "1"})
    assert (after.context["story"].end_title, Item.objects.count()) == ("", 0)


def test_the_preview_of_a_case_tells_its_worth_at_the_end_as_an_attempt_does(window) -> None:
    item = create_item(CASE, code="ru-case-1", language="ru", actor=None)
    sheet = f"{page('item_sheet', item.pk)}?seed=a"
    data = {"path": "", "node": "call", "decide": "1"}
    shown = window.get(sheet).context["widget"].extra.choices
    late = next(choice.value for choice in shown if "Позвонить" in choice.html)
    middle = window.post(sheet, {**data, "answer": late}).context
    assert (middle["result"], middle["story"], "Проверить ответ" in window.get(sheet).content.decode()) == (None, None, False)
    play = middle["widget"].extra
    leave = next(choice.value for choice in play.choices if "Уйти" in choice.html)
    end = window.post(sheet, {**data, "path": play.path, "node": "late", "answer": leave}).context
    assert (end["result"].mark, end["story"].end_title, len(end["story"].steps)) == ("1", "Беда", 2)


def test_the_page_of_a_case_says_it_in_words_with_its_map(window) -> None:
    item = create_item(CASE, code="ru-case-1", language="ru", actor=None)
    context = window.get(page("item", item.pk)).context
    told = [(part.name, part.words, part.note, part.is_right) for part in context["parts"]]
    assert ("Вариант", "Ехать сегодня → 3. Уровень", "верно; дней: 1", True) in told
    assert ("Вариант", "Ждать неделю → 2. Время ушло", "0 %; дней: 7; опасно для ребёнка", False) in told
    assert ("Что дальше", "→ 5. Срок", "от 50 %", False) in told
    assert [spot.id for spot in context["map"].spots] == [node.id for node in CASE.nodes]


def test_a_clause_is_taken_for_a_scene(window) -> None:
    new = page("item_create", "case")
    data = {**data_of(window.get(new).context["form"]), "pick": "standards/consent#c-2-1", "pick-for": "nodes-1-refs"}
    form = window.post(new, data).context["form"]
    assert form.scenes.scenes[1].row_sets["refs"].rows[0]["target"].value() == "standards/consent#c-2-1"
    elsewhere = window.post(new, {**data, "pick-for": "nodes-9-refs"}).context["form"]
    assert elsewhere.row_sets["references"].rows[1]["target"].value() == "standards/consent#c-2-1"


# --- looking ---


def test_the_preview_scores_an_answer_and_records_nothing(window, django_assert_num_queries) -> None:
    item = written()
    sheet = f"{page('item_sheet', item.pk)}?seed=a"
    shown = window.get(sheet)
    right = next(choice.value for choice in shown.context["widget"].choices if "опеки" in choice.html)
    judged = window.post(sheet, {"answer": right}).context["result"]
    assert (judged.word, judged.mark, judged.full, judged.right) == ("Верно", "1", "1", "Орган опеки")
    assert [str(text) for text in judged.feedback] == ["Да."]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_what_is_not_saved_is_previewed_too(window) -> None:
    reply = window.post(page("item_create", "single-choice"), {**NEW, "look": "1"})
    frames = window.get(reply["Location"])
    assert (frames.status_code, Item.objects.count()) == (200, 0)
    assert window.get(frames.context["sheet"]).context["legend"] == "Кто принимает решение об отобрании ребёнка?"
    assert window.get(page("item_draft_preview", "0000"), follow=True).status_code == 404


# --- review ---


def test_a_colleague_returns_and_approves(window, colleague, author) -> None:
    item = written(author)
    send_to_review(item, actor=author)
    queue = page("item_queue")
    assert [len(one.get(queue).context["waiting"]) for one in (window, colleague)] == [0, 1]
    assert said(colleague.post(page("item_act", item.pk, "return"), follow=True)) == [
        "Напишите автору, что исправить: без слов возвращать нельзя."
    ]
    colleague.post(page("item_act", item.pk, "return"), {"comment": "Неверный срок"})
    returned = window.get(queue).context["returned"]
    assert [(row["item"].code, row["event"].comment) for row in returned] == [("ru-x-1", "Неверный срок")]
    window.post(page("item_act", item.pk, "send"))
    assert said(window.post(page("item_act", item.pk, "approve"), follow=True)) == [
        "Свой вопрос не проверяют: попросите коллегу."
    ]
    colleague.post(page("item_act", item.pk, "approve"))
    assert Item.objects.get().status == "approved"


def test_the_home_tells_what_waits(colleague, author) -> None:
    assert "Вашей проверки" not in colleague.get("/admin/").content.decode()
    send_to_review(written(author), actor=author)
    assert "Вашей проверки ждёт 1 вопрос." in colleague.get("/admin/").content.decode()


def test_the_queue_needs_the_same_queries_for_one_and_for_three(colleague, author) -> None:
    counts = []
    for number in range(3):
        send_to_review(written(author, f"ru-x-{number}", SOUND.replace("Кто", f"Кто {number}")), actor=author)
        colleague.get(page("item_queue"))
        with CaptureQueriesContext(connection) as queries:
            colleague.get(page("item_queue"))
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_translations_are_made_and_their_age_is_shown(window, author) -> None:
    item = written(author)
    window.post(page("item_act", item.pk, "translate"), {"language": "en"})
    add_version(item, gift.loads(SOUND.replace("Школа", "Суд"))[0], actor=author, reason="")
    copy = Item.objects.get(language="en")
    assert [one.is_outdated for one in window.get(page("item", copy.pk)).context["sisters"]] == [True]
    window.post(page("item_act", copy.pk, "compared"), {"code": item.code})
    assert [one.is_outdated for one in window.get(page("item", copy.pk)).context["sisters"]] == [False]


def test_versions_are_compared_and_brought_back(window) -> None:
    item = written()
    add_version(item, gift.loads(SOUND.replace("Школа", "Районный суд"))[0], actor=None, reason="точнее")
    context = window.get(page("item_versions", item.pk)).context
    changes = [(change.name, change.old, change.new) for change in context["changes"] if change.is_changed]
    assert changes == [("Вариант", "Школа [0 %]", "Районный суд [0 %]")]
    window.post(page("item_restore", item.pk, 1))
    item.refresh_from_db()
    assert (item.current_version.number, item.current_version.reason) == (3, "Возвращена версия 1")


# --- rights ---


PAGES = [
    ("item_kinds", ()),
    ("item_create", ("single-choice",)),
    ("item_gift_new", ()),
    ("item_queue", ()),
    ("item", (1,)),
    ("item_edit", (1,)),
    ("item_preview", (1,)),
    ("item_sheet", (1,)),
    ("item_versions", (1,)),
    ("create", ()),
    ("edit", (1,)),
    ("trial", (1,)),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("role", ["specialist", "publisher", "curator"])
def test_who_does_not_work_on_the_bank_sees_none_of_it(sign_in, role, name, args) -> None:
    reply = sign_in(UserFactory(roles=[role])).get(page(name, *args))
    assert (reply.status_code, reply["Location"].startswith("/admin/") or "login" in reply["Location"]) == (302, True)


@pytest.mark.parametrize("act", ["approve", "return", "retire", "send", "quiz", "translate"])
def test_an_act_asks_for_its_right(sign_in, author, act) -> None:
    item = written(author)
    sign_in(UserFactory(roles=["publisher"])).post(page("item_act", item.pk, act), {"comment": "Так"})
    assert (Item.objects.count(), Item.objects.get().status, item.events.count()) == (1, "draft", 0)


def test_who_writes_without_the_right_to_review_cannot_approve(sign_in, author) -> None:
    writer = UserFactory(roles=["item-author"])
    item = written(author)
    send_to_review(item, actor=author)
    client = sign_in(writer)
    assert said(client.post(page("item_act", item.pk, "approve"), follow=True)) == ["У вас нет права на это действие."]
    assert client.get(page("item_create", "single-choice")).status_code == 200
    assert client.get(page("create")).status_code == 302


def test_who_reviews_without_the_right_to_write_cannot_edit(sign_in, author) -> None:
    client = sign_in(UserFactory(roles=["item-reviewer"]))
    item = written(author)
    send_to_review(item, actor=author)
    assert client.get(page("item_edit", item.pk)).status_code == 302
    client.post(page("item_act", item.pk, "approve"))
    assert Item.objects.get().status == "approved"

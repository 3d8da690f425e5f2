"""Packages of QTI: the manifest, pictures, what is kept beside the items, members made to do harm."""

import io
import zipfile
from fractions import Fraction as F

import pytest

from quizzes.formats import qti
from quizzes.formats.errors import FormatError
from quizzes.scoring import Hotspot, Option, Pointed, ShortAnswer, SingleChoice, Text
from tests.quizzes.formats.test_moodle_xml import PICTURE, PNG
from tests.quizzes.formats.test_qti import MATCH, POINT, ask, declare, document, marks


def package(**members: str | bytes) -> bytes:
    names = {name.replace("__", "/").replace("_", "."): data for name, data in members.items()}
    items = [name for name in names if name.startswith("items/")]
    resources = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="{name}"><file href="{name}"/></resource>'
        for n, name in enumerate(items)
    )
    manifest = (
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><resources>{resources}</resources></manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for name, data in names.items():
            archive.writestr(name, data)
    return buffer.getvalue()


SCENE = '<object data="../img/room.png" type="image/png">Комната</object>'
SPOTS = (
    '<hotspotChoice identifier="A" shape="circle" coords="10,10,5" hotspotLabel="Окно"/>'
    '<hotspotChoice identifier="B" shape="rect" coords="20,20,40,40"/>'
)


def test_places_of_a_picture_from_a_package() -> None:
    body = f"<p>Где?</p>{ask('hotspot', SCENE + SPOTS, maxChoices='1')}"
    reading = qti.read(package(items__a_xml=document(body, declare("A"), rule=MATCH), img__room_png=PNG))
    [item] = reading.items
    assert (type(item), item.picture, item.alternative) == (Hotspot, PICTURE.reference, "Комната")
    assert ([area.name for area in item.areas], (item.width, item.height)) == (["Окно", "B"], (100, 100))
    assert marks(item, Pointed(((12, 10),)), Pointed(((30, 30),))) == [F(1), F(0)]
    assert reading.pictures[PICTURE.key].data == PNG
    again = qti.read(qti.dumps(reading.items, reading.pictures))
    assert (again.items, again.pictures[PICTURE.key].data) == (reading.items, PNG)


def test_points_of_a_picture() -> None:
    body = ask("selectPoint", SCENE, "Где?", maxChoices="0")
    declared = declare(cardinality="multiple", base="point", areas=[("circle", "10,10,5", "1"), ("rect", "20,20,40,40", "1")])
    [item] = qti.loads(package(items__a_xml=document(body, declared, rule=POINT), img__room_png=PNG))
    assert (item.max_points, item.max_mark) == (2, F(2))
    assert marks(item, Pointed(((10, 10), (30, 30))), Pointed(((10, 10), (11, 11)))) == [F(2), F(1)]


def test_a_picture_in_a_text() -> None:
    data = package(items__a_xml=document('<p><img src="../img/room.png" alt="Дом"/></p>'), img__room_png=PNG)
    assert PICTURE.reference in qti.loads(data)[0].stem.value


def test_a_package_without_a_manifest_or_items() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("folder/imsmanifest.xml", "<manifest/>")
    with pytest.raises(FormatError, match="нет imsmanifest.xml"):
        qti.loads(buffer.getvalue())


def test_a_bomb_in_one_item_of_a_package_names_the_member() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<assessmentItem>&a;</assessmentItem>'
    reading = qti.read(package(items__a_xml=document("<p>Текст</p>"), items__bomb_xml=bomb))
    assert ([fault.source for fault in reading.faults], len(reading.items)) == (["items/bomb.xml"], 1)
    with pytest.raises(FormatError, match="items/bomb.xml, строка 1: Описания DOCTYPE"):
        qti.loads(package(items__a_xml=document("<p>Текст</p>"), items__bomb_xml=bomb))


def test_what_other_programs_will_not_find_is_told() -> None:
    item = SingleChoice(stem=Text("Кто?"), tags=("competency:ethics",), options=(Option(Text("а"), F(1)), Option(Text("б"))))
    assert ["Метки" in str(note) for note in qti.write([item], {}).notes] == [True]


def test_an_edit_in_another_program_wins_over_what_was_kept() -> None:
    item = ShortAnswer(stem=Text("Кто?"), answers=(Option(Text("мёд"), F(1)),), fold_yo=True)
    source, changed = io.BytesIO(qti.dumps([item])), io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace("мёд".encode(), "хлеб".encode()) if name.startswith("items/") else data)
    reading = qti.read(changed.getvalue())
    assert (reading.items[0].answers[0].text.value, reading.items[0].fold_yo) == ("хлеб", False)
    assert ["изменён после выгрузки" in str(note) for note in reading.notes] == [True]


FOREIGN = [
    "sliderInteraction",
    "uploadInteraction",
    "drawingInteraction",
    "graphicOrderInteraction",
    "customInteraction",
    "mediaInteraction",
]


@pytest.mark.parametrize("tag", FOREIGN)
def test_other_interactions_are_refused_by_name(tag) -> None:
    text = document(f"<p>Текст</p>\n<{tag} responseIdentifier='RESPONSE'/>", declare("A"))
    [fault] = qti.read(package(items__bad_xml=text, items__good_xml=document("<p>Текст</p>"))).faults
    assert (fault.source, fault.line, f"Задание {tag}" in str(fault)) == ("items/bad.xml", 2, True)

"""The rules of Moodle XML, one row each: banks written for Moodle mean the same here and earn the same marks."""

import base64
import io
from fractions import Fraction as F

import pytest
from PIL import Image

from quizzes.formats import moodle_xml
from quizzes.formats.errors import FormatError, UnsupportedItem
from quizzes.formats.pictures import Picture
from quizzes.scoring import (
    Area,
    Assigned,
    ChosenMany,
    ChosenOne,
    Criterion,
    Description,
    DragWords,
    Essay,
    GapSelect,
    Hint,
    Hotspot,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Ordered,
    OrderGrading,
    Ordering,
    Pair,
    Pointed,
    Shape,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    Tolerance,
    TrueFalse,
    Typed,
    Unit,
    UnitPenalty,
    Word,
    score,
)


def png(width: int = 100, height: int = 100) -> bytes:
    """A small picture."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(data, "PNG")
    return data.getvalue()


PNG = png()
PICTURE = Picture("a b.png", PNG)
FILE = f'<file name="a b.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'


def quiz(kind: str, body: str, before: str = "") -> str:
    head = '<name><text>Имя</text></name><questiontext format="html"><text><![CDATA[<p>Кто?</p>]]></text></questiontext>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{before}\n<question type="{kind}">{head}{body}</question></quiz>'


def one(kind: str, body: str):
    [item] = moodle_xml.loads(quiz(kind, body))
    return item


def answer(fraction: str, text: str, feedback: str = "", more: str = "") -> str:
    said = f"<feedback format='html'><text>{feedback}</text></feedback>" if feedback else ""
    return f"<answer fraction='{fraction}' format='html'><text>{text}</text>{said}{more}</answer>"


def marks(item, *responses) -> list[F | None]:
    return [score(item, response).fraction for response in responses]


def test_single_choice_keeps_weights_feedback_and_settings() -> None:
    item = one(
        "multichoice",
        "<defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber>ru-1</idnumber>"
        "<single>true</single><shuffleanswers>false</shuffleanswers><answernumbering>abc</answernumbering>"
        "<correctfeedback format='html'><text>Да</text></correctfeedback>"
        "<partiallycorrectfeedback format='html'><text>Почти</text></partiallycorrectfeedback>"
        "<incorrectfeedback format='html'><text>Нет</text></incorrectfeedback>"
        + answer("100", "опека", "Статья 77.")
        + answer("33.33333", "суд")
        + answer("-50", "школа"),
    )
    html = TextFormat.HTML
    assert item == SingleChoice(
        name="Имя",
        id="ru-1",
        stem=Text("<p>Кто?</p>", html),
        max_mark=F(2),
        penalty=F(1, 3),
        shuffle=False,
        feedback_right=Text("Да", html),
        feedback_partly=Text("Почти", html),
        feedback_wrong=Text("Нет", html),
        options=(
            Option(Text("опека", html), F(1), Text("Статья 77.", html)),
            Option(Text("суд", html), F(1, 3)),
            Option(Text("школа", html), F(-1, 2)),
        ),
    )
    assert [item.feedback_for(ChosenOne(place))[-1].value for place in range(3)] == ["Да", "Почти", "Нет"]


def test_several_answers_earn_the_sum_of_their_weights() -> None:
    parts = "".join(answer("33.33333", word) for word in "абв")
    item = one("multichoice", f"<single>false</single>{parts}{answer('-33.33333', 'г')}")
    assert type(item) is MultipleResponse
    assert marks(item, ChosenMany((0, 1, 2)), ChosenMany((0, 1, 3)), ChosenMany((3,))) == [F(1), F(1, 3), F(0)]


def test_all_or_nothing() -> None:
    item = one("multichoiceset", answer("100", "а") + answer("100", "б") + answer("0", "в"))
    assert marks(item, ChosenMany((0, 1)), ChosenMany((0,)), ChosenMany((0, 1, 2))) == [F(1), F(0), F(0)]


@pytest.mark.parametrize(("true", "false", "correct"), [("100", "0", True), ("0", "100", False)])
def test_true_or_false(true, false, correct) -> None:
    item = one("truefalse", answer(true, "true", "верно-слово") + answer(false, "false", "неверно-слово"))
    words = (item.feedback_right.value, item.feedback_wrong.value)
    assert (item.correct, words) == (correct, ("верно-слово", "неверно-слово") if correct else ("неверно-слово", "верно-слово"))


def test_short_answer_has_wildcards_and_case() -> None:
    item = one("shortanswer", "<usecase>1</usecase>" + answer("100", "Опек*") + answer("50", "суд", "Позже"))
    assert type(item) is ShortAnswer
    assert marks(item, Typed("Опекуны"), Typed("опекуны"), Typed(" суд ")) == [F(1), F(0), F(1, 2)]


def test_number_with_tolerance_and_units() -> None:
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>м</unit_name></unit>"
        "<unit><multiplier>100</multiplier><unit_name>см</unit_name></unit></units>"
        "<unitgradingtype>1</unitgradingtype><unitpenalty>0.1000000</unitpenalty><showunits>0</showunits>"
    )
    item = one("numerical", answer("100", "3.5", more="<tolerance>0.5</tolerance>") + answer("0", "*", "Мимо") + units)
    assert item.answers[0] == NumberAnswer(F(7, 2), F(1, 2))
    assert (item.units, item.unit_penalty_kind) == ((Unit("м"), Unit("см", F(100))), UnitPenalty.OF_EARNED)
    assert marks(item, Typed("3,2 м"), Typed("400 см"), Typed("4"), Typed("9 м")) == [F(1), F(1), F(9, 10), F(0)]


def test_matching_with_an_answer_to_spare() -> None:
    pairs = "".join(
        f"<subquestion format='html'><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("а", "1"), ("б", "2"), ("", "3"))
    )
    item = one("matching", f"<shuffleanswers>true</shuffleanswers>{pairs}")
    assert (type(item), item.choices) == (Matching, ("1", "2", "3"))
    assert marks(item, Assigned((0, 1)), Assigned((0, 2))) == [F(1), F(1, 2)]


@pytest.mark.parametrize("grading", ["RELATIVE_NEXT_INCLUDE_LAST", "2"])
def test_ordering_by_the_number_of_the_answer(grading) -> None:
    body = "".join(answer(f"{place}.0000000", word) for place, word in ((2, "б"), (1, "а"), (3, "в")))
    item = one("ordering", f"<selecttype>ALL</selecttype><gradingtype>{grading}</gradingtype>{body}")
    assert (type(item), [entry.value for entry in item.entries]) == (Ordering, ["а", "б", "в"])
    assert item.grading is OrderGrading.RELATIVE_TO_NEXT_WITH_LAST
    assert marks(item, Ordered((0, 1, 2)), Ordered((1, 2, 0))) == [F(1), F(1, 3)]


def gaps(tag: str) -> str:
    parts = (("опека", 1, ""), ("суд", 2, "<infinite/>"), ("школа", 1, ""))
    return "".join(f"<{tag}><text>{text}</text><group>{group}</group>{more}</{tag}>" for text, group, more in parts)


@pytest.mark.parametrize(("kind", "tag", "type_"), [("gapselect", "selectoption", GapSelect), ("ddwtos", "dragbox", DragWords)])
def test_gaps(kind, tag, type_) -> None:
    text = "<questiontext format='html'><text>Решает [[1]], затем [[2]].</text></questiontext>"
    xml = f"<quiz><question type='{kind}'><name><text>Имя</text></name>{text}{gaps(tag)}</question></quiz>"
    [item] = moodle_xml.loads(xml)
    assert type(item) is type_
    assert item.words == (Word("опека"), Word("суд", 2, is_unlimited=True), Word("школа"))
    assert marks(item, Assigned((0, 1)), Assigned((2, 1))) == [F(1), F(1, 2)]


MARKERS = (
    f"{FILE}<drag><no>1</no><text>Опасность</text><noofdrags>2</noofdrags></drag>"
    "<drop><no>1</no><shape>circle</shape><coords>10,20;5</coords><choice>1</choice></drop>"
    "<drop><no>2</no><shape>rectangle</shape><coords>30,40;10,20</coords><choice>1</choice></drop>"
)


def test_markers_of_one_kind_are_a_hotspot() -> None:
    item = one("ddmarker", MARKERS)
    assert (type(item), item.picture, item.max_points) == (Hotspot, PICTURE.reference, 2)
    assert item.areas == (
        Area("Опасность 1", Shape.CIRCLE, (10, 20, 5), F(1, 2)),
        Area("Опасность 2", Shape.RECT, (30, 40, 40, 60), F(1, 2)),
    )
    assert marks(item, Pointed(((12, 21), (35, 50))), Pointed(((12, 21),))) == [F(1), F(1, 2)]


def test_essay_with_words_for_the_marker() -> None:
    body = "<responseformat>editor</responseformat><minwordlimit>50</minwordlimit>"
    item = one("essay", f"{body}<graderinfo format='html'><text>Ищите план.</text></graderinfo>")
    assert (type(item), item.guidance, item.min_words) == (Essay, Text("Ищите план.", TextFormat.HTML), 50)


def test_description_carries_no_mark() -> None:
    item = one("description", "<defaultgrade>0.0000000</defaultgrade>")
    assert (type(item), item.max_mark) == (Description, F(1))


def test_hints_penalty_tags_and_general_feedback() -> None:
    item = one(
        "truefalse",
        answer("100", "true")
        + answer("0", "false")
        + "<generalfeedback format='plain_text'><text>Итог</text></generalfeedback><penalty>0.2500000</penalty>"
        + "<hint format='html'><text>Раз</text><shownumcorrect/></hint><hint format='html'><text>Два</text><clearwrong/></hint>"
        + "<tags><tag><text>competency:ethics</text></tag></tags>",
    )
    html = TextFormat.HTML
    assert item.hints == (Hint(Text("Раз", html), show_count=True), Hint(Text("Два", html), clear_wrong=True))
    assert (item.penalty, item.tags, item.feedback) == (F(1, 4), ("competency:ethics",), Text("Итог", TextFormat.PLAIN))


@pytest.mark.parametrize(
    ("path", "category"),
    [("$course$/top/C1/Право", "C1/Право"), ("$course$/C1", "C1"), ("$system$/top", ""), ("Просто", "Просто"), ("top", "")],
)
def test_category(path, category) -> None:
    before = f"<question type='category'><category><text>{path}</text></category></question>"
    [item] = moodle_xml.loads(quiz("description", "", before))
    assert item.category == category


@pytest.mark.parametrize(
    ("mark", "format_"),
    [
        ("html", TextFormat.HTML),
        ("moodle_auto_format", TextFormat.MOODLE),
        ("plain_text", TextFormat.PLAIN),
        ("markdown", TextFormat.MARKDOWN),
    ],
)
def test_formats_are_inherited_from_the_question(mark, format_) -> None:
    xml = (
        f"<quiz><question type='shortanswer'><name><text>И</text></name><questiontext format='{mark}'><text>Кто?</text>"
        "</questiontext><answer fraction='100'><text>а</text><feedback><text>ф</text></feedback></answer></question></quiz>"
    )
    [item] = moodle_xml.loads(xml)
    assert (item.stem.format, item.answers[0].feedback.format) == (format_, format_)


@pytest.mark.parametrize("spelling", ["a%20b.png", "a b.png"])
def test_pictures_are_taken_along_by_what_is_in_them(spelling) -> None:
    text = f'<text><![CDATA[<img src="@@PLUGINFILE@@/{spelling}">]]></text>{FILE}'
    xml = f"<quiz><question type='description'><questiontext format='html'>{text}</questiontext></question></quiz>"
    reading = moodle_xml.read(xml)
    assert reading.items[0].stem.value == f'<img src="{PICTURE.reference}">'
    assert dict(reading.pictures) == {PICTURE.key: PICTURE}
    again = moodle_xml.read(moodle_xml.dumps(reading.items, reading.pictures))
    assert (again.items, again.pictures[PICTURE.key].data) == (reading.items, PNG)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("calculated", "", "формулами"),
        ("randomsamatch", "", "Случайное соответствие"),
        ("random", "", "Случайный вопрос"),
        ("cloze", "", "Cloze"),
        ("ddimageortext", "", "Перетаскивание на изображение"),
        ("stack", "", "«stack» не известен"),
        ("multichoice", answer("0", "а") + answer("0", "б"), "Нет верного ответа"),
        ("multichoice", "<single>false</single>" + answer("40", "а") + answer("40", "б"), "вместе дают 80 %"),
        ("multichoice", answer("сто", "а") + answer("0", "б"), "не число"),
        ("numerical", answer("100", "пять"), "не число"),
        ("truefalse", answer("100", "true"), "true и false"),
        ("matching", "<subquestion><text>а</text><answer><text>1</text></answer></subquestion>", "две пары"),
        ("ordering", "<selecttype>RANDOM</selecttype><selectcount>2</selectcount>" + answer("1", "а"), "случайная часть"),
        ("essay", "<attachmentsrequired>1</attachmentsrequired>", "файлом"),
        ("ddmarker", MARKERS.replace("<choice>1</choice></drop><drop>", "<choice>2</choice></drop><drop>"), "Маркеры разные"),
        ("description", "<generalfeedback><text>@@PLUGINFILE@@/x.png</text></generalfeedback>", "не приложен"),
        (
            "description",
            "<generalfeedback><text>@@PLUGINFILE@@/x.pdf</text><file name='x.pdf' encoding='base64'>AAAA</file>"
            "</generalfeedback>",
            "не картинка",
        ),
        (
            "description",
            "<generalfeedback><text>@@PLUGINFILE@@/x.svg</text><file name='x.svg' encoding='base64'>PHN2Zz4=</file>"
            "</generalfeedback>",
            "SVG",
        ),
        (
            "description",
            "<generalfeedback><text>@@PLUGINFILE@@/x.png</text><file name='x.png' encoding='base64'>***</file></generalfeedback>",
            "повреждён",
        ),
    ],
)
def test_what_cannot_come_over_is_refused_by_line_and_reason(kind, body, words) -> None:
    with pytest.raises(FormatError) as caught:
        moodle_xml.loads(quiz(kind, body))
    assert caught.value.line == 3
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("essay", "<responsetemplate><text>Начните так</text></responsetemplate>", "Заготовка"),
        ("description", "<hidden>1</hidden>", "скрыт"),
        ("description", "<image_base64>AAAA</image_base64>", "image_base64"),
        ("numerical", answer("100", "1") + "<unitsleft>1</unitsleft>", "unitsleft = 1"),
        ("ddmarker", MARKERS, "Опишите картинку"),
    ],
)
def test_what_is_not_carried_over_is_told(kind, body, words) -> None:
    [note] = [str(note) for note in moodle_xml.read(quiz(kind, body)).notes]
    assert words in note


def test_nothing_is_told_of_a_usual_question() -> None:
    body = "<single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
    body += "<showstandardinstruction>0</showstandardinstruction>" + answer("100", "а") + answer("0", "б")
    assert moodle_xml.read(quiz("multichoice", body)).notes == ()


def test_one_bad_question_does_not_take_the_rest_along() -> None:
    good = "<question type='description'><questiontext><text>Текст</text></questiontext></question>"
    text = f"<quiz>\n{good}\n<question type='cloze'/>\n{good}</quiz>"
    reading = moodle_xml.read(text)
    assert (reading.lines, [fault.line for fault in reading.faults]) == ((2, 4), [3])
    assert len(moodle_xml.loads(text, keep_going=True)) == 2


def test_a_foreign_root_is_named() -> None:
    with pytest.raises(FormatError, match="элемент quiz, а стоит assessmentItem"):
        moodle_xml.loads("<assessmentItem/>")


STEM = Text("Где?", TextFormat.HTML)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Essay(name="а", stem=STEM, rubric=(Criterion("План", ((F(0), "нет"), (F(1), "есть"))),)), "Критерии"),
        (ShortAnswer(name="а", stem=STEM, answers=(Option(Text("мёд"), F(1)),), fold_yo=True), "«ё»"),
        (
            SingleChoice(name="а", stem=STEM, options=(Option(STEM, F(1)), Option(Text("б"), F(37, 100)))),
            "37 % нет в списке Moodle",
        ),
        (
            Hotspot(name="а", stem=STEM, picture="x", alternative="дом", areas=(Area("дверь", Shape.CIRCLE, (1, 1, 1), F(1)),)),
            "только здесь",
        ),
    ],
)
def test_what_moodle_will_not_find_is_told(item, words) -> None:
    writing = moodle_xml.write([item], {})
    assert [words in str(note) for note in writing.notes] == [True]
    assert moodle_xml.loads(writing.data) == [item]


def test_tolerances_of_every_kind_mean_the_same_in_moodle() -> None:
    answers = (
        NumberAnswer(F(200), F(1, 10), F(1), tolerance_kind=Tolerance.RELATIVE),
        NumberAnswer(F(100), F(1), F(1, 2), tolerance_kind=Tolerance.GEOMETRIC),
    )
    text = moodle_xml.dumps([Numerical(stem=STEM, answers=answers)])
    assert "<text>200</text>" in text and "<tolerance>20</tolerance>" in text
    assert "<text>125</text>" in text and "<tolerance>75</tolerance>" in text


def test_an_edit_in_another_program_wins_over_what_was_kept() -> None:
    item = ShortAnswer(stem=STEM, answers=(Option(Text("мёд"), F(1)),), fold_yo=True)
    reading = moodle_xml.read(moodle_xml.dumps([item]).replace("мёд", "хлеб"))
    assert (reading.items[0].answers[0].text.value, reading.items[0].fold_yo) == ("хлеб", False)
    assert ["изменён после выгрузки" in str(note) for note in reading.notes] == [True]


@pytest.mark.parametrize("rest", ["{", "[]", '{"of": "", "set": {"kind": "single-choice"}, "drop": []}', "[" * 9999])
def test_a_damaged_rest_is_passed_over(rest) -> None:
    text = moodle_xml.dumps([TrueFalse(stem=STEM, correct=True, name="а")])
    reading = moodle_xml.read(text.replace("</question>", f"<opora>{rest}</opora></question>"))
    assert (reading.items[0].correct, len(reading.notes)) == (True, 1)


def test_signs_that_xml_cannot_hold_are_refused_by_item() -> None:
    item = Matching(stem=Text("а\x01"), pairs=(Pair(Text("а"), "1"), Pair(Text("б"), "2")))
    with pytest.raises(UnsupportedItem, match="управляющие знаки") as caught:
        moodle_xml.dumps([item])
    assert caught.value.item == item

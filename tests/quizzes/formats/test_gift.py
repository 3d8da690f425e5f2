"""The rules of GIFT, one row each."""

from fractions import Fraction as F

import pytest

from quizzes.formats import gift
from quizzes.formats.errors import UnsupportedItem
from quizzes.formats.weights import exact_fraction, exact_number, show_fraction
from quizzes.scoring import (
    Description,
    Essay,
    Hint,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Pair,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    TrueFalse,
    Unit,
)


def one(text: str):
    [item] = gift.loads(text)
    return item


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Прочитайте случай.", Description),
        ("Опишите план. {}", Essay),
        ("Опишите план. {####Общее пояснение}", Essay),
        ("Сколько дней? {#5}", Numerical),
        ("Кто? {=опека ~школа}", SingleChoice),
        ("Кто? {~%50%опека ~%50%КДН ~школа}", MultipleResponse),
        ("Соотнесите {=а -> 1 =б -> 2}", Matching),
        ("Верно? {T}", TrueFalse),
        ("Верно? {true}", TrueFalse),
        ("Верно? {FALSE#нет#да}", TrueFalse),
        ("Кто? {=опека =органы опеки}", ShortAnswer),
        ("Кто? {опека}", ShortAnswer),
        ("Кто? {=T}", ShortAnswer),
    ],
)
def test_the_type_is_decided_in_order(text, kind) -> None:
    assert type(one(text)) is kind


def test_comment_carries_id_and_tags() -> None:
    item = one("// из банка [id:ru-c1-001] [tag:competency:legal-basis] [tag:a\\]b]\n::Имя::Кто? {=а ~б}")
    assert (item.id, item.tags, item.name) == ("ru-c1-001", ("competency:legal-basis", "a]b"), "Имя")
    assert item.tag_values("competency") == ("legal-basis",)


def test_category_is_a_block_and_holds_for_what_follows() -> None:
    items = gift.loads("а\n\n$CATEGORY: c1/право\n\nб\n\nв\n\n$CATEGORY:\n\nг")
    assert [item.category for item in items] == ["", "c1/право", "c1/право", ""]


def test_options_with_weights_and_feedback() -> None:
    item = one("Кто?{\n=опека # Да: статья 77.\n~%50%суд#Позже\n~%-33.333%школа\n~никто\n####Итог\n}")
    assert [(option.text.value, option.fraction, option.feedback.value) for option in item.options] == [
        ("опека", F(1), "Да: статья 77."),
        ("суд", F(1, 2), "Позже"),
        ("школа", F(-1, 3), ""),
        ("никто", F(0), ""),
    ]
    assert item.feedback == Text("Итог")


def test_general_feedback_follows_the_last_mark() -> None:
    item = one("Верно? {T#нет#да####один####два}")
    assert (item.feedback.value, item.feedback_wrong.value, item.feedback_right.value) == ("два", "нет", "да####один")


def test_formats_are_inherited_unless_given() -> None:
    item = one("[html]<b>Кто?</b> {=[plain]a#ф ~b####г}")
    assert item.stem == Text("<b>Кто?</b>", TextFormat.HTML)
    assert [option.text.format for option in item.options] == [TextFormat.PLAIN, TextFormat.HTML]
    assert (item.options[0].feedback.format, item.feedback.format) == (TextFormat.HTML, TextFormat.HTML)


def test_escapes() -> None:
    item = one(r"\:\: a\#b \=\{\}\~ c\nd \\n \*{=x\=y ~\~z}")
    assert item.stem.value == ":: a#b ={}~ c\nd \\n \\*"
    assert [option.text.value for option in item.options] == ["x=y", "~z"]


def test_missing_word() -> None:
    assert one("Куратор {=один ~два} на семью.").stem.value == "Куратор _____ на семью."


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("#3", [NumberAnswer(F(3))]),
        ("#3:0.5", [NumberAnswer(F(3), F(1, 2))]),
        ("#-1..5", [NumberAnswer(F(2), F(3))]),
        (
            "#=1822:0#Да =%50%1822:2#Почти",
            [
                NumberAnswer(F(1822), F(0), F(1), Text("Да")),
                NumberAnswer(F(1822), F(2), F(1, 2), Text("Почти")),
            ],
        ),
        ("#3:2~#Нет", [NumberAnswer(F(3), F(2)), NumberAnswer(None, F(0), F(0), Text("Нет"))]),
        ("#1e3", [NumberAnswer(F(1000))]),
    ],
)
def test_numerical_answers(answers, expected) -> None:
    assert list(one(f"Сколько? {{{answers}}}").answers) == expected


def test_matching_pairs() -> None:
    item = one("Соотнесите {=а -> 1\n=[html]<i>б</i> -> 2\n= -> 3}")
    assert item.pairs == (Pair(Text("а"), "1"), Pair(Text("<i>б</i>", TextFormat.HTML), "2"), Pair(Text(""), "3"))


def test_settings_of_the_comment() -> None:
    item = one("// [set:scoring=all-or-nothing] [set:mark=2] [set:shuffle=no]\nКто? {~%50%а ~%50%б ~в}")
    assert (item.all_or_nothing, item.max_mark, item.shuffle) == (True, F(2), False)


def test_byte_order_mark_and_windows_lines() -> None:
    assert [item.stem.value for item in gift.loads("\ufeffа\r\n\r\nб")] == ["а", "б"]


@pytest.mark.parametrize(
    ("percent", "fraction"),
    [
        ("50", F(1, 2)),
        ("33.33333", F(1, 3)),
        ("33.3", F(1, 3)),
        ("66.66", F(2, 3)),
        ("66.67", F(2, 3)),
        ("16.66667", F(1, 6)),
        ("14.28571", F(1, 7)),
        ("12.5", F(1, 8)),
        ("11.11", F(1, 9)),
        ("33", F(33, 100)),
        ("33.30000", F(333, 1000)),
        ("0", F(0)),
        ("100", F(1)),
        ("9.09", F(1, 11)),
    ],
)
def test_weights_stand_for_exact_fractions(percent, fraction) -> None:
    assert exact_fraction(percent) == fraction
    assert exact_fraction(show_fraction(fraction) or "") == fraction


def test_numbers_are_exact_and_of_a_size_that_fits_into_memory() -> None:
    assert [exact_number(text) for text in (" 0.1 ", "-3", "1e-2")] == [F(1, 10), F(-3), F(1, 100)]
    for text in ("", "1,5", "NaN", "-Infinity", "1e301", "1e-301", "9" * 400, "два"):
        with pytest.raises(ValueError, match=f"^{text[:40]}$"):
            exact_number(text)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("а\n\nКто? {=а ~б", 3, "не закрыта"),
        ("Кто? =а ~б}", 1, "Лишняя скобка"),
        ("Кто?\n{=а\n~б}\nи {=в}", 4, "Вторая скобка"),
        ("Кто? {=а ~б} и }", 1, "Лишняя скобка"),
        ("::Имя Кто? {=а ~б}", 1, "Имя вопроса не закрыто"),
        ("$CATEGORY: a\nКто? {=а ~б}", 2, "пустая строка"),
        ("Соотнесите {\n=а -> 1\n=б\n}", 3, "нет пары"),
        ("Сколько? {#\n=пять}", 2, "не число"),
        ("Сколько? {#1..}", 1, "не число"),
        ("Кто? {~%40%а ~%40%б ~в}", 1, "80 %"),
        ("Кто? {~а ~б}", 1, "Нет верного ответа"),
        ("Кто? {=а}\n\nКто? {=а ~}", 3, "пуст"),
        ("Соотнесите {=а -> 1 =б -> 1}", 1, "две пары"),
        ("// [set:scoring=maybe]\nКто? {=а ~б}", 2, "set:scoring=maybe"),
    ],
)
def test_faults_name_line_and_cure(text, line, words) -> None:
    with pytest.raises(gift.GiftError) as caught:
        gift.loads(text)
    assert caught.value.line == line
    assert words in str(caught.value)


def test_all_faults_are_reported_and_the_rest_is_kept_on_demand() -> None:
    text = "Кто? {=а ~б}\n\nКто? {=а\n\nКто? {~а ~б}\n\nЧто? {T}"
    with pytest.raises(gift.GiftError) as caught:
        gift.loads(text)
    assert [fault.line for fault in caught.value.faults] == [3, 5]
    assert [item.kind for item in gift.loads(text, keep_going=True)] == ["single-choice", "true-false"]
    assert gift.read(text).lines == (1, 7)


@pytest.mark.parametrize(
    "item",
    [
        Numerical(stem=Text("?"), answers=(NumberAnswer(F(1)),), units=(Unit("м"),)),
        Numerical(stem=Text("?"), answers=(NumberAnswer(F(1, 3)),)),
        Matching(stem=Text("?"), pairs=(Pair(Text("а->б"), "1"), Pair(Text("в"), "2"))),
        Description(stem=Text("?"), feedback=Text("и")),
        Essay(stem=Text("?"), min_words=5),
        Essay(stem=Text("?"), hints=(Hint(Text("подсказка")),)),
    ],
)
def test_what_gift_cannot_say_is_refused_by_item(item) -> None:
    with pytest.raises(UnsupportedItem) as caught:
        gift.dumps([item])
    assert caught.value.item == item

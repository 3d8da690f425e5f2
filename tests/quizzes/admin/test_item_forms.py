"""The forms of items: what they hold is what they write; what is wrong stands at its field."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.http import QueryDict
from hypothesis import given, settings

from quizzes.admin import items_write  # noqa: F401  (registers the forms)
from quizzes.admin.items_form import KINDS, ItemForm
from quizzes.admin.items_rows import append_row, apply_act, wanted_act
from quizzes.admin.items_texts import shown, typed
from quizzes.loading import read_bank
from quizzes.rendering import to_html
from quizzes.scoring import (
    ITEM_TYPES,
    Area,
    Criterion,
    DragWords,
    Essay,
    GapSelect,
    Hint,
    Hotspot,
    Item,
    NumberAnswer,
    Numerical,
    OrderGrading,
    Ordering,
    Shape,
    Text,
    TextFormat,
    Tolerance,
    Unit,
    UnitPenalty,
    Word,
)
from tests.quizzes.admin.posted import data_of
from tests.quizzes.strategies import items as any_items

pytestmark = pytest.mark.django_db
STEM = Text("Что сделает куратор?")
WORDS = (Word("день"), Word("месяц"), Word("год", 2), Word("век", 2, True))
SPECIAL: list[Item] = [
    GapSelect(stem=Text("Через [[1]] и [[3]]."), words=WORDS, hints=(Hint(Text("Подумайте"), clear_wrong=True),)),
    DragWords(stem=Text("Через [[1]] и [[4]] и [[4]]."), words=WORDS),
    Ordering(stem=STEM, entries=(Text("раз"), Text("два"), Text("три")), grading=OrderGrading.ABSOLUTE_POSITION, shuffle=False),
    Hotspot(
        stem=STEM,
        picture="plan.png",
        alternative="План комнаты",
        areas=(
            Area("плита", Shape.RECT, (1, 2, 30, 40), Fraction(1)),
            Area("стол", Shape.CIRCLE, (5, 5, 3), feedback=Text("Нет")),
        ),
        max_points=2,
        width=640,
        height=480,
    ),
    Essay(
        stem=STEM,
        rubric=(Criterion("Слова ребёнка", ((Fraction(0), "нет"), (Fraction(1, 2), "пересказаны"), (Fraction(1), "дословно"))),),
        guidance=Text("Ищите **кавычки**", TextFormat.MARKDOWN),
        min_words=30,
        max_mark=Fraction(5),
    ),
    Numerical(
        stem=STEM,
        answers=(
            NumberAnswer(Fraction(5, 2), Fraction(1, 10), tolerance_kind=Tolerance.RELATIVE),
            NumberAnswer(None, Fraction(0), Fraction(0), Text("Смотрите закон")),
        ),
        units=(Unit("м"), Unit("см", Fraction(100))),
        unit_penalty=Fraction(1, 10),
        unit_penalty_kind=UnitPenalty.OF_EARNED,
        penalty=Fraction(0),
    ),
]


def form_for(item: Item) -> ItemForm:
    return KINDS[item.kind](content=item, initial={"language": "ru"})


def written_again(item: Item) -> Item | None:
    """The item that its own form writes when nothing is changed."""
    query = QueryDict(mutable=True)
    query.update(data_of(form_for(item)))
    form = KINDS[item.kind](query, content=item)
    assert (form.is_valid(), form.faults) == (True, [])
    return form.content


def test_every_type_has_a_form() -> None:
    assert set(KINDS) >= set(ITEM_TYPES)


@pytest.mark.parametrize("item", SPECIAL, ids=lambda item: item.kind)
def test_saving_without_a_change_writes_the_same_item(item) -> None:
    assert written_again(item) == item


@pytest.mark.parametrize("language", ["ru", "en", "id"])
def test_the_shipped_bank_goes_through_the_forms_unchanged(language) -> None:
    items = [item for item in read_bank(language) if item.kind in KINDS]
    changed = [item.id for item in items if written_again(item) != replace(item)]
    assert changed == []


@given(any_items)
@settings(max_examples=60)
def test_any_item_goes_through_its_form_unchanged(item) -> None:
    # Blanks at the ends of what is typed are not kept, and tags are sorted by what they say: neither is meaning.
    plain_tags = tuple(dict.fromkeys(" ".join(tag.split()) for tag in item.tags))
    item = replace(item, tags=plain_tags, id="", category=item.category.strip(), name=" ".join(item.name.split()))
    if not item.problems():
        again = written_again(item)
        assert again is not None
        # Two texts that look alike may share a format afterwards: what candidates see is the same.
        seen = [to_html(text) for text in (again.stem, again.feedback)]
        assert (seen, type(again)) == ([to_html(text) for text in (item.stem, item.feedback)], type(item))


def post(kind: str, **fields: str) -> ItemForm:
    query = QueryDict(mutable=True)
    query.update({"language": "ru", "stem": "Кто решает о ребёнке?", **fields})
    return KINDS[kind](query)


def options(*rows: tuple[str, str]) -> dict[str, str]:
    data = {"options-rows": str(len(rows))}
    for place, (text, share) in enumerate(rows):
        data |= {f"options-{place}-text": text, f"options-{place}-share": share}
    return data


def test_empty_rows_are_left_out() -> None:
    form = post("single-choice", **options(("Опека", "1"), ("", "0"), ("Школа", "0"), ("", "0")))
    assert form.is_valid()
    assert [option.text.value for option in form.content.options] == ["Опека", "Школа"]


def test_a_fault_stands_at_its_row() -> None:
    form = post("single-choice", **options(("Опека", "1"), ("", "0"), ("Опека", "0")))
    assert not form.is_valid()
    anchor, words = form.faults[0]
    assert (anchor, words) == ("id_options-2-text", "Варианты, строка 3: Вариант «Опека» встречается дважды. Оставьте один.")


def test_a_fault_of_all_rows_stands_above_them() -> None:
    form = post("single-choice", **options(("Опека", "0"), ("Школа", "0")))
    assert not form.is_valid()
    assert form.faults == [("rows-options", "Нет верного ответа. Дайте одному варианту 100 %.")]


def test_right_options_share_the_mark_and_wrong_ones_take_as_much() -> None:
    rows = {"options-rows": "3", "options-0-text": "а", "options-0-is_right": "on", "options-1-text": "б", "options-2-text": "в"}
    form = post("multiple-response", **rows, **{"options-1-is_right": "on"}, wrong_costs="share")
    assert form.is_valid()
    assert [option.fraction for option in form.content.options] == [Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2)]


def test_a_weight_that_contradicts_its_box_is_refused() -> None:
    rows = {
        "options-rows": "2",
        "options-0-text": "а",
        "options-0-is_right": "on",
        "options-1-text": "б",
        "options-1-weight": "50",
    }
    form = post("multiple-response", **rows, wrong_costs="share")
    assert not form.is_valid()
    assert "id_options-1-weight" in [anchor for anchor, *_ in form.faults]


def test_rubric_lines_begin_with_marks() -> None:
    form = post("essay", **{"rubric-rows": "1", "rubric-0-title": "Факты", "rubric-0-levels": "0 нет\nодин есть"})
    assert not form.is_valid()
    assert form.faults == [
        ("id_rubric-0-levels", "Критерии, строка 1: «один есть»: начните строку с баллов, затем опишите уровень.")
    ]


def test_a_reference_has_to_look_like_one() -> None:
    form = post("description", **{"references-rows": "1", "references-0-target": "пункт 2"})
    assert not form.is_valid()
    assert form.faults[0][0] == "id_references-0-target"


def test_tags_are_made_of_the_fields() -> None:
    rows = {"references-rows": "1", "references-0-target": "standards/consent#c-2-1"}
    form = post("description", difficulty="easy", tags="пилот\n\n  свой   тег ", **rows)
    assert form.is_valid()
    assert form.content.tags == ("difficulty:easy", "ref:standards/consent#c-2-1", "пилот", "свой тег")


# --- rows ---


def query(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


@pytest.mark.parametrize(
    ("act", "place", "expected"),
    [("add", 1, ["a", "b", None]), ("drop", 0, ["b"]), ("up", 1, ["b", "a"]), ("down", 0, ["b", "a"]), ("up", 0, ["a", "b"])],
)
def test_rows_are_added_dropped_and_moved(act, place, expected) -> None:
    data = apply_act(query(**{"o-rows": "2", "o-0-text": "a", "o-1-text": "b", "stem": "?"}), act, "o", place)
    count = int(data["o-rows"])
    assert [data.get(f"o-{number}-text") for number in range(count)] == expected
    assert data["stem"] == "?"


def test_no_number_of_rows_makes_the_server_sweat() -> None:
    for number in ("99999", "99999999", "9" * 5000):
        assert int(apply_act(query(**{"o-rows": number, "o-0-text": "a"}), "add", "o", 0)["o-rows"]) <= 3
    assert apply_act(query(**{"o-rows": "много"}), "add", "o", 0)["o-rows"] == "1"


def test_a_long_list_loses_no_row() -> None:
    words = [f"слово {number}" for number in range(200)]
    data = query(**{"o-rows": "200"} | {f"o-{place}-text": word for place, word in enumerate(words)})
    added = apply_act(data, "add", "o", 0)
    assert [added.get(f"o-{place}-text") for place in range(int(added["o-rows"]))] == [*words, None]


def test_the_pressed_button_is_found() -> None:
    assert wanted_act(query(**{"drop-pairs": "3"}), ["options", "pairs"]) == ("drop", "pairs", 3)
    assert wanted_act(query(save="1"), ["options"]) is None
    assert append_row(query(**{"r-rows": "1", "r-0-target": "a"}), "r", {"target": "b"})["r-1-target"] == "b"


# --- texts ---


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        (Text("Кто <b>не</b> решает?"), "Кто **не** решает?"),
        (Text("<p>Раз.</p><p>Два <i>три</i>.</p>", TextFormat.HTML), "Раз.\n\nДва *три*."),
        (Text("Что взять:<ul><li>лист</li><li>ручку</li></ul>", TextFormat.HTML), "Что взять:\n- лист\n- ручку"),
        (Text("5 &lt; 7", TextFormat.HTML), "5 < 7"),
        (Text("Таблица <table><tr><td>1</td></tr></table>", TextFormat.HTML), "Таблица <table><tr><td>1</td></tr></table>"),
        (Text("a_b", TextFormat.PLAIN), "a_b"),
    ],
)
def test_texts_are_shown_with_simple_signs(text, signs) -> None:
    assert shown(text) == signs


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("Просто слова", "Просто слова"),
        ("Кто **не** решает?", "Кто <strong>не</strong> решает?"),
        ("Первая строка\nвторая **строка**", "Первая строка<br>\nвторая <strong>строка</strong>"),
        ("5 < 7 и _не_ курсив", "5 &lt; 7 и _не_ курсив"),
        ("Что:\n1. раз\n2. два", "<p>Что:</p>\n<ol>\n<li>раз</li>\n<li>два</li>\n</ol>\n"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>".replace("<script>alert(1)</script>", "")),
    ],
)
def test_typed_signs_become_what_they_mean(value, html) -> None:
    assert to_html(typed(value)) == html


@pytest.mark.parametrize("value", ["Кто **не** решает?", "Раз\nдва *три*", "Что:\n\n- раз\n- два", "5 < 7", "a_b * c"])
def test_what_was_typed_is_shown_as_it_was_typed(value) -> None:
    assert shown(typed(value)) == value

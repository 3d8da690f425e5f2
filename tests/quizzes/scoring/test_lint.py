"""Each flaw of item writing is found where it is, and not where it is not."""

from pathlib import Path

import pytest

from portal.markup.taxonomy import load_thesaurus
from quizzes.formats import gift
from quizzes.loading import read_bank
from quizzes.scoring.lint import LEXICONS, key_positions, lint
from quizzes.scoring.lint_options import interval
from quizzes.scoring.shingles import ALIKE, likeness, words_of

CONTENT = Path(__file__).parents[3] / "content"

SOUND = "// [tag:ref:a#b]\nКто принимает решение об отобрании ребёнка? {=Орган опеки#Да. ~Школа#Нет. ~Полиция#Нет.}"


def rules(text: str, language: str = "ru") -> list[str]:
    [item] = gift.read(text).items
    return [flaw.rule for flaw in lint(item, language)]


def test_a_sound_item_has_no_flaw() -> None:
    assert rules(SOUND) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Кто решает о ребёнке в семье? {=Орган опеки по акту органа местной власти области#Да ~Школа ~Суд}", "long-key"),
        ("Кто решает о ребёнке в семье? {=Опека#Да ~Всегда полиция ~Суд}", "absolute"),
        ("Как часто нужны визиты в семью? {=Раз в месяц#Да ~Обычно по пятницам ~По звонку}", "vague"),
        ("Кто не решает о ребёнке в семье? {=Школа#Да ~Опека ~Суд}", "negative"),
        ("Кто не может решать без решения суда, кроме опеки? {=Школа#Да ~Опека ~Суд}", "double-negative"),
        ("Кто решает о ребёнке в семье? {=Опека#Да ~Школа ~Всё из перечисленного}", "all-or-none"),
        ("Кто решает о ребёнке в семье? {=Опека.#Да ~опека ~Суд}", "duplicate"),
        ("// [set:shuffle=no]\nСколько дней даётся на ответ семье? {=7#Да ~30 ~14}", "numbers"),
        ("Опека {=решает#Да ~молчит ~едет}", "unfocused"),
        ("Какое из утверждений верно для опеки? {=Она решает#Да ~Она молчит ~Она едет}", "unfocused"),
        ("Что делать с семьёй из предыдущего вопроса? {=Звать опеку#Да ~Ждать ~Ехать}", "hinged"),
        ("Кто пишет программу сопровождения? {=Составитель программы#Да ~Школа ~Суд}", "clang"),
        ("Кто решает о ребёнке в семье? {=Опека ~Школа ~Суд}", "no-feedback"),
        ("Кто решает о ребёнке в семье? {=Опека#Да ~Школа ~Суд#Нет}", "no-option-feedback"),
        ("Кто решает о ребёнке в семье? {=Опека#Да ~Школа#Нет}", "few-options"),
        ("Кто решает о ребёнке в семье? {=Опека#Да ~Школа ~Суд ~Врач ~Сосед ~Банк}", "many-options"),
        ("Сколько дней ждёт семья ответа службы? {=3–7#Да ~5–10 ~14–30}", "ranges"),
        ("Сколько дней ждёт семья ответа службы? {=до 3 дней#Да ~до 7 дней ~до 30 дней}", "ranges"),
        ("Программу сопровождения семьи утвердила: {=комиссия#Да ~совет ~суд}", "grammar-cue"),
        ("За согласием на помощь обращаются к: {=матери#Да ~школу ~соседу}", "grammar-cue"),
        ("Что куратор делает до визита к семье? {=Звонит и договаривается#Да ~Пишет письмо ~Письмо в школу}", "mixed-forms"),
        ("Не бывает так, что согласие не нужно. {TRUE#Нет#Да}", "double-negative"),
        ("Опишите беседу с подростком. {####Назовите два шага.}", "no-rubric"),
        ("Кто? " + "Слово " * 61 + "? {=Опека#Да ~Суд}", "long-stem"),
    ],
)
def test_each_flaw_is_found(text, rule) -> None:
    assert rule in rules(text)


def test_a_reference_is_asked_for() -> None:
    assert rules(SOUND.split("\n")[1]) == ["no-reference"]


def test_emphasis_makes_a_negation_fair() -> None:
    assert rules("// [tag:ref:a]\n[html]Кто <b>не</b> решает о ребёнке? {=Школа#Да ~Опека#Нет ~Суд#Нет}") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Which act is not the basis of support? {=A letter#Yes ~The law ~The code}", "negative"),
        ("Who decides about the child here? {=The authority#Yes ~The school ~All of the above}", "all-or-none"),
        ("Who decides about the child here? {=The authority#Yes ~The school always ~The court}", "absolute"),
        ("The programme of support is signed by an {=authority#Yes ~court ~school}", "grammar-cue"),
        ("What does the worker do before the visit? {=Calling the mother#Yes ~Calling the school ~A letter}", "mixed-forms"),
        ("How many days may the answer take? {=up to 3 days#Yes ~up to 7 days ~up to 30 days}", "ranges"),
    ],
)
def test_english_has_its_own_words(text, rule) -> None:
    assert rule in rules(text, "en")


def test_a_language_without_lexicon_keeps_the_other_rules() -> None:
    assert rules("Siapa? {=Otoritas ~Sekolah ~otoritas!}", "id") == ["no-reference", "no-feedback", "duplicate"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Кто вправе изъять ребёнка из семьи: {=орган опеки#Да ~соседка#Нет ~врач#Нет}", "ru"),
        ("Сколько дней ждёт семья ответа службы? {=1–3#Да ~4–7#Нет ~8–14#Нет}", "ru"),
        ("Что скажет куратор матери? {=«Расскажите, как прошла неделя»#Да ~«Почему опять?»#Нет ~«Вам лучше молчать»#Нет}", "ru"),
        ("The nurse says: “Do not open.” Who comes? {=The worker#Yes ~The school#No ~A judge#No}", "en"),
    ],
)
def test_what_is_sound_is_left_alone(text, language) -> None:
    assert rules(f"// [tag:ref:a#b]\n{text}", language) == []


def test_words_of_the_field_are_no_clang() -> None:
    [item] = gift.read(
        "// [tag:ref:a]\nКто пишет программу семье? {=Автор программы#Да ~Классный учитель#Нет ~Районный суд#Нет}"
    ).items
    assert [flaw.rule for flaw in lint(item, "ru")] == ["clang"]
    assert lint(item, "ru", terms=["программа сопровождения"]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3–5 дней", (3, 5)), ("от 3 до 5", (3, 5)), ("до 3 дней", (None, 3)), ("не менее 7", (7, None)), ("7 дней", (7, 7))],
)
def test_intervals_are_read(text, expected) -> None:
    assert interval(text, LEXICONS["ru"]) == expected


@pytest.mark.parametrize("language", ["ru", "en", "id"])
def test_the_shipped_bank_has_no_flaw(language) -> None:
    terms = [word for concept in load_thesaurus(CONTENT).concepts for word in concept.words(language)]
    assert [(item.id, flaw.rule) for item in read_bank(language) for flaw in lint(item, language, terms)] == []


def test_near_duplicates_are_alike_and_siblings_are_not() -> None:
    one, same, other = (
        words_of(item) for item in gift.loads(f"{SOUND}\n\n{SOUND.replace('Кто', 'Сегодня кто')}\n\nЧто? {{=Звать опеку ~Ждать}}")
    )
    assert (likeness(one, one), likeness(one, same) >= ALIKE, likeness(one, other)) == (1.0, True, 0.0)
    assert likeness("", "") == 0.0


def test_key_positions_show_a_habit() -> None:
    items = gift.loads("\n\n".join(f"Вопрос {n}? {{=а ~б ~в}}" for n in range(21)))
    assert key_positions(items) == pytest.approx(42)
    assert key_positions(items[:19]) is None

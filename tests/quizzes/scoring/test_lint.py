"""Each flaw of item writing is found where it is, and not where it is not."""

import pytest

from quizzes.formats import gift
from quizzes.scoring.lint import key_positions, lint

SOUND = "// [tag:ref:a#b]\nКто принимает решение об отобрании ребёнка? {=Орган опеки#Да. ~Школа ~Полиция}"


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
        ("Кто? " + "Слово " * 61 + "? {=Опека#Да ~Суд}", "long-stem"),
    ],
)
def test_each_flaw_is_found(text, rule) -> None:
    assert rule in rules(text)


def test_a_reference_is_asked_for() -> None:
    assert rules(SOUND.split("\n")[1]) == ["no-reference"]


def test_emphasis_makes_a_negation_fair() -> None:
    assert rules("// [tag:ref:a]\n[html]Кто <b>не</b> решает о ребёнке? {=Школа#Да ~Опека ~Суд}") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Which act is not the basis of support? {=A letter#Yes ~The law ~The code}", "negative"),
        ("Who decides about the child here? {=The authority#Yes ~The school ~All of the above}", "all-or-none"),
        ("Who decides about the child here? {=The authority#Yes ~The school always ~The court}", "absolute"),
    ],
)
def test_english_has_its_own_words(text, rule) -> None:
    assert rule in rules(text, "en")


def test_a_language_without_lexicon_keeps_the_other_rules() -> None:
    assert rules("Siapa? {=Otoritas ~Sekolah ~otoritas!}", "id") == ["no-reference", "no-feedback", "duplicate"]


def test_key_positions_show_a_habit() -> None:
    items = gift.loads("\n\n".join(f"Вопрос {n}? {{=а ~б ~в}}" for n in range(21)))
    assert key_positions(items) == pytest.approx(42)
    assert key_positions(items[:19]) is None

"""Aiken in and out."""

from fractions import Fraction as F

import pytest

from quizzes.formats import aiken
from quizzes.formats.errors import UnsupportedItem
from quizzes.scoring import Essay, Option, SingleChoice, Text, TextFormat

TEXT = "Кто вправе отобрать ребёнка?\nA. Опека\nB) Школа\nANSWER: A\n\nВторой?\nA. да\nB. нет\nANSWER: B\n"


def test_questions_options_and_key() -> None:
    first, second = aiken.loads(TEXT)
    assert isinstance(first, SingleChoice)
    assert first.stem == Text("Кто вправе отобрать ребёнка?", TextFormat.PLAIN)
    assert [(option.text.value, option.fraction) for option in first.options] == [("Опека", F(1)), ("Школа", F(0))]
    assert second.right_answer() == "нет"


def test_round_trip() -> None:
    items = aiken.loads(TEXT)
    assert aiken.loads(aiken.dumps(items)) == items


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Кто?\nA. да\nB. нет\n", 3, "ANSWER"),
        ("Кто?\nA. да\nC. нет\nANSWER: A", 3, "по порядку"),
        ("Кто?\nA. да\nB. нет\nANSWER: C", 4, "Исправьте букву"),
        ("Кто?\nA. да\nеще\nB. нет\nANSWER: A", 3, "не вариант"),
        ("Кто?\nA. да\nANSWER: A", 1, "два варианта"),
    ],
)
def test_faults_name_line_and_cure(text, line, words) -> None:
    with pytest.raises(aiken.AikenError) as caught:
        aiken.loads(text)
    assert caught.value.line == line
    assert words in str(caught.value)


def test_what_aiken_cannot_say_is_refused() -> None:
    options = (Option(Text("а", TextFormat.PLAIN), F(1), Text("пояснение")), Option(Text("б", TextFormat.PLAIN)))
    for item in (Essay(stem=Text("?")), SingleChoice(stem=Text("?", TextFormat.PLAIN), options=options)):
        with pytest.raises(UnsupportedItem):
            aiken.dumps([item])

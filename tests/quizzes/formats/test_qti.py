"""The rules of QTI, one row each: items of other programs mean the same here and earn the same marks."""

from fractions import Fraction as F

import pytest

from quizzes.formats import qti
from quizzes.formats.errors import FormatError
from quizzes.scoring import (
    Assigned,
    ChosenMany,
    ChosenOne,
    Description,
    DragWords,
    Essay,
    GapSelect,
    Matching,
    MultipleResponse,
    Numerical,
    Option,
    Ordered,
    Ordering,
    Said,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    TrueFalse,
    Typed,
    plain,
    score,
)

SPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
MATCH, MAP, POINT = (
    f'<responseProcessing template="{TEMPLATES}/{name}"/>' for name in ("match_correct", "map_response", "map_response_point")
)


def document(body: str, *declarations: str, rule: str = "", after: str = "", version: str = "2.1") -> str:
    score_ = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    return (
        f'<assessmentItem xmlns="{SPACES[version]}" identifier="q1" title="Имя" adaptive="false" timeDependent="false">'
        f"{''.join(declarations)}{score_}<itemBody>{body}</itemBody>{rule}{after}</assessmentItem>"
    )


def declare(*correct: str, name="RESPONSE", cardinality="single", base="identifier", mapping="", bounds="", areas="") -> str:
    right = "".join(f"<value>{value}</value>" for value in correct)
    entries = "".join(
        '<mapEntry mapKey="{}" mappedValue="{}"/>'.format(*entry.split("=")) for entry in mapping.split("|") if entry
    )
    places = "".join(f'<areaMapEntry shape="{shape}" coords="{coords}" mappedValue="{value}"/>' for shape, coords, value in areas)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        + (f"<correctResponse>{right}</correctResponse>" if right else "")
        + (f'<mapping defaultValue="0"{bounds}>{entries}</mapping>' if entries else "")
        + (f'<areaMapping defaultValue="0">{places}</areaMapping>' if places else "")
        + "</responseDeclaration>"
    )


def ask(tag: str, inner: str = "", prompt: str = "", name: str = "RESPONSE", **attributes: str) -> str:
    """An interaction."""
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    asked = f"<prompt>{prompt}</prompt>" if prompt else ""
    return f'<{tag}Interaction responseIdentifier="{name}"{said}>{asked}{inner}</{tag}Interaction>'


VARIABLE, CORRECT = '<variable identifier="RESPONSE"/>', '<correct identifier="RESPONSE"/>'


def worth_one(test: str) -> str:
    """A rule that gives a mark where a test holds."""
    mark = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    condition = f"<responseCondition><responseIf>{test}{mark}</responseIf></responseCondition>"
    return f"<responseProcessing>{condition}</responseProcessing>"


def one(text: str):
    [item] = qti.loads(text)
    return item


def marks(item, *responses) -> list[F | None]:
    return [score(item, response).mark for response in responses]


CHOICES = "".join(
    f'<simpleChoice identifier="{name}">{text}</simpleChoice>' for name, text in (("A", "опека"), ("B", "суд"), ("C", "школа"))
)
CHOOSE = f"<p>Читайте.</p>{ask('choice', CHOICES, 'Кто?', shuffle='true', maxChoices='1')}"
CHOOSE_MANY = CHOOSE.replace('maxChoices="1"', 'maxChoices="0"')


@pytest.mark.parametrize("version", ["2.1", "2.2"])
def test_single_choice_with_one_right_answer(version) -> None:
    item = one(document(CHOOSE, declare("A"), rule=MATCH, version=version))
    html = TextFormat.HTML
    assert item == SingleChoice(
        id="q1",
        name="Имя",
        stem=Text("<p>Читайте.</p><p>Кто?</p>", html),
        options=(Option(Text("опека", html), F(1)), Option(Text("суд", html)), Option(Text("школа", html))),
    )


def test_the_same_in_the_words_of_version_3() -> None:
    text = (
        f'<qti-assessment-item xmlns="{SPACES["3.0"]}" identifier="q1" title="Имя" adaptive="false" time-dependent="false">'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
        "<qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/><qti-item-body>'
        '<p>Читайте.</p><qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">'
        "<qti-prompt>Кто?</qti-prompt>"
        + CHOICES.replace("simpleChoice", "qti-simple-choice")
        + f'</qti-choice-interaction></qti-item-body><qti-response-processing template="{TEMPLATES}/match_correct.xml"/>'
        "</qti-assessment-item>"
    )
    assert one(text) == one(document(CHOOSE, declare("A"), rule=MATCH))


def test_choice_by_a_map_earns_what_the_map_says() -> None:
    item = one(document(CHOOSE, declare("A", mapping="A=2|B=1|C=-1"), rule=MAP))
    assert (item.max_mark, [option.fraction for option in item.options]) == (F(2), [F(1), F(1, 2), F(-1, 2)])
    assert marks(item, ChosenOne(0), ChosenOne(1)) == [F(2), F(1)]


def test_several_by_a_map_within_its_bounds() -> None:
    declared = declare("A", "B", cardinality="multiple", mapping="A=1|B=2|C=-2", bounds=' lowerBound="0" upperBound="3"')
    item = one(document(CHOOSE_MANY, declared, rule=MAP))
    assert type(item) is MultipleResponse
    assert marks(item, ChosenMany((0, 1)), ChosenMany((1, 2)), ChosenMany((1,)), ChosenMany((2,))) == [F(3), F(0), F(2), F(0)]


def test_several_all_or_nothing() -> None:
    item = one(document(CHOOSE_MANY, declare("A", "B", cardinality="multiple"), rule=MATCH))
    assert marks(item, ChosenMany((0, 1)), ChosenMany((0,)), ChosenMany((0, 1, 2))) == [F(1), F(0), F(0)]


def test_true_or_false() -> None:
    body = (
        CHOOSE.replace('"A"', '"true"').replace('"B"', '"false"').replace('<simpleChoice identifier="C">школа</simpleChoice>', "")
    )
    item = one(document(body, declare("false"), rule=MATCH))
    assert (type(item), marks(item, Said(False), Said(True))) == (TrueFalse, [F(1), F(0)])


WRITTEN_OUT = """<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/>
<correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">3</baseValue>
</setOutcomeValue></responseIf><responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue>
</setOutcomeValue></responseElse></responseCondition><setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/>
</setOutcomeValue></responseProcessing>"""
MAP_WRITTEN_OUT = """<responseProcessing><responseCondition><responseIf><isNull><variable identifier="RESPONSE"/></isNull>
<setOutcomeValue identifier="SCORE"><baseValue baseType="float">0.0</baseValue></setOutcomeValue></responseIf><responseElse>
<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue></responseElse></responseCondition>
</responseProcessing>"""


def test_rules_written_out_are_recognised() -> None:
    first = one(document(CHOOSE, declare("A"), rule=WRITTEN_OUT))
    second = one(document(CHOOSE, declare("A", mapping="A=2|B=1"), rule=MAP_WRITTEN_OUT))
    assert (marks(first, ChosenOne(0), ChosenOne(1)), marks(second, ChosenOne(0), ChosenOne(1))) == ([F(3), F(0)], [F(2), F(1)])


def test_feedback_on_choices_inside_and_outside() -> None:
    inside = CHOOSE.replace(
        "опека<", '<p>опека <feedbackInline outcomeIdentifier="FEEDBACK" identifier="A" showHide="show">Да.</feedbackInline></p><'
    )
    after = '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="B" showHide="show"><p>Позже.</p></modalFeedback>'
    item = one(document(inside, declare("A"), rule=WRITTEN_OUT, after=after))
    assert [plain(option.feedback) for option in item.options] == ["Да.", "Позже.", ""]
    assert plain(item.options[0].text) == "опека"


def test_matching() -> None:
    sets = [[("P1", "кризис"), ("P2", "угроза")], [("C1", "кризисный"), ("C2", "экстренный"), ("C3", "лишний")]]
    made = "".join(
        "<simpleMatchSet>"
        + "".join(f'<simpleAssociableChoice identifier="{n}" matchMax="1">{t}</simpleAssociableChoice>' for n, t in some)
        + "</simpleMatchSet>"
        for some in sets
    )
    body = ask("match", made, "Соотнесите", shuffle="true", maxAssociations="2")
    declared = declare("P1 C1", "P2 C2", cardinality="multiple", base="directedPair", mapping="P1 C1=1|P2 C2=1")
    item = one(document(body, declared, rule=MAP))
    assert (type(item), item.choices, item.max_mark) == (Matching, ("кризисный", "экстренный", "лишний"), F(2))
    assert marks(item, Assigned((0, 1)), Assigned((0, 2))) == [F(2), F(1)]
    reading = qti.read(document(body, declare("P1 C1", "P2 C2", cardinality="multiple", base="directedPair"), rule=MATCH))
    assert ["за каждую верную часть" in str(note) for note in reading.notes] == [True]


def test_associate_becomes_matching() -> None:
    made = "".join(f'<simpleAssociableChoice identifier="{n}" matchMax="1">{n}</simpleAssociableChoice>' for n in "ABCD")
    body = f'<associateInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="2">{made}</associateInteraction>'
    declared = declare("A B", "C D", cardinality="multiple", base="pair", mapping="A B=1|C D=1")
    item = one(document(f"<p>Что с чем?</p>{body}", declared, rule=MAP))
    assert ([plain(premise) for premise in item.premises], item.choices) == (["A", "C"], ("B", "D"))


def test_order() -> None:
    body = (
        f'<orderInteraction responseIdentifier="RESPONSE" shuffle="true"><prompt>По порядку</prompt>{CHOICES}</orderInteraction>'
    )
    item = one(document(body, declare("B", "A", "C", cardinality="ordered"), rule=MATCH))
    assert (type(item), [plain(entry) for entry in item.entries]) == (Ordering, ["суд", "опека", "школа"])
    assert marks(item, Ordered((0, 1, 2)), Ordered((1, 0, 2))) == [F(1), F(0)]


def test_choices_in_the_text() -> None:
    def gap(name: str, words: tuple[str, ...]) -> str:
        made = "".join(f'<inlineChoice identifier="{word}">{word}</inlineChoice>' for word in words)
        return f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{made}</inlineChoiceInteraction>'

    body = f"<p>Решает {gap('R1', ('опека', 'школа'))}, затем {gap('R2', ('суд', 'сад'))}.</p>"
    marked = '<sum><mapResponse identifier="R1"/><mapResponse identifier="R2"/></sum>'
    rule = f'<responseProcessing><setOutcomeValue identifier="SCORE">{marked}</setOutcomeValue></responseProcessing>'
    item = one(
        document(body, declare("опека", name="R1", mapping="опека=1"), declare("суд", name="R2", mapping="суд=1"), rule=rule)
    )
    assert (type(item), item.stem.value, item.max_mark) == (GapSelect, "<p>Решает [[1]], затем [[3]].</p>", F(2))
    assert marks(item, Assigned((0, 2)), Assigned((1, 2))) == [F(2), F(1)]


def test_words_into_gaps() -> None:
    words = '<gapText identifier="W1" matchMax="1">опека</gapText><gapText identifier="W2" matchMax="0">суд</gapText>'
    text = '<p>Решает <gap identifier="G1"/>, затем <gap identifier="G2"/>.</p>'
    body = ask("gapMatch", words + text, "Вставьте", shuffle="false")
    declared = declare("W1 G1", "W2 G2", cardinality="multiple", base="directedPair", mapping="W1 G1=1|W2 G2=1")
    item = one(document(body, declared, rule=MAP))
    assert (type(item), [word.is_unlimited for word in item.words]) == (DragWords, [False, True])
    assert item.stem.value == "<p>Вставьте</p><p>Решает [[1]], затем [[2]].</p>"
    assert marks(item, Assigned((0, 1)), Assigned((1, 1))) == [F(2), F(1)]


FIELD = '<p>Кто решает?</p><p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="15"/></p>'


@pytest.mark.parametrize(
    ("version", "said", "sensitive"),
    [
        # What an entry does not say: told apart by readers of 2.1, not told apart by the schemas of 2.2 and 3.0.
        ("2.1", None, True),
        ("2.2", None, False),
        ("3.0", None, False),
        *((version, said, said in ("true", "1")) for version in SPACES for said in ("true", "1", "false", "0")),
    ],
)
def test_text_by_a_map(version, said, sensitive) -> None:
    declared = declare("опека", base="string", mapping="опека=2|суд=1")
    if said is not None:
        declared = declared.replace("<mapEntry ", f'<mapEntry caseSensitive="{said}" ')
    item = one(document(FIELD, declared, rule=MAP, version=version))
    assert (type(item), item.stem.value, item.case_sensitive) == (ShortAnswer, "<p>Кто решает?</p>", sensitive)
    assert marks(item, Typed("опека"), Typed("суд"), Typed("Опека")) == [F(2), F(1), F(0) if sensitive else F(2)]


def test_a_field_in_a_sentence_is_a_blank() -> None:
    body = '<p>Решает <textEntryInteraction responseIdentifier="RESPONSE"/>.</p>'
    assert one(document(body, declare("опека", base="string"), rule=MATCH)).stem.value == "<p>Решает _____.</p>"


def test_text_by_a_pattern() -> None:
    rule = worth_one(f'<patternMatch pattern="опек.*\\.">{VARIABLE}</patternMatch>')
    item = one(document(FIELD, declare(base="string"), rule=rule))
    assert (item.answers[0].text.value, marks(item, Typed("опекуны."), Typed("опекуны"))) == ("опек*.", [F(1), F(0)])


@pytest.mark.parametrize(
    ("mode", "right", "wrong"),
    [
        ('toleranceMode="absolute" tolerance="0.5 0.5"', "12,5", "12,6"),
        ('toleranceMode="relative" tolerance="10"', "13.2", "13.3"),
    ],
)
def test_number_with_tolerance(mode, right, wrong) -> None:
    rule = worth_one(f"<equal {mode}>{VARIABLE}{CORRECT}</equal>")
    item = one(document(FIELD, declare("12", base="float"), rule=rule))
    assert (type(item), marks(item, Typed(right), Typed(wrong))) == (Numerical, [F(1), F(0)])


def test_essay_with_words_for_the_marker() -> None:
    block = '<rubricBlock view="scorer"><p>Ищите сроки.</p></rubricBlock>'
    body = f"<p>Опишите план.</p>{ask('extendedText')}{block}"
    item = one(document(body, declare(base="string")))
    assert (type(item), item.stem.value, item.guidance.value) == (Essay, "<p>Опишите план.</p>", "<p>Ищите сроки.</p>")


def test_no_interaction_is_a_description() -> None:
    assert type(one(document("<p>Случай.</p>"))) is Description


def test_hot_text() -> None:
    words = "".join(f'<hottext identifier="{n}">{t}</hottext> ' for n, t in (("A", "опека"), ("B", "школа")))
    body = f'<hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><p>Решает {words}</p></hottextInteraction>'
    item = one(document(body, declare("A"), rule=MATCH))
    assert (type(item), item.shuffle, [plain(option.text) for option in item.options]) == (
        SingleChoice,
        False,
        ["опека", "школа"],
    )
    assert "<strong>опека</strong>" in item.stem.value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (document(CHOOSE, declare("A"), rule=MATCH.replace("match_correct", "own_rule")), "own_rule» не известен"),
        (
            document(
                CHOOSE, declare("A"), rule="<responseProcessing><lookupOutcomeValue identifier='SCORE'/></responseProcessing>"
            ),
            "«lookupOutcomeValue»",
        ),
        (
            document(
                CHOOSE,
                declare("A"),
                rule="<responseProcessing><setOutcomeValue identifier='SCORE'><random/></setOutcomeValue></responseProcessing>",
            ),
            "«random»",
        ),
        (document(CHOOSE + FIELD, declare("A"), rule=MATCH), "несколько заданий (choiceInteraction, textEntryInteraction)"),
        (document(CHOOSE, rule=MATCH), "Ответ «RESPONSE» не объявлен"),
        (document(CHOOSE, declare(), rule=MATCH), "Нет верного ответа"),
        (document(CHOOSE_MANY, declare("A", cardinality="multiple", mapping="A=x"), rule=MAP), "«x» — не число"),
        (document(CHOOSE, declare("A"), rule=MATCH).replace('adaptive="false"', 'adaptive="true"'), "adaptive"),
        (document('<p><img src="a.png" alt=""/></p>'), "Картинки «a.png» нет в пакете"),
        (document('<p><img src="../../../etc/passwd" alt=""/></p>'), "нет в пакете"),
        ("<questestinterop/>", "Это не вопрос QTI 2 или 3: первый элемент — questestinterop"),
    ],
)
def test_what_cannot_come_over_is_refused_with_a_reason(text, words) -> None:
    with pytest.raises(FormatError) as caught:
        qti.loads(text)
    assert words in str(caught.value)


def test_a_missing_rule_is_told() -> None:
    reading = qti.read(document(CHOOSE, declare("A")))
    assert (reading.items[0].options[0].fraction, ["нет правила оценки" in str(note) for note in reading.notes]) == (F(1), [True])

"""Flaws and the words of each language that give items away or make them vague."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Flaw:
    """One flaw: `rule` is its code, `where` the part, `template` % `params` what is wrong and how to mend it."""

    rule: str
    where: str
    template: str
    params: dict[str, object] = field(default_factory=dict)
    is_error: bool = False

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


@dataclass(frozen=True)
class Lexicon:
    """The words of a language that the rules look for."""

    absolute: re.Pattern[str]
    vague: re.Pattern[str]
    negative: re.Pattern[str]
    doubled: re.Pattern[str]
    all_or_none: re.Pattern[str]
    unfocused: re.Pattern[str]
    hinged: re.Pattern[str]
    up_to: re.Pattern[str]
    at_least: re.Pattern[str]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


LEXICONS = {
    "ru": Lexicon(
        absolute=_words("всегда", "никогда", "только", "все", "люб(?:ой|ая|ое|ые)", "исключительно", "ни один"),
        vague=_words("обычно", "часто", "иногда", "как правило", "редко"),
        negative=_words("не", "нет", "кроме", "неверно", "за исключением"),
        doubled=re.compile(r"\bне\b[^.?!]*\b(?:не\b|кроме\b|неверно\b|без\w+)", re.IGNORECASE),
        all_or_none=re.compile(
            r"(?:вс[её]|ничего) (?:из )?(?:перечисленно|указанно|вышеперечисленно)\w*|все (?:ответы|варианты) верны"
            r"|ни один из (?:ответов|вариантов)|(?:верны|варианты) [а-яa-z] и [а-яa-z]\b|«[А-ЯA-Z]» и «[А-ЯA-Z]»",
            re.IGNORECASE,
        ),
        unfocused=re.compile(r"какое из (?:\w+ )?(?:утверждений|высказываний) (?:верно|неверно)", re.IGNORECASE),
        hinged=re.compile(r"(?:предыдущ|прошл)\w+ вопрос|вопрос\w* (?:№|выше)", re.IGNORECASE),
        up_to=_words("до", "не более", "не больше", "меньше", "менее", "не позднее", "не позже"),
        at_least=_words("от", "не менее", "не меньше", "более", "больше", "свыше", "не раньше"),
    ),
    "en": Lexicon(
        absolute=_words("always", "never", "only", "all", "none", "every"),
        vague=_words("usually", "often", "sometimes", "rarely"),
        negative=_words("not", "except", "least", "incorrect"),
        doubled=re.compile(r"\bnot\b[^.?!]*\b(?:not|except|incorrect|un\w{4,})\b", re.IGNORECASE),
        all_or_none=re.compile(r"(?:all|none|any) of the above|both [a-d] and [a-d]\b", re.IGNORECASE),
        unfocused=re.compile(r"which of the following (?:statements )?is (?:true|false|correct)", re.IGNORECASE),
        hinged=re.compile(r"previous question|question (?:above|no\.)", re.IGNORECASE),
        up_to=_words("up to", "at most", "under", "less than", "fewer than", "within", "no more than"),
        at_least=_words("at least", "over", "more than", "from", "no less than"),
    ),
}
EMPHASIS = re.compile(r"<(?:b|strong|em|u)>|\*\*")

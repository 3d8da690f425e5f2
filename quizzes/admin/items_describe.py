"""An item in words, part by part: what its page shows, and what two versions are compared by."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes import scoring
from quizzes.admin.cases_rows import KIND_WORDS
from quizzes.admin.items_form import DIFFICULTIES, KINDS
from quizzes.references import label
from quizzes.rendering import to_html
from quizzes.scoring.case_nodes import MAX_DAYS
from quizzes.scoring.codec import dump_item
from quizzes.scoring.text import plain


@dataclass(frozen=True)
class Part:
    """One part: what it is called, its words on one line, the same as HTML, a mark of how it counts."""

    name: str
    words: str
    html: SafeString | str
    note: str = ""
    is_right: bool = False


def describe(content: scoring.Item) -> list[Part]:
    """The parts of an item that say something, in the order of its form."""
    return [part for part in _parts(content) if part.words]


def _text(name: str, text: scoring.Text, note: str = "", *, is_right: bool = False) -> Part:
    return Part(name, plain(text), to_html(text), note, is_right)


def _plain(name: str, words: object, note: str = "", *, is_right: bool = False) -> Part:
    return Part(name, str(words), str(words), note, is_right)


def _parts(content: scoring.Item) -> Iterator[Part]:
    yield _plain(_("Название"), content.name)
    yield _text(_("Вопрос"), content.stem)
    kind = KINDS.get(content.kind)
    known = _OWN.get(content.kind)
    yield from known(content) if known else _raw(content)
    yield _text(_("Общее пояснение"), content.feedback)
    for hint in content.hints:
        yield _text(_("Подсказка"), hint.text)
    yield _plain(_("Тип"), kind.title if kind else content.kind)
    yield _plain(_("Компетенция"), ", ".join(label("competencies", one) for one in content.tag_values("competency")))
    difficulties = dict(DIFFICULTIES)
    yield _plain(_("Трудность"), ", ".join(str(difficulties.get(one, one)) for one in content.tag_values("difficulty")))
    for reference in content.tag_values("ref"):
        yield _plain(pgettext("what an answer rests on", "Основание"), reference)
    if content.carries_mark:
        yield _plain(_("Баллов"), content.max_mark)
        yield _plain(_("Штраф за попытку"), _share(content.penalty) if content.penalty != 1 else "100 %")
    for tag in content.tags:
        if not tag.startswith(("competency:", "difficulty:", "ref:")):
            yield _plain(_("Метка"), tag)


def _share(fraction: Fraction) -> str:
    if fraction == 1:
        return _("верно")
    return f"{float(fraction * 100):.5f}".rstrip("0").rstrip(".") + " %"


def _options(content: Any) -> Iterator[Part]:
    for option in content.options:
        yield _text(_("Вариант"), option.text, _share(option.fraction), is_right=option.fraction > 0)
        yield _text(_("Пояснение к варианту"), option.feedback)
    if getattr(content, "all_or_nothing", False):
        yield _plain(_("Оценка"), _("балл только за полностью верный ответ"))


def _true_false(content: Any) -> Iterator[Part]:
    yield _plain(_("Утверждение"), _("верно") if content.correct else _("неверно"), is_right=True)
    yield _text(_("Пояснение к верному ответу"), content.feedback_right)
    yield _text(_("Пояснение к неверному ответу"), content.feedback_wrong)


def _answers(content: Any) -> Iterator[Part]:
    for answer in content.answers:
        yield _text(_("Принимается"), answer.text, _share(answer.fraction), is_right=answer.fraction > 0)
        yield _text(_("Пояснение к ответу"), answer.feedback)


def _numbers(content: Any) -> Iterator[Part]:
    for answer in content.answers:
        value = _("любое другое число") if answer.value is None else answer.value
        shown = f"{value} ± {answer.tolerance}" if answer.tolerance else str(value)
        yield _plain(_("Принимается"), shown, _share(answer.fraction), is_right=answer.fraction > 0)
        yield _text(_("Пояснение к ответу"), answer.feedback)
    for unit in content.units:
        yield _plain(_("Единица"), f"{unit.name} × {unit.multiplier}")


def _pairs(content: Any) -> Iterator[Part]:
    for pair in content.pairs:
        premise = plain(pair.premise) or _("лишний ответ")
        yield _plain(_("Пара"), f"{premise} → {pair.answer}", is_right=bool(pair.premise))


def _entries(content: Any) -> Iterator[Part]:
    for number, entry in enumerate(content.entries, start=1):
        yield _text(_("Строка"), entry, str(number))


def _words(content: Any) -> Iterator[Part]:
    wanted = set(content.key)
    for number, word in enumerate(content.words):
        note = f"[[{number + 1}]]" if number in wanted else _("лишнее")
        yield _plain(_("Слово"), word.text, note, is_right=number in wanted)


def _areas(content: Any) -> Iterator[Part]:
    yield _plain(_("Описание картинки"), content.alternative)
    yield _plain(_("Картинка"), content.picture)
    for area in content.areas:
        place = f"{area.name} ({area.shape.value} {', '.join(map(str, area.coords))})"
        yield _plain(_("Место"), place, _share(area.fraction), is_right=area.fraction > 0)
        yield _text(_("Пояснение к месту"), area.feedback)


def _essay(content: Any) -> Iterator[Part]:
    for criterion in content.rubric:
        yield _plain(_("Критерий"), f"{criterion.title}: " + "; ".join(f"{mark} — {words}" for mark, words in criterion.levels))
    yield _text(_("Памятка проверяющему"), content.guidance)
    if content.min_words:
        yield _plain(_("Не меньше слов"), content.min_words)


def _case(content: Any) -> Iterator[Part]:
    titles = {node.id: f"{place}. {node.title}" for place, node in enumerate(content.nodes, start=1)}
    for node in content.nodes:
        yield _plain(_("Сцена"), titles[node.id], str(KIND_WORDS[node.kind]))
        for fact in node.facts:
            yield _plain(_("Запись"), f"{fact.when}: {fact.text}" if fact.when else fact.text)
        yield _text(_("Что происходит"), node.text)
        yield _plain(_("Вопрос кандидату"), node.ask)
        for weight in node.weights:
            yield _plain(_("Баллов"), weight.value, label("competencies", weight.competency))
        for number, option in enumerate(node.options, start=1):
            yield from _decision(node, number, option, titles)
        for branch in node.branches:
            words = _("от {percent}").format(percent=f"{float(branch.at_least * 100):g} %")
            yield _plain(_("Что дальше"), f"→ {titles.get(branch.to, branch.to)}", words)
            yield _text(_("Пояснение к ветви"), branch.feedback)
        yield _text(_("Пояснение к сцене"), node.feedback)
        for reference in node.refs:
            yield _plain(pgettext("what an answer rests on", "Основание"), reference)
        if node.is_failure:
            yield _plain(_("Конец"), _("плохой конец"))
    yield _plain(_("Первая сцена"), titles.get(content.first, content.first))
    yield from _case_key(content)


def _decision(node: Any, number: int, option: Any, titles: dict[str, str]) -> Iterator[Part]:
    notes = [_share(one.value) for one in option.score] if node.kind is not scoring.NodeKind.STEPS else [str(number)]
    if node.kind is scoring.NodeKind.DAYS:
        last = "" if option.last_day == MAX_DAYS else option.last_day
        notes.append(_("дни {first}–{last}").format(first=option.first_day, last=last or "…"))
    notes += [label("levels", option.level)] if option.level else []
    notes += [_("дней: {days}").format(days=option.takes)] if option.takes else []
    notes += [_("опасно для ребёнка")] if option.is_critical else []
    way = f" → {titles.get(option.to, option.to)}" if option.to else ""
    right = option.is_full or (node.kind.takes_several and any(one.value > 0 for one in option.score))
    yield _plain(_("Вариант"), f"{option.text}{way}", "; ".join(notes), is_right=right)
    yield _text(_("Пояснение к варианту"), option.feedback)


def _case_key(content: Any) -> Iterator[Part]:
    if content.level_key:
        key = content.level_key
        yield _plain(_("Верный уровень"), label("levels", key.level), f"{label('competencies', key.competency)}: {key.mark}")
    if content.deadline:
        due = content.deadline
        yield _plain(_("Дней на весь случай"), due.days, f"{label('competencies', due.competency)}: {due.mark}")
    yield _plain(_("Не больше за случай после опасного решения, %"), f"{float(content.critical_cap * 100):g}")
    if content.can_step_back:
        yield _plain(_("Шаг назад"), _("Можно вернуться на один шаг"))


def _nothing(content: Any) -> Iterator[Part]:
    yield from ()


def _raw(content: scoring.Item) -> Iterator[Part]:
    """The parts of a type that has no words of its own here, each under the name it has in the file."""
    common = {"kind", "stem", "name", "id", "tags", "category", "feedback", "max_mark", "penalty", "hints"}
    for name, part in dump_item(content).items():
        if name not in common:
            for path, words in _leaves(part):
                yield _plain(f"{name}{path}", words)


def _leaves(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for name, one in part.items():
            if name not in ("format", "value") or not isinstance(one, str):
                yield from _leaves(one, f"{path}.{name}")
            elif name == "value":
                yield path, one
    elif isinstance(part, list):
        for number, one in enumerate(part, start=1):
            yield from _leaves(one, f"{path}[{number}]")
    elif part not in (None, "", False):
        yield path, str(part)


_OWN = {
    "single-choice": _options,
    "multiple-response": _options,
    "true-false": _true_false,
    "short-answer": _answers,
    "numerical": _numbers,
    "matching": _pairs,
    "ordering": _entries,
    "gap-select": _words,
    "drag-words": _words,
    "hotspot": _areas,
    "essay": _essay,
    "description": _nothing,
    "case": _case,
}

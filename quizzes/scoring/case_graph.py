"""Faults of a case's story: places that do not exist, cannot be reached, go round in circles, or lead nowhere."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from quizzes.scoring.base import ONE, ZERO
from quizzes.scoring.case_nodes import MAX_DAYS, CaseOption, Node, NodeKind
from quizzes.scoring.problems import Problem, gettext_noop

ARROW = " → "
_PLACE = re.compile(r"nodes\[(.*?)\](?:\.(\w+))?(?:\[(\d+)\])?(?:\.(\w+))?")


def graph_problems(nodes: Sequence[Node], first: str) -> Iterator[Problem]:
    """Every fault of the nodes and of the ways between them; each names its place: `nodes[call].options[1].to`."""
    known = {node.id: node for node in nodes}
    for name, count in Counter(node.id for node in nodes).items():
        if count > 1 or not name.strip():
            yield _problem(name, gettext_noop("Сцена «%(node)s»: имя пусто или занято. Дайте сценам разные имена."))
    if first not in known:
        yield _problem(first, gettext_noop("Случай начинается со сцены «%(node)s», а такой сцены нет."))
        return
    for node in nodes:
        yield from _node_problems(node, known)
    reached = _reached(known, first)
    for node in nodes:
        if node.id not in reached:
            yield _problem(node.id, gettext_noop("Сцена «%(node)s»: в неё нельзя попасть. Приведите в неё вариант или уберите."))
    circle = _circle(known, first)
    if circle:
        message = gettext_noop("Сцена «%(node)s»: путь возвращается по кругу (%(path)s). Разорвите круг.")
        yield _problem(circle[0], message, path=ARROW.join(circle))


def place_of(where: str) -> tuple[str, str, str, str] | None:
    """The place of a problem in its parts: node, part, index, field, each "" where it is not named; None outside the nodes."""
    hit = _PLACE.fullmatch(where)
    return (hit[1], hit[2] or "", hit[3] or "", hit[4] or "") if hit else None


def _problem(node: str, template: str, part: str = "", **params: object) -> Problem:
    return Problem(f"nodes[{node}]{part}", template, {"node": node, **params})


def _node_problems(node: Node, known: Mapping[str, Node]) -> Iterator[Problem]:
    if not node.title.strip():
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: нужно название."), ".title")
    if not node.text:
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: нужен текст. Что происходит?"), ".text")
    if node.kind is NodeKind.END:
        if node.options or node.branches or node.weights:
            yield _problem(node.id, gettext_noop("Сцена «%(node)s»: это конец, в нём нет решений и баллов."), ".kind")
        return
    if node.is_failure:
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: провалом может быть только конец."), ".kind")
    if not node.ask.strip():
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: не сказано, что решить. Напишите вопрос."), ".ask")
    if len(node.options) < 2:
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: нужно хотя бы два варианта."), ".options")
    for place, option in enumerate(node.options):
        yield from _option_problems(node, place, option, known)
    if node.kind.branches_by_score:
        yield from _branch_problems(node, known)
    yield from _weight_problems(node)
    if node.kind is NodeKind.DAYS:
        yield from _span_problems(node)


def _option_problems(node: Node, place: int, option: CaseOption, known: Mapping[str, Node]) -> Iterator[Problem]:
    at = f".options[{place}]"
    words = option.text or (f"{option.first_day}–{option.last_day}" if node.kind is NodeKind.DAYS else str(place + 1))
    if not option.text.strip() and node.kind is not NodeKind.DAYS:
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: у варианта %(place)s нет текста."), f"{at}.text", place=place + 1)
    if not node.kind.branches_by_score and not option.to:
        message = gettext_noop("Сцена «%(node)s»: вариант «%(text)s» никуда не ведёт. Выберите, что будет дальше.")
        yield _problem(node.id, message, f"{at}.to", text=words)
    if option.to in node.targets() and option.to not in known:
        yield _unknown(node.id, option.to, f"{at}.to")
    if option.takes < 0:
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: число дней не может быть отрицательным."), f"{at}.takes")
    if node.kind is NodeKind.LEVEL and not option.level:
        message = gettext_noop("Сцена «%(node)s»: у варианта «%(text)s» не назван уровень.")
        yield _problem(node.id, message, f"{at}.level", text=words)


def _unknown(name: str, to: str, part: str) -> Problem:
    return _problem(name, gettext_noop("Сцена «%(node)s»: ведёт в «%(to)s», а такой сцены нет."), part, to=to)


def _branch_problems(node: Node, known: Mapping[str, Node]) -> Iterator[Problem]:
    if not any(branch.at_least <= 0 for branch in node.branches):
        message = gettext_noop("Сцена «%(node)s»: тупик. Нужна ветвь для любого ответа (от 0 %%).")
        yield _problem(node.id, message, ".branches")
    for place, branch in enumerate(node.branches):
        if not branch.to:
            message = gettext_noop("Сцена «%(node)s»: ветвь %(place)s никуда не ведёт. Выберите, что будет дальше.")
            yield _problem(node.id, message, f".branches[{place}].to", place=place + 1)
        elif branch.to not in known:
            yield _unknown(node.id, branch.to, f".branches[{place}].to")


def _weight_problems(node: Node) -> Iterator[Problem]:
    if not node.weights or any(one.value <= 0 or not one.competency.strip() for one in node.weights):
        message = gettext_noop("Сцена «%(node)s»: нет веса. Дайте баллы больше нуля хотя бы одной компетенции.")
        yield _problem(node.id, message, ".weights")
        return
    if len({one.competency for one in node.weights}) < len(node.weights):
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: компетенция названа дважды. Сложите её баллы."), ".weights")
    if node.kind is NodeKind.STEPS:
        for place, option in enumerate(node.options):
            if option.is_critical:
                message = gettext_noop("Сцена «%(node)s»: строка порядка не может быть опасной ошибкой.")
                yield _problem(node.id, message, f".options[{place}].is_critical")
        return
    wanted = {one.competency for one in node.weights}
    for place, option in enumerate(node.options):
        if {one.competency for one in option.score} != wanted or any(not -ONE <= one.value <= ONE for one in option.score):
            message = gettext_noop(
                "Сцена «%(node)s»: у варианта «%(text)s» нет доли по каждой компетенции сцены (от −100 до 100 %%)."
            )
            text = option.text or f"{option.first_day}–{option.last_day}"
            yield _problem(node.id, message, f".options[{place}].score", text=text)
            return
    yield from _full_problems(node)


def _full_problems(node: Node) -> Iterator[Problem]:
    if not node.kind.takes_several:
        if not any(option.is_full for option in node.options):
            message = gettext_noop("Сцена «%(node)s»: нет верного решения. Дайте одному варианту 100 %%.")
            yield _problem(node.id, message, ".options")
        return
    for weight in node.weights:
        shares = [option.share(weight.competency) for option in node.options]
        if sum((share for share in shares if share > 0), ZERO) != ONE:
            message = gettext_noop("Сцена «%(node)s»: доли верных вариантов (%(competency)s) вместе должны давать 100 %%.")
            yield _problem(node.id, message, ".options", competency=weight.competency)
    for place, option in enumerate(node.options):
        if option.is_critical and any(one.value > 0 for one in option.score):
            message = gettext_noop("Сцена «%(node)s»: опасный вариант не может приносить баллы.")
            yield _problem(node.id, message, f".options[{place}].is_critical")


def _span_problems(node: Node) -> Iterator[Problem]:
    """The spans of a timing node cover every number of days once."""
    day = 0
    for place, option in sorted(enumerate(node.options), key=lambda one: one[1].first_day):
        if option.first_day != day or option.last_day < option.first_day:
            message = gettext_noop("Сцена «%(node)s»: промежутки дней идут с пропуском или внахлёст у дня %(day)s.")
            yield _problem(node.id, message, f".options[{place}].first_day", day=day)
            return
        day = option.last_day + 1
    if day <= MAX_DAYS:
        yield _problem(node.id, gettext_noop("Сцена «%(node)s»: последний промежуток дней должен быть открытым."), ".options")


def _reached(known: Mapping[str, Node], first: str) -> set[str]:
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name in known and name not in seen:
            seen.add(name)
            waiting.extend(known[name].targets())
    return seen


def _circle(known: Mapping[str, Node], first: str) -> list[str]:
    """A way that comes back to its beginning, empty where there is none: what is left once every end is taken away."""
    left = _reached(known, first)
    ways = {name: {way for way in known[name].targets() if way in left} for name in sorted(left)}
    while ends := [name for name, targets in ways.items() if not targets]:
        ways = {name: targets - set(ends) for name, targets in ways.items() if name not in ends}
    path: list[str] = []
    at = next(iter(ways), "")
    while at and at not in path:
        path.append(at)
        at = min(ways[at])
    return [*path[path.index(at) :], at] if at else []

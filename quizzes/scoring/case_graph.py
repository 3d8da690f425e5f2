"""Faults of a case's story: places that do not exist, cannot be reached, go round in circles, or lead nowhere."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from quizzes.scoring.base import ONE, ZERO
from quizzes.scoring.case_nodes import MAX_DAYS, Node, NodeKind
from quizzes.scoring.problems import Problem, gettext_noop


def graph_problems(nodes: Sequence[Node], first: str) -> Iterator[Problem]:
    """Every fault of the nodes and of the ways between them; each names its node."""
    known = {node.id: node for node in nodes}
    for name, count in Counter(node.id for node in nodes).items():
        if count > 1 or not name.strip():
            yield _problem(name, gettext_noop("Узел «%(node)s»: имя пусто или занято. Дайте узлам разные имена."))
    if first not in known:
        yield _problem(first, gettext_noop("Случай начинается с узла «%(node)s», а такого узла нет."))
        return
    for node in nodes:
        yield from _node_problems(node, known)
    reached = _reached(known, first)
    for node in nodes:
        if node.id not in reached:
            yield _problem(node.id, gettext_noop("Узел «%(node)s»: в него нельзя попасть. Приведите в него вариант или уберите."))
    circle = _circle(known, first)
    if circle:
        message = gettext_noop("Узел «%(node)s»: путь возвращается по кругу (%(path)s). Разорвите круг.")
        yield _problem(circle[0], message, path=" → ".join(circle))


def _problem(node: str, template: str, **params: object) -> Problem:
    return Problem(f"nodes[{node}]", template, {"node": node, **params})


def _node_problems(node: Node, known: Mapping[str, Node]) -> Iterator[Problem]:
    if not node.title.strip() or not node.text:
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: нужны название и текст."))
    if node.kind is NodeKind.END:
        if node.options or node.branches or node.weights:
            yield _problem(node.id, gettext_noop("Узел «%(node)s»: это конец, в нём нет решений и баллов."))
        return
    if node.is_failure:
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: провалом может быть только конец."))
    if not node.ask.strip():
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: не сказано, что решить. Напишите вопрос."))
    if len(node.options) < 2:
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: нужно хотя бы два варианта."))
    yield from _way_problems(node, known)
    yield from _weight_problems(node)
    if node.kind is NodeKind.DAYS:
        yield from _span_problems(node)


def _way_problems(node: Node, known: Mapping[str, Node]) -> Iterator[Problem]:
    if node.kind.branches_by_score:
        if not any(branch.at_least <= 0 for branch in node.branches):
            yield _problem(node.id, gettext_noop("Узел «%(node)s»: тупик. Нужна ветвь для любого ответа (от 0 %%)."))
    elif any(not option.to for option in node.options):
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: тупик. У каждого варианта должно быть продолжение."))
    for name in dict.fromkeys(node.targets()):
        if name not in known:
            message = gettext_noop("Узел «%(node)s»: ведёт в «%(to)s», а такого узла нет.")
            yield _problem(node.id, message, to=name)
    if any(option.takes < 0 for option in node.options):
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: число дней не может быть отрицательным."))
    if node.kind is NodeKind.LEVEL and any(not option.level for option in node.options):
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: у каждого варианта нужен код уровня."))


def _weight_problems(node: Node) -> Iterator[Problem]:
    if not node.weights or any(one.value <= 0 or not one.competency.strip() for one in node.weights):
        message = gettext_noop("Узел «%(node)s»: нет веса. Дайте баллы больше нуля хотя бы одной компетенции.")
        yield _problem(node.id, message)
        return
    if node.kind is NodeKind.STEPS:
        if any(option.is_critical for option in node.options):
            yield _problem(node.id, gettext_noop("Узел «%(node)s»: строка порядка не может быть опасной ошибкой."))
        return
    wanted = {one.competency for one in node.weights}
    for option in node.options:
        if {one.competency for one in option.score} != wanted or any(not -ONE <= one.value <= ONE for one in option.score):
            message = gettext_noop(
                "Узел «%(node)s»: у варианта «%(text)s» нет доли по каждой компетенции узла (от −100 до 100 %%)."
            )
            yield _problem(node.id, message, text=option.text or f"{option.first_day}–{option.last_day}")
            return
    yield from _full_problems(node)


def _full_problems(node: Node) -> Iterator[Problem]:
    if not node.kind.takes_several:
        if not any(option.is_full for option in node.options):
            yield _problem(node.id, gettext_noop("Узел «%(node)s»: нет верного решения. Дайте одному варианту 100 %%."))
        return
    for weight in node.weights:
        shares = [option.share(weight.competency) for option in node.options]
        if sum((share for share in shares if share > 0), ZERO) != ONE:
            message = gettext_noop("Узел «%(node)s»: доли верных вариантов (%(competency)s) вместе должны давать 100 %%.")
            yield _problem(node.id, message, competency=weight.competency)
    if any(option.is_critical and any(one.value > 0 for one in option.score) for option in node.options):
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: опасный вариант не может приносить баллы."))


def _span_problems(node: Node) -> Iterator[Problem]:
    """The spans of a timing node cover every number of days once."""
    day = 0
    for option in sorted(node.options, key=lambda one: one.first_day):
        if option.first_day != day or option.last_day < option.first_day:
            message = gettext_noop("Узел «%(node)s»: промежутки дней идут с пропуском или внахлёст у дня %(day)s.")
            yield _problem(node.id, message, day=day)
            return
        day = option.last_day + 1
    if day <= MAX_DAYS:
        yield _problem(node.id, gettext_noop("Узел «%(node)s»: последний промежуток дней должен быть открытым."))


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

"""What another program's format cannot say about an item, kept beside it in ours, so that reading gives back what was written.

The rest is bound to what the format itself says (its digest): if another program has changed that, the rest is out of date
and is not applied.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, cast

from quizzes.formats.errors import Fault
from quizzes.scoring import Item
from quizzes.scoring.codec import CodecError, dump_item, load_item
from quizzes.scoring.problems import gettext_noop

NAMESPACE = "urn:opora:item:1"
_STALE = gettext_noop("Файл изменён после выгрузки: взято то, что написано в самом вопросе.")
_DAMAGED = gettext_noop("Дополнение «opora» повреждено: взято то, что написано в самом вопросе.")
# Formats and names are told in every program's own way; their loss is no loss to tell of.
_LOST = {
    "fold_yo": gettext_noop("Другие программы отличат «ё» от «е»."),
    "case_sensitive": gettext_noop("Различение регистра не перейдёт."),
    "rubric": gettext_noop("Критерии оценки не перейдут."),
    "guidance": gettext_noop("Указания проверяющему не перейдут."),
    "min_words": gettext_noop("Наименьшее число слов не перейдёт."),
    "tags": gettext_noop("Метки не перейдут."),
    "category": gettext_noop("Раздел банка не перейдёт."),
    "hints": gettext_noop("Подсказки после попыток не перейдут."),
    "penalty": gettext_noop("Штраф за попытку не перейдёт."),
    "grading": gettext_noop("Способ оценки порядка не перейдёт: засчитается только полностью верный."),
    "all_or_nothing": gettext_noop("Оценка «всё или ничего» не перейдёт."),
    "areas": gettext_noop("Названия и пояснения областей картинки не перейдут."),
    "alternative": gettext_noop("Описание картинки словами не перейдёт."),
    "units": gettext_noop("Единицы измерения не перейдут."),
    "unit_penalty": gettext_noop("Штраф за единицу измерения не перейдёт."),
    "feedback_partly": gettext_noop("Пояснение к отчасти верному ответу не перейдёт."),
}
_ALIEN = gettext_noop("Другие программы не знают такого вопроса: он прочтётся только здесь.")


def digest(item: Item) -> str:
    """A short mark of everything an item says."""
    return hashlib.sha256(json.dumps(dump_item(item), sort_keys=True).encode()).hexdigest()[:16]


def keep(item: Item, natural: Item | None) -> str:
    """The rest as JSON: what to set and to drop in `natural` to get `item`; empty where they are equal."""
    if natural == item:
        return ""
    said = {} if natural is None else dump_item(natural)
    meant = dump_item(item)
    rest = {
        "of": "" if natural is None else digest(natural),
        "set": {name: part for name, part in meant.items() if name not in said or said[name] != part},
        "drop": [name for name in said if name not in meant],
    }
    return json.dumps(rest, ensure_ascii=False, sort_keys=True)


def restore(natural: Item | None, rest: str, line: int, source: str = "") -> tuple[Item | None, tuple[Fault, ...]]:
    """The item as it was written, with a note where the rest no longer fits what the format says."""
    try:
        data = json.loads(rest)
        if data["of"] != ("" if natural is None else digest(natural)):
            return natural, (Fault(line, _STALE, source=source),)
        said = {} if natural is None else dump_item(natural)
        dropped = set(data["drop"])
        return load_item({name: part for name, part in {**said, **data["set"]}.items() if name not in dropped}), ()
    except (CodecError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return natural, (Fault(line, _DAMAGED, source=source),)


def losses(item: Item, rest: str) -> Iterator[Fault]:
    """What other programs will not find of an item, one note a part; nothing where only the manner of writing differs."""
    if not rest:
        return
    data = cast(dict[str, Any], json.loads(rest))
    where = f"«{item.title}»"
    if not data["of"]:
        yield Fault(0, _ALIEN, where=where)
        return
    for name in dict.fromkeys([*data["set"], *data["drop"]]):
        if name in _LOST:
            yield Fault(0, _LOST[name], where=where)

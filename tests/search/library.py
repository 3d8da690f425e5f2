"""A small library in three languages for the engine's tests."""

from datetime import date

from search.engine import PageDocument, SectionDocument
from search.text.thesaurus import from_rows

THESAURUS = from_rows(
    [
        {"code": "dls", "ru": ["трудная жизненная ситуация", "ТЖС"], "en": ["difficult life situation"], "id": ["situasi sulit"]},
        {"code": "support", "ru": ["социальное сопровождение"], "en": ["social support"], "id": ["pendampingan sosial"]},
        {"code": "early-help", "ru": ["ранняя помощь"], "en": ["early help"], "id": ["intervensi dini"]},
    ]
)


def page(key: str, title: str, *sections: tuple[str, str, str], lang: str = "ru", **more: object) -> PageDocument:
    """Return a document whose sections are (anchor, heading, text)."""
    return PageDocument(
        key=key,
        lang=lang,
        type=str(more.pop("type", "methodology")),
        url=f"/{lang}/{key}/",
        title=title,
        sections=tuple(SectionDocument(*section) for section in sections),
        **more,  # type: ignore[arg-type]
    )


LEVELS = page(
    "levels",
    "Четыре уровня сопровождения",
    ("", "", "Уровень показывает, насколько плотная помощь нужна семье."),
    ("choice", "Порядок выбора", "Куратор смотрит на угрозу ребёнку, потом на конфликт."),
    ("crisis", "Кризисный уровень", "Специализированная помощь снимает конфликт. Срок до шести месяцев."),
    facets={"levels": ("crisis", "basic")},
    translation="t-levels",
    updated_on=date(2025, 3, 1),
)
LEVELS_EN = page(
    "levels-en",
    "Four levels of support",
    ("choice", "How to choose", "The curator looks at danger for the child first."),
    lang="en",
    facets={"levels": ("crisis", "basic")},
    translation="t-levels",
)
SUPPORT = page(
    "support",
    "Что такое социальное сопровождение",
    ("", "", "Сопровождение помогает семье в трудной жизненной ситуации."),
    ("law", "Закон", "Основание: 442-ФЗ, статья 22."),
    translation="t-support",
    updated_on=date(2026, 5, 1),
)
SUPPORT_ID = page(
    "support-id", "Apa itu pendampingan sosial", ("", "", "Keluarga dalam situasi sulit."), lang="id", translation="t-support"
)
CONSENT = page(
    "consent",
    "Стандарт: согласие и конфиденциальность",
    ("c-2-1", "", "2.1. Согласие на обработку персональных данных — отдельный документ."),
    ("c-3-2", "", "3.2. Данные хранят в закрытом шкафу."),
    type="standard",
    facets={"services": ("legal",)},
)
EARLY_EN = page("early-en", "Early help from birth to three", ("", "", "Early help for the family of a small child."), lang="en")
LIBRARY = [LEVELS, LEVELS_EN, SUPPORT, SUPPORT_ID, CONSENT, EARLY_EN]

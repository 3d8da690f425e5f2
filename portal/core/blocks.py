"""The body's blocks. Each maps one to one to a block of `portal.markup`; nothing here has a spelling of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from portal.markup.html import normalise_html

from .body_check import body_errors, fill_anchors

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "blockquote"]
LINE_FEATURES = ["bold", "italic", "link"]

CALLOUT_KINDS = [
    ("info", _("К сведению")),
    ("warning", _("Осторожно")),
    ("danger", _("Опасность")),
    ("success", _("Верно")),
    ("tip", _("Совет")),
    ("example", _("Учебный случай")),
]
MODALITIES = [
    ("must", _("Обязательно")),
    ("should", _("Рекомендуется")),
    ("may", _("Допускается")),
    ("info", _("Пояснение")),
]


class UntranslatedCharBlock(blocks.CharBlock):
    """Ids and clause numbers: the same in every language, so the translation tool must not offer them."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class CanonicalRichTextBlock(blocks.RichTextBlock):
    """Rich text that is stored as it will be exported: what the canonical form cannot say is normalised on save."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        value.source = normalise_html(value.source)
        return value


def anchor_block() -> UntranslatedCharBlock:
    return UntranslatedCharBlock(
        label=_("Якорь"),
        required=False,
        max_length=80,
        help_text=_(
            "Адрес этого места на странице: латинские буквы, цифры, дефис. Можно оставить пустым — заполнится само. "
            "На него ссылаются вопросы и другие страницы, поэтому после публикации его не меняют."
        ),
        form_classname="opora-anchor",
    )


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(label=_("Уровень"), choices=[("2", "2"), ("3", "3"), ("4", "4")], default="2")
    text = blocks.CharBlock(label=_("Заголовок"), max_length=160)
    anchor = anchor_block()

    class Meta:
        icon = "title"
        label = _("Заголовок")
        template = "blocks/heading.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Вид"), choices=CALLOUT_KINDS, default="info")
    title = blocks.CharBlock(label=_("Заголовок"), max_length=160)
    body = CanonicalRichTextBlock(label=_("Текст"), features=TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Выноска")
        template = "blocks/callout.html"


class DetailsBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Вид"), choices=[("note", _("Подробнее")), *CALLOUT_KINDS], default="note")
    title = blocks.CharBlock(label=_("Заголовок"), max_length=160)
    body = CanonicalRichTextBlock(label=_("Текст"), features=TEXT_FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("Скрытый текст")
        template = "blocks/details.html"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Заголовок"), max_length=160)
    items = blocks.ListBlock(CanonicalRichTextBlock(features=LINE_FEATURES), label=_("Шаги"))

    class Meta:
        icon = "list-ol"
        label = _("Шаги")
        template = "blocks/steps.html"


class TableRowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(CanonicalRichTextBlock(features=LINE_FEATURES, required=False), label=_("Ячейки"))

    class Meta:
        label = _("Строка")


class TableBlock(blocks.StructBlock):
    header = blocks.ListBlock(CanonicalRichTextBlock(features=LINE_FEATURES, required=False), label=_("Шапка"))
    rows = blocks.ListBlock(TableRowBlock(), label=_("Строки"))

    class Meta:
        icon = "table"
        label = _("Таблица")
        template = "blocks/table.html"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        width = len(value["header"])
        for number, row in enumerate(value["rows"], 1):
            if len(row["cells"]) != width:
                raise blocks.StructBlockValidationError(
                    non_block_errors=[
                        forms.ValidationError(
                            _("Строка %(row)s: ячеек %(cells)s, а в шапке %(width)s. Добавьте или уберите ячейки."),
                            params={"row": number, "cells": len(row["cells"]), "width": width},
                        )
                    ]
                )
        return value


class FigureBlock(blocks.StructBlock):
    src = UntranslatedCharBlock(label=_("Файл"), help_text=_("Путь к рисунку в content/img, например ../../img/levels.svg"))
    alt = blocks.CharBlock(label=_("Что на рисунке"), help_text=_("Для тех, кто не видит рисунок"))
    caption = blocks.CharBlock(label=_("Подпись"), required=False)

    class Meta:
        icon = "image"
        label = _("Рисунок")
        template = "blocks/figure.html"


class FileBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Подпись"))
    href = UntranslatedCharBlock(label=_("Адрес"), help_text=_("Путь к странице формы, например ../forms/consent-form.md"))

    class Meta:
        icon = "doc-full"
        label = _("Документ")
        template = "blocks/file.html"


class ClauseBlock(blocks.StructBlock):
    anchor = anchor_block()
    number = UntranslatedCharBlock(label=_("Номер"), max_length=16)
    modality = blocks.ChoiceBlock(label=_("Сила требования"), choices=MODALITIES, default="must")
    text = CanonicalRichTextBlock(label=_("Текст"), features=TEXT_FEATURES)

    class Meta:
        icon = "clipboard-list"
        label = _("Пункт стандарта")
        template = "blocks/clause.html"


class TermBlock(blocks.StructBlock):
    anchor = anchor_block()
    term = blocks.CharBlock(label=_("Термин"))
    text = CanonicalRichTextBlock(label=_("Определение"), features=TEXT_FEATURES)

    class Meta:
        icon = "openquote"
        label = _("Термин")
        template = "blocks/term.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    text = CanonicalRichTextBlock(label=_("Текст"), features=TEXT_FEATURES, icon="pilcrow", template="blocks/text.html")
    table = TableBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    details = DetailsBlock()
    clause = ClauseBlock()
    term = TermBlock()
    figure = FigureBlock()
    file = FileBlock()
    raw = blocks.TextBlock(
        label=_("Исходный Markdown"),
        icon="code",
        template="blocks/raw.html",
        help_text=_("Сохраняется без изменений. Нужен, только если другой блок не подходит."),
    )

    def clean(self, value: Any) -> Any:
        body = super().clean(value)
        # Remembered for the page's form, which knows the text that this one is a translation of.
        body.filled_anchors = fill_anchors(body)
        # A draft may be unfinished: the same check waits for publishing.
        errors = {} if self.is_deferred_validation else body_errors(body)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return body

    class Meta:
        required = False


class BodyField(StreamField):
    """A page's body. Migrations name the field and not its blocks: a label's new wording changes no database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

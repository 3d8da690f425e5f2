"""The types answered by putting things in their place: pairs, an order, words in gaps, points on a picture."""

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import scoring
from quizzes.admin.items_form import ItemForm, PercentField, area, register_kind, show_percent
from quizzes.admin.items_rows import Row, RowKind
from quizzes.formats.pictures import SCHEME
from quizzes.models import MediaFile
from quizzes.scoring.base import ZERO


class PairRow(Row):
    says = ("premise", "answer")
    premise = forms.CharField(
        label=gettext_lazy("К чему подобрать"),
        widget=area(),
        help_text=gettext_lazy("Пусто — лишний ответ, который ни к чему не подходит."),
    )
    answer = forms.CharField(label=gettext_lazy("Верный ответ"), max_length=300)


@register_kind
class MatchingForm(ItemForm):
    kind = "matching"
    title = gettext_lazy("Найти пары")
    use = gettext_lazy("Понятие и признак, случай и уровень, орган и полномочие. Лишний ответ мешает угадать последний.")
    own_rows = {
        "pairs": RowKind(PairRow, gettext_lazy("Пары"), gettext_lazy("Добавить пару"), least=3, can_move=True),
    }
    own_fields = ("shuffle",)
    shuffle = forms.BooleanField(label=gettext_lazy("Перемешивать ответы"), required=False, initial=True)

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"shuffle": content.shuffle}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        return {"pairs": [{"premise": self.memory.show(pair.premise), "answer": pair.answer} for pair in content.pairs]}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        pairs = tuple(scoring.Pair(self.text(row["premise"]), row["answer"]) for row in self.filled("pairs"))
        return scoring.Matching(**common, pairs=pairs, shuffle=data["shuffle"])


class EntryRow(Row):
    text = forms.CharField(label=gettext_lazy("Строка"), widget=area())


@register_kind
class OrderingForm(ItemForm):
    kind = "ordering"
    title = gettext_lazy("Расставить по порядку")
    use = gettext_lazy("Шаги процедуры, этапы сопровождения. Порядок должен быть один: спорные шаги объедините.")
    own_rows = {
        "entries": RowKind(
            EntryRow,
            gettext_lazy("Строки в верном порядке"),
            gettext_lazy("Добавить строку"),
            gettext_lazy("Кандидат получит их перемешанными."),
            least=4,
            can_move=True,
        )
    }
    own_fields = ("grading",)
    grading = forms.ChoiceField(
        label=gettext_lazy("Как оценивать"),
        required=False,
        initial="relative-to-next",
        choices=[
            ("all-or-nothing", gettext_lazy("балл только за полностью верный порядок")),
            ("relative-to-next", gettext_lazy("за каждую верную пару соседей")),
            ("relative-to-next-with-last", gettext_lazy("за верную пару соседей и за последнюю строку")),
            ("relative-to-one-previous-and-next", gettext_lazy("за соседа до и после")),
            ("relative-to-all-previous-and-next", gettext_lazy("за каждую строку, стоящую раньше или позже верно")),
            ("absolute-position", gettext_lazy("за каждую строку на своём месте")),
            ("relative-to-correct-position", gettext_lazy("тем больше, чем ближе строка к своему месту")),
            ("longest-ordered-subset", gettext_lazy("за самую длинную верную последовательность")),
            ("longest-contiguous-subset", gettext_lazy("за самый длинный верный отрезок подряд")),
        ],
    )

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"grading": content.grading.value}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        return {"entries": [{"text": self.memory.show(entry)} for entry in content.entries]}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        entries = tuple(self.text(row["text"]) for row in self.filled("entries"))
        shuffle = getattr(self.before, "shuffle", True)
        grading = scoring.OrderGrading(data["grading"] or "relative-to-next")
        return scoring.Ordering(**common, entries=entries, grading=grading, shuffle=shuffle)


class WordRow(Row):
    text = forms.CharField(label=gettext_lazy("Слово"), max_length=200)
    group = forms.IntegerField(
        label=gettext_lazy("Группа"),
        initial=1,
        min_value=1,
        max_value=20,
        help_text=gettext_lazy("В пропуске предлагают слова одной группы."),
    )


class ListedRow(WordRow):
    # Means nothing in a list, but an item that came from elsewhere keeps it.
    is_unlimited = forms.BooleanField(widget=forms.HiddenInput)


class DragRow(WordRow):
    is_unlimited = forms.BooleanField(label=gettext_lazy("Можно взять несколько раз"))


GAPS_HELP = gettext_lazy("Поставьте в текст вопроса [[1]] там, где нужно слово 1, [[2]] — где слово 2. Остальные слова — лишние.")


@register_kind
class GapSelectForm(ItemForm):
    kind = "gap-select"
    title = gettext_lazy("Пропуски со списком слов")
    use = gettext_lazy("Фраза документа или правила, в которой важно выбрать точное слово. Слова — из списка у каждого пропуска.")
    own_rows = {
        "words": RowKind(ListedRow, gettext_lazy("Слова"), gettext_lazy("Добавить слово"), GAPS_HELP, least=4),
    }
    own_fields = ("shuffle",)
    shuffle = forms.BooleanField(label=gettext_lazy("Перемешивать слова"), required=False, initial=True)
    item_class: type[scoring.GapSelect] = scoring.GapSelect

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"shuffle": content.shuffle}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        rows = [{"text": word.text, "group": word.group, "is_unlimited": word.is_unlimited} for word in content.words]
        return {"words": rows}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        words = tuple(
            scoring.Word(row["text"], row["group"] or 1, row.get("is_unlimited") or False) for row in self.filled("words")
        )
        return self.item_class(**common, words=words, shuffle=data["shuffle"])


@register_kind
class DragWordsForm(GapSelectForm):
    kind = "drag-words"
    title = gettext_lazy("Вставить слова в текст")
    use = gettext_lazy("То же с общим запасом слов под текстом: взятое слово уходит из запаса. Труднее угадать по исключению.")
    own_rows = {
        "words": RowKind(DragRow, gettext_lazy("Слова"), gettext_lazy("Добавить слово"), GAPS_HELP, least=4),
    }
    item_class = scoring.DragWords


class AreaRow(Row):
    says = ("name", "coords")
    name = forms.CharField(
        label=gettext_lazy("Что здесь"),
        max_length=200,
        help_text=gettext_lazy("По названию место выбирают те, кто не видит картинку."),
    )
    shape = forms.ChoiceField(
        label=gettext_lazy("Форма"),
        choices=[
            ("rect", gettext_lazy("прямоугольник")),
            ("circle", gettext_lazy("круг")),
            ("poly", gettext_lazy("многоугольник")),
        ],
        initial="rect",
    )
    coords = forms.CharField(
        label=gettext_lazy("Точки"),
        help_text=gettext_lazy("Пиксели от левого верхнего угла. Прямоугольник: x1, y1, x2, y2. Круг: x, y, радиус."),
        widget=forms.TextInput(attrs={"data-coords": "", "inputmode": "numeric"}),
    )
    weight = PercentField(label=gettext_lazy("Вес, %"), initial="0", help_text=gettext_lazy("Верные места вместе дают 100."))
    feedback = forms.CharField(label=gettext_lazy("Пояснение"), widget=area())

    def clean_coords(self) -> tuple[int, ...]:
        parts = self.cleaned_data["coords"].replace(";", ",").replace(" ", ",").split(",")
        try:
            return tuple(round(float(part)) for part in parts if part)
        except (ValueError, OverflowError):
            raise ValidationError(_("Только числа через запятую, например 40, 60, 120, 140.")) from None


@register_kind
class HotspotForm(ItemForm):
    kind = "hotspot"
    title = gettext_lazy("Место на картинке")
    use = gettext_lazy("Найти опасное место в комнате, строку в бланке, ветвь на схеме. Нужна картинка и описание её словами.")
    own_fields = ("upload", "picture", "alternative", "max_points")
    own_rows = {
        "areas": RowKind(
            AreaRow,
            gettext_lazy("Места"),
            gettext_lazy("Добавить место"),
            gettext_lazy("У верных вес больше нуля. Назовите и неверные места: иначе выбор по названию подскажет ответ."),
            least=2,
            can_move=True,
        )
    }
    upload = forms.FileField(
        label=gettext_lazy("Картинка"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=gettext_lazy("PNG, JPEG, WebP или GIF до 5 МБ. Загрузится, как только вы нажмёте любую кнопку формы."),
    )
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    alternative = forms.CharField(
        label=gettext_lazy("Описание картинки"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Что на ней, для тех, кто её не видит. Ответ не называйте."),
    )
    max_points = forms.IntegerField(
        label=gettext_lazy("Сколько мест отметить"), min_value=1, max_value=20, initial=1, required=False
    )

    def show_own(self, content: Any) -> dict[str, Any]:
        return {"picture": content.picture, "alternative": content.alternative, "max_points": content.max_points}

    def show_rows(self, content: Any) -> dict[str, list[dict[str, Any]]]:
        rows = [
            {
                "name": one.name,
                "shape": one.shape.value,
                "coords": ", ".join(map(str, one.coords)),
                "weight": show_percent(one.fraction),
                "feedback": self.memory.show(one.feedback),
            }
            for one in content.areas
        ]
        return {"areas": rows}

    def build(self, common: dict[str, Any], data: dict[str, Any]) -> scoring.Item:
        media = MediaFile.objects.filter(key=data["picture"].removeprefix(SCHEME)).only("width", "height").first()
        kept = self.before if getattr(self.before, "picture", "") == data["picture"] else None
        return scoring.Hotspot(
            **common,
            picture=data["picture"],
            width=media.width if media else getattr(kept, "width", 0),
            height=media.height if media else getattr(kept, "height", 0),
            alternative=" ".join(data["alternative"].split()),
            areas=tuple(map(self._area, self.filled("areas"))),
            max_points=data["max_points"] or 1,
        )

    def _area(self, row: dict[str, Any]) -> scoring.Area:
        weight: Fraction | None = row["weight"]
        coords = row["coords"] or ()
        return scoring.Area(
            row["name"], scoring.Shape(row["shape"] or "rect"), coords, weight or ZERO, self.text(row["feedback"])
        )

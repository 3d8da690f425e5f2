"""Questions of the bank that ask the same as another one."""

from dataclasses import dataclass

from quizzes import scoring
from quizzes.models import Item
from quizzes.references import similar_codes
from quizzes.scoring.shingles import ALIKE, likeness, words_of


@dataclass(frozen=True)
class Alike:
    """A question that says nearly the same: `share` from 0 to 1 of the word pairs in common."""

    item: Item
    share: float

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def near_duplicates(content: scoring.Item, language: str, *, code: str = "") -> list[Alike]:
    """The questions in use of a language that are nearly the same, the likest first, without the one of this code.

    The site's search proposes candidates; without a search the whole bank is compared.
    """
    words = words_of(content)
    items = Item.objects.filter(language=language, current_version__isnull=False).exclude(status=Item.Status.RETIRED)
    codes = similar_codes(words, language)
    if codes is not None:
        items = items.filter(code__in=codes)
    found = [
        Alike(item, share)
        for item in items.exclude(code=code).select_related("current_version")
        if (share := likeness(words, words_of(item.current_version.content))) >= ALIKE
    ]
    return sorted(found, key=lambda one: (-one.share, one.item.code))

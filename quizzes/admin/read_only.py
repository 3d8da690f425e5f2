"""Facts in the admin: rows to look at that nobody writes there; who may look is told by `quizzes.permissions.ReadOnly`."""

from typing import Any, ClassVar

from wagtail.snippets.views.snippets import SnippetViewSet


class ReadOnlyViewSet(SnippetViewSet):
    """A list with a page for each row. `related` are the rows read along with it, so that a list takes one query."""

    related: ClassVar[tuple[str, ...]] = ()
    inspect_view_enabled = True
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        return self.model.objects.select_related(*self.related)

"""The bank, the quizzes, attempts and certificates in the Wagtail admin."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes.admin import imports, quality, supervision
from quizzes.admin.certificates import CertificateViewSet
from quizzes.admin.items import ItemViewSet, QuizViewSet
from quizzes.models import Attempt, Certificate, Item, Quiz
from quizzes.permissions import NoDelete, ReadOnly


class AttemptViewSet(SnippetViewSet):
    model = Attempt
    icon = "tasks"
    list_display: ClassVar[list[str]] = ["candidate", "quiz", "number", "state", "started_at", "finished_at"]
    list_filter: ClassVar[list[str]] = ["state", "quiz"]
    inspect_view_enabled = True
    inspect_view_fields: ClassVar[list[str]] = ["candidate", "quiz", "number", "state", "started_at", "finished_at"]

    def get_queryset(self, request: Any) -> Any:
        return Attempt.objects.select_related("candidate", "quiz")


class QuizzesGroup(SnippetViewSetGroup):
    items = (ItemViewSet, QuizViewSet, AttemptViewSet, CertificateViewSet)
    menu_label = _("Аттестация")
    menu_icon = "clipboard-list"
    menu_order = 300


for model, policy in ((Item, NoDelete), (Quiz, NoDelete), (Attempt, ReadOnly), (Certificate, ReadOnly)):
    register_permission_policy(model, policy(model))
register_snippet(QuizzesGroup)
imports.register()
supervision.register()
quality.register()

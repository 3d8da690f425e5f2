"""The bank, the quizzes, attempts and certificates in the Wagtail admin."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes.admin_forms import ItemForm, QuizForm
from quizzes.models import Attempt, Certificate, Item, Quiz
from quizzes.permissions import NoDelete, ReadOnly


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    list_display: ClassVar[list[Any]] = ["code", "current_version", "status", "language", "category"]
    list_filter: ClassVar[list[str]] = ["status", "language", "current_version__competency", "current_version__kind"]
    search_fields: ClassVar[list[str]] = ["code", "current_version__title"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("language")]),
            FieldPanel("category"),
            FieldPanel("source"),
            FieldPanel("reason"),
        ],
        base_form_class=ItemForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Item.objects.select_related("current_version")


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "clipboard-list"
    list_display: ClassVar[list[str]] = ["title", "language", "purpose", "cut_score", "is_published"]
    list_filter: ClassVar[list[str]] = ["language", "purpose", "is_published"]
    search_fields: ClassVar[list[str]] = ["title", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("language")]),
            FieldPanel("description"),
            FieldRowPanel([FieldPanel("purpose"), FieldPanel("is_published")]),
            MultiFieldPanel(
                [FieldPanel("blueprint"), FieldPanel("cut_score"), FieldPanel("competency_cut_scores")],
                heading=_("Вопросы и проходной балл"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("time_limit_minutes"), FieldPanel("attempts_allowed")]),
                    FieldRowPanel([FieldPanel("first_wait_days"), FieldPanel("later_wait_days")]),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                ],
                heading=_("Время и попытки"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("feedback_policy"),
                    FieldRowPanel([FieldPanel("gives_certificate"), FieldPanel("certificate_months")]),
                    FieldPanel("rests_on"),
                ],
                heading=_("Итог и сертификат"),
            ),
        ],
        base_form_class=QuizForm,
    )


class AttemptViewSet(SnippetViewSet):
    model = Attempt
    icon = "tasks"
    list_display: ClassVar[list[str]] = ["candidate", "quiz", "number", "state", "started_at", "finished_at"]
    list_filter: ClassVar[list[str]] = ["state", "quiz"]
    inspect_view_enabled = True
    inspect_view_fields: ClassVar[list[str]] = ["candidate", "quiz", "number", "state", "started_at", "finished_at"]

    def get_queryset(self, request: Any) -> Any:
        return Attempt.objects.select_related("candidate", "quiz")


class CertificateViewSet(SnippetViewSet):
    model = Certificate
    icon = "success"
    list_display: ClassVar[list[str]] = ["holder_name", "title", "issued_on", "valid_until", "code"]
    list_filter: ClassVar[list[str]] = ["language", "issued_on"]
    search_fields: ClassVar[list[str]] = ["holder_name", "title", "code"]
    inspect_view_enabled = True
    inspect_view_fields: ClassVar[list[str]] = [
        "holder_name",
        "title",
        "language",
        "issued_on",
        "valid_until",
        "code",
        "competencies",
        "rests_on",
    ]


class QuizzesGroup(SnippetViewSetGroup):
    items = (ItemViewSet, QuizViewSet, AttemptViewSet, CertificateViewSet)
    menu_label = _("Аттестация")
    menu_icon = "clipboard-list"
    menu_order = 300


for model, policy in ((Item, NoDelete), (Quiz, NoDelete), (Attempt, ReadOnly), (Certificate, ReadOnly)):
    register_permission_policy(model, policy(model))
register_snippet(QuizzesGroup)

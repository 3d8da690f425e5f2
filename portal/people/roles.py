"""The roles as groups, each with the least rights it needs. `ensure_roles` may run any number of times."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

PRACTICE_WORKFLOW = "Публикация практики"
METHODOLOGY_WORKFLOW = "Методическая проверка"


@dataclass(frozen=True)
class Role:
    """A group: its name, permissions as `app.codename`, and page permissions per section slug ("" = all pages)."""

    code: str
    name: str
    permissions: tuple[str, ...] = ()
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)


ADMIN = "wagtailadmin.access_admin"
BANK = tuple(f"quizzes.{verb}_{model}" for model in ("item", "quiz") for verb in ("add", "change", "view"))
SECTIONS = ("methodology", "standards", "practices", "forms", "glossary")

ROLES = (
    Role("specialist", "Специалист"),
    Role("curator", "Куратор"),
    Role("publisher", "Автор практик", (ADMIN,), {"practices": ("add_page",)}),
    # Judges on pages of the portal; what is published is the methodologist's to decide (decision 14).
    Role("reviewer", "Эксперт", ("quizzes.judge_panel",)),
    # Marking, examining and auditing are duties of their own: none of them needs the bank or the key of a quiz.
    Role("marker", "Проверяющий", ("quizzes.mark_response",)),
    Role("examiner", "Экзаменатор", ("quizzes.hold_sitting", "quizzes.view_outcome")),
    Role(
        "auditor",
        "Аудитор",
        (ADMIN, *(f"quizzes.view_{model}" for model in ("logentry", "regrade", "appeal", "mark", "sitting"))),
    ),
    # Who writes a question does not judge it: two rights, so that a service may give them to two people.
    Role("item-author", "Автор вопросов", (ADMIN, "quizzes.add_item", "quizzes.change_item", "quizzes.view_item")),
    Role("item-reviewer", "Рецензент вопросов", (ADMIN, "quizzes.view_item", "quizzes.review_item")),
    Role(
        "methodologist",
        "Методист",
        (
            ADMIN,
            *BANK,
            "quizzes.review_item",
            "quizzes.view_attempt",
            "quizzes.view_certificate",
            "quizzes.manage_certificate",
            "quizzes.add_issuer",
            "quizzes.view_outcome",
            "quizzes.adjudicate_response",
            "quizzes.decide_appeal",
            "quizzes.regrade_item",
            *(f"quizzes.view_{model}" for model in ("appeal", "mark", "regrade")),
            "quizzes.view_reviewtask",
            "quizzes.change_reviewtask",
            "quizzes.change_panel",
            "quizzes.judge_panel",
            "core.view_pagefeedback",
            "search.view_querycount",
            "search.view_question",
            "search.change_question",
            "search.add_concept",
            "search.change_concept",
            "search.view_concept",
            "wagtailsearchpromotions.add_query",
            "wagtailsearchpromotions.change_query",
            "wagtailsearchpromotions.add_searchpromotion",
            "wagtailsearchpromotions.change_searchpromotion",
            "wagtailsearchpromotions.delete_searchpromotion",
        ),
        dict.fromkeys(SECTIONS, ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")),
    ),
    Role(
        "administrator",
        "Администратор портала",
        (
            ADMIN,
            *(
                f"people.{verb}_{model}"
                for model in ("user", "organisation", "employment", "curation")
                for verb in ("add", "change", "view")
            ),
            "people.view_consentrecord",
            # Conditions of testing for anybody; a curator sets them for the people in their care without a right.
            "quizzes.add_accommodation",
            "wagtailcore.change_site",
        ),
        {"": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")},
    ),
)


def group_of(code: str) -> Group:
    """Returns the group of a role by its code."""
    return Group.objects.get(name=next(role.name for role in ROLES if role.code == code))


@transaction.atomic
def ensure_roles() -> None:
    """Makes groups, permissions, page permissions and the two approval workflows as `ROLES` says."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role.permissions))
        _ensure_page_permissions(group, role.pages)
    methodologists = group_of("methodologist")
    _ensure_workflow(PRACTICE_WORKFLOW, methodologists, ["practices"])
    _ensure_workflow(METHODOLOGY_WORKFLOW, methodologists, ["methodology", "standards", "forms", "glossary"])


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    """Returns the permissions of these names. Raises Permission.DoesNotExist: a misspelled right must not vanish quietly."""
    found = []
    for name in names:
        app, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found


def _section_pages(slug: str) -> list[Page]:
    if not slug:
        return list(Page.objects.filter(depth=1))
    return list(Page.objects.filter(depth=3, slug=slug))


def _ensure_page_permissions(group: Group, pages: dict[str, tuple[str, ...]]) -> None:
    kept = [
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=_page_permission(codename))[0].pk
        for slug, codenames in pages.items()
        for page in _section_pages(slug)
        for codename in codenames
    ]
    # A right that a role no longer has must go from databases that gave it.
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()


def _page_permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename=codename)


def _ensure_workflow(name: str, approvers: Group, sections: list[str]) -> None:
    workflow, is_new = Workflow.objects.get_or_create(name=name, defaults={"active": True})
    if is_new:
        task = GroupApprovalTask.objects.create(name=f"{name}: методист", active=True)
        task.groups.set([approvers])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for section in sections:
        for page in _section_pages(section):
            WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})

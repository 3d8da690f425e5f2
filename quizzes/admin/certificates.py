"""The register of certificates in the admin: filter, take along, issue, extend, reissue, revoke; and who issues."""

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from quizzes.admin.access import allowed
from quizzes.admin.certificate_forms import ACTS, IssuerForm
from quizzes.certificates import addresses
from quizzes.certificates.codes import grouped, tidy
from quizzes.certificates.register import STATES, in_state, register_rows, table
from quizzes.domain.certificates import awaiting_certificate, certified_result, issue_certificate
from quizzes.domain.errors import QuizError
from quizzes.domain.oversight import note
from quizzes.downloads import table_file
from quizzes.models import Certificate, Issuer, Outcome
from quizzes.references import label, link_to

VIEW, MANAGE, DESCRIBE = "quizzes.view_certificate", "quizzes.manage_certificate", "quizzes.add_issuer"
INSPECT = "wagtailsnippets_quizzes_certificate:inspect"


class CertificateFilter(WagtailFilterSet):
    state = django_filters.ChoiceFilter(method="by_state", choices=STATES, label=gettext_lazy("Состояние"))
    who = django_filters.CharFilter(method="by_person", label=gettext_lazy("Имя, почта или код"))
    title = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Тест"))
    issued_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("Выдан"), widget=DateRangePickerWidget)

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return in_state(rows, value)

    def by_person(self, rows: Any, name: str, value: str) -> Any:
        code = tidy(value)
        found = Q(holder_name__icontains=value) | Q(holder__email__icontains=value)
        return rows.filter(found | Q(code__startswith=code) if len(code) >= 4 else found)

    class Meta:
        model = Certificate
        fields: ClassVar[list[str]] = ["state", "who", "title", "language", "issued_on"]


class CertificateIndexView(IndexView):
    @property
    def header_more_buttons(self) -> list[Any]:
        from wagtail.admin.widgets.button import Button  # noqa: PLC0415  (needs loaded apps)

        query = self.request.GET.urlencode()
        buttons = [
            Button(name, url=f"{reverse('quizzes_certificates_export', args=[form])}?{query}", icon_name="download")
            for form, name in (("csv", _("Таблица CSV")), ("xlsx", _("Таблица XLSX")))
        ]
        if self.request.user.has_perm(MANAGE):
            buttons.append(Button(_("Выдать"), url=reverse("quizzes_certificates_issue"), icon_name="plus"))
        if self.request.user.has_perm(DESCRIBE):
            buttons.append(Button(_("Кто выдаёт"), url=reverse("quizzes_issuer"), icon_name="user"))
        return buttons


class CertificateInspectView(InspectView):
    template_name = "quizzes/admin/certificate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        may = self.request.user.has_perm(MANAGE) and not (row.is_revoked or row.is_replaced)
        return {
            **super().get_context_data(**kwargs),
            "certificate": row,
            "result": certified_result(row),
            "code": grouped(row.code),
            "address": addresses.verification(row.code),
            "competencies": [label("competencies", code) for code in row.competencies],
            "standards": [link_to(target, row.language) for target in row.rests_on],
            "successor": Certificate.objects.filter(predecessor=row).first(),
            "events": row.events.select_related("actor").order_by("-pk"),
            "acts": [(name, act.verb) for name, act in ACTS.items() if may and act.fits(row)],
        }


class CertificateViewSet(SnippetViewSet):
    model = Certificate
    icon = "success"
    list_display: ClassVar[list[Any]] = [
        "holder_name",
        "title",
        Column("status", label=gettext_lazy("Состояние"), accessor=lambda row: row.status.label),
        "issued_on",
        Column("last_day", label=gettext_lazy("Действует до"), accessor=lambda row: row.last_day),
        Column("code", label=gettext_lazy("Код проверки"), accessor=lambda row: grouped(row.code)),
    ]
    filterset_class = CertificateFilter
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50

    def get_queryset(self, request: Any) -> Any:
        return register_rows()


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The addresses under the admin."""
    return [
        path("quizzes/certificates/export/<str:form>/", export, name="quizzes_certificates_export"),
        path("quizzes/certificates/issue/", issue, name="quizzes_certificates_issue"),
        path("quizzes/certificates/issuer/", issuer, name="quizzes_issuer"),
        path("quizzes/certificates/<int:pk>/<str:name>/", act, name="quizzes_certificate_act"),
    ]


@allowed(VIEW)
@require_safe
def export(request: HttpRequest, form: str) -> Any:
    """The register as filtered, as CSV or XLSX. Names leave the portal, so it is noted."""
    rows = CertificateFilter(request.GET, queryset=register_rows(), request=request).qs
    note("certificates.exported", form=form, filters=request.GET.urlencode()[:300])
    return table_file(table(rows), form, title=_("Сертификаты"), name="certificates")


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Revoke, extend or reissue: a page that says what will happen, then the act."""
    row = get_object_or_404(register_rows(), pk=pk)
    if name not in ACTS:
        return redirect(reverse(INSPECT, args=[pk]))
    chosen = ACTS[name]
    form = chosen.form(request.POST or None, certificate=row)
    if request.method == "POST" and form.is_valid():
        try:
            after = form.carry_out(request.user)
        except QuizError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, chosen.done)
            return redirect(reverse(INSPECT, args=[after.pk]))
    context = {"certificate": row, "code": grouped(row.code), "act": chosen, "form": form, "page_title": chosen.verb}
    context |= {"page_subtitle": str(row), "page_icon": chosen.icon, "back": reverse(INSPECT, args=[pk])}
    return render(request, "quizzes/admin/certificate_act.html", context)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Passed attempts whose certificate was not issued, for instance because the quiz gave none then."""
    waiting = awaiting_certificate()
    if request.method == "POST":
        number = request.POST.get("outcome", "")
        outcome = waiting.filter(pk=number).first() if number.isascii() and number.isdigit() and len(number) < 19 else None
        if outcome is None:
            messages.error(request, _("Этой попытке сертификат уже выдан или не положен."))
            return redirect("quizzes_certificates_issue")
        certificate = issue_certificate(outcome, actor=request.user)
        messages.success(request, _("Сертификат выдан, владельцу отправлено письмо."))
        return redirect(reverse(INSPECT, args=[certificate.pk]))
    rows: list[Outcome] = list(waiting[:200])
    return render(
        request,
        "quizzes/admin/certificates_issue.html",
        {"rows": rows, "page_title": _("Выдать сертификат"), "page_icon": "plus"},
    )


@allowed(DESCRIBE)
@require_http_methods(["GET", "HEAD", "POST"])
def issuer(request: HttpRequest) -> HttpResponse:
    """Who issues: name, signatory, logo. Saving appends: what was issued before keeps the former ones."""
    current = Issuer.objects.first()
    form = IssuerForm(request.POST or None, request.FILES or None, current=current)
    if request.method == "POST" and form.is_valid():
        form.append(request.user)
        messages.success(request, _("Сохранено. Новые сертификаты выйдут с этими данными, выданные не изменятся."))
        return redirect("quizzes_issuer")
    context = {"form": form, "current": current, "page_title": _("Кто выдаёт сертификаты"), "page_icon": "user"}
    return render(request, "quizzes/admin/issuer.html", context)

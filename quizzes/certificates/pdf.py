"""The certificate as PDF: tagged, PDF/A-2a and PDF/UA-1, with its own fonts embedded; the same row, the same bytes."""

import io
import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from quizzes.certificates.codes import grouped
from quizzes.certificates.issuing import issuer_word
from quizzes.models import Certificate, Issuer
from quizzes.references import label, link_to

TEMPLATE = Path(__file__).with_name("certificate.typ")
STANDARDS = ["a-2a", "ua-1"]


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _qr(address: str) -> str:
    """The QR code as SVG; error level M survives a fold and a coffee ring."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def certificate_pdf(certificate: Certificate, address: str) -> bytes:
    """The PDF in the language of the quiz; `address` is where it can be verified."""
    with override(certificate.language):
        words = _words(certificate, address)
    moment = datetime.combine(certificate.issued_on, datetime.min.time(), tzinfo=UTC)
    data = json.dumps({**words, "qr": _qr(address)}, ensure_ascii=False)
    # System fonts would make the look depend on the machine; typst brings Libertinus Serif, which has Cyrillic.
    pdf = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=STANDARDS,
        ignore_system_fonts=True,
        timestamp=int(moment.timestamp()),
    )
    return bytes(pdf)


def _words(certificate: Certificate, address: str) -> dict[str, object]:
    language = certificate.language
    until = certificate.last_day
    standards = [link_to(target, language).title for target in certificate.rests_on]
    issued = certificate.issued_on
    return {
        "language": language,
        "heading": _("Сертификат"),
        "issuer": issuer_word(certificate.issuer, "name", language),
        "signatory": issuer_word(certificate.issuer, "signatory", language),
        "position": issuer_word(certificate.issuer, "position", language),
        "logo": _logo(certificate.issuer),
        "logo_label": _("Логотип: %(name)s") % {"name": issuer_word(certificate.issuer, "name", language)},
        "replaces": _replaces(certificate),
        "intro": _("Владелец"),
        "name": certificate.holder_name,
        "passed": _("Пройден тест"),
        "title": certificate.title,
        "competencies_label": _("Проверены компетенции"),
        "competencies": [label("competencies", code) for code in certificate.competencies],
        "standards_label": _("Проверялось по"),
        "standards": standards,
        "facts": [
            [_("Выдан"), date_format(issued, "DATE_FORMAT")],
            [_("Действует до"), date_format(until, "DATE_FORMAT") if until else _("без срока")],
            [_("Код проверки"), grouped(certificate.code)],
        ],
        "note": _("Внутренний допуск службы. Не заменяет удостоверение о повышении квалификации."),
        "verify": _("Проверить сертификат:"),
        "address": address,
        "qr_label": _("Код для проверки сертификата, ведёт по адресу %(address)s") % {"address": address},
        "date": [issued.year, issued.month, issued.day],
    }


def _logo(issuer: Issuer | None) -> dict[str, object] | None:
    """The logo as typst takes it: a list of bytes, because its inputs are text."""
    if issuer is None or issuer.logo is None:
        return None
    return {"format": issuer.logo_kind, "data": list(bytes(issuer.logo))}


def _replaces(certificate: Certificate) -> str:
    former = certificate.predecessor
    if former is None:
        return ""
    facts = {"code": grouped(former.code), "day": date_format(former.issued_on, "DATE_FORMAT")}
    return _("Выдан взамен сертификата %(code)s от %(day)s") % facts

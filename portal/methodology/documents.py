"""A form as a document of its own: DOCX to fill in, PDF to print. Written from the blocks, not from HTML."""

from typing import TYPE_CHECKING

from .document_docx import to_docx
from .document_pdf import to_pdf

if TYPE_CHECKING:
    from .models import FormPage

DOCUMENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def render_document(page: "FormPage", kind: str) -> tuple[str, bytes]:
    """Returns the content type and the bytes of the form as `docx` or `pdf`."""
    from portal.core.stream import document_blocks  # noqa: PLC0415  (needs the loaded page models)

    blocks = document_blocks(page.body)
    writer = {"docx": to_docx, "pdf": to_pdf}[kind]
    return DOCUMENT_TYPES[kind], writer(page.title, page.lang, blocks)

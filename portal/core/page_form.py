"""The form in which an author writes a page of the library: what has to be right before readers see it, said at its place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from portal.markup.clauses import outline

from .anchors import latin
from .body_check import take_anchors
from .identity import identify, path_is_taken, source_of, start_fields
from .pasted_links import normalise_links
from .resting import changed_anchors, lost_anchor_messages
from .stream import document_blocks


class KnowledgePageForm(WagtailAdminPageForm):
    """Fills in what an author need not know (path, id, anchors, relative links) and checks the rest.

    A draft may be unfinished: whatever can wait is checked when the page is published or sent for approval.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance, parent = kwargs.get("instance"), kwargs.get("parent_page")
        if instance is not None and instance.pk is None and parent is not None:
            start_fields(instance, parent)
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # Without one the page is named after its title.
            self.fields["slug"].required = False
        # Django writes the cleaned values into the instance; the anchors readers know are needed after that.
        self._known = published_outline(instance) if instance is not None else {}

    def clean(self) -> dict[str, Any]:
        self._settle_slug()
        cleaned = super().clean()
        page = self.instance
        if "slug" in cleaned:
            page.slug = cleaned["slug"]
            page.version = cleaned.get("version", getattr(page, "version", ""))
            identify(page, self.parent_page)
            if path_is_taken(page):
                self.add_error("slug", taken_path_message())
        if "body" in cleaned and page.source_path:
            self._take_anchors_of_source(cleaned["body"])
            cleaned["body"] = normalise_links(cleaned["body"], page.source_path)
            self._keep_anchors(cleaned["body"])
        return cleaned

    def _settle_slug(self) -> None:
        # The file's name comes from the slug, and files have Latin names on every system.
        data = self.cleaned_data
        if "slug" in self.fields and not self.errors.get("slug"):
            version = data.get("version") if self.instance.search_type == "standard" else ""
            wanted = str(version).replace(".", "-") if version else data.get("slug") or data.get("title") or ""
            data["slug"] = latin(wanted)

    def _take_anchors_of_source(self, body: Any) -> None:
        """A link into a page survives the switch of language if a section has the same anchor in both."""
        source = source_of(self.instance) if body.filled_anchors else None
        if source is not None:
            take_anchors(body, source.body, body.filled_anchors)

    def _keep_anchors(self, body: Any) -> None:
        page = self.instance
        new = {section.id: section for section in outline(document_blocks(body))}
        page.changed_anchors = changed_anchors(self._known, new)
        lost = lost_anchors(page, body, self._known)
        if not lost:
            return
        if self.is_deferred_validation:
            page.lost_anchor_messages = lost
        else:
            self.add_error("body", ValidationError(lost))

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation and not self.errors:
            from portal.handbook.readiness import faults_of  # noqa: PLC0415  (the handbook knows every page type)

            for field, message in faults_of(self.instance).items():
                self.add_error(field if field in self.fields else None, message)


def taken_path_message() -> str:
    """Returns the sentence about an address that another page of the section has."""
    return _("Страница с таким адресом уже есть в этом разделе. Выберите другой адрес.")


def lost_anchors(page: Any, body: Any, known: dict[str, Any]) -> list[str]:
    """Returns a sentence for every anchor in `known` that the body no longer has although something rests on it."""
    kept = {section.id for section in outline(document_blocks(body))}
    return lost_anchor_messages(page, [anchor for anchor in known if anchor not in kept])


def published_outline(page: Any) -> dict[str, Any]:
    """Returns anchor → section of the page as readers see it now; nothing for a page they do not see."""
    if page.pk is None or not page.live:
        return {}
    stored = type(page).objects.only("body").get(pk=page.pk)
    return {section.id: section for section in outline(document_blocks(stored.body)) if section.id}

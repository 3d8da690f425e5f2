"""Carries out a plan of content sync: one transaction, all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.core.pages import KnowledgePage, translation_uuid
from portal.core.stream import LinkMap
from portal.markup import Document
from portal.standards.domain import point_to_version_in_force
from portal.standards.models import StandardPage, StandardVersionPage
from search.bulk import one_commit

from .adapters import PAGE_TYPES, fill_page
from .files import ContentFile, Key, read_content
from .library import PageLibrary, mark_gone, read_base, read_pages, write_base
from .models import GONE
from .plan import Act, Plan, Reason, Step, make_plan
from .structure import ensure_structure
from .thesaurus import ThesaurusSync, apply_thesaurus, plan_thesaurus

Progress = Callable[[Step], None]


@dataclass
class Sync:
    """The three states and the plan they lead to."""

    files: dict[Key, ContentFile]
    library: PageLibrary
    plan: Plan
    thesaurus: ThesaurusSync | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Returns the steps of the plan, that of the thesaurus too."""
        return (*self.plan.steps, *([self.thesaurus.step] if self.thesaurus else []))

    @property
    def conflicts(self) -> list[Step]:
        return Plan(self.steps).conflicts

    @property
    def is_clean(self) -> bool:
        """Whether files and portal say the same."""
        return Plan(self.steps).is_clean


class ConflictError(Exception):
    """Files and pages both changed; nothing was written."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        super().__init__(", ".join(step.name.removesuffix(".md") for step in steps))


def plan_sync(folder: Path, known: Mapping[str, Document] | None = None) -> Sync:
    """Returns what a sync of this folder would do. Reads only; `known` are documents that were parsed already, by their text."""
    files = read_content(folder, known)
    base = read_base()
    library = read_pages(base)
    # A hidden page has part in the plan only where a file wants its place: taken down by a sync it comes back as it
    # went, begun by an author it is a page that was never synced.
    pages = library.digests | dict.fromkeys(library.hidden & files.keys(), GONE)
    known = {key: digest for key, digest in base.items() if digest != GONE or key in library.hidden & files.keys()}
    plan = make_plan({key: file.digest for key, file in files.items()}, pages, known)
    return Sync(files, library, _keep_drafts(plan, library.drafts), plan_thesaurus(folder))


def _keep_drafts(plan: Plan, drafts: set[Key]) -> Plan:
    # An editor's unpublished draft would be lost under a new text from the file: that is a change on both sides.
    steps = (
        Step(Act.CONFLICT, *step.key, Reason.BOTH_CHANGED)
        if step.act in (Act.UPDATE, Act.REMOVE) and step.key in drafts
        else step
        for step in plan.steps
    )
    return Plan(tuple(steps))


def apply_sync(folder: Path, progress: Progress = lambda step: None, known: Mapping[str, Document] | None = None) -> Sync:
    """Makes the pages say what the files say; returns what was done. Raises ConflictError before anything is written."""
    with one_commit(), disable_reference_index_auto_update(), transaction.atomic():
        sync = _apply(folder, progress, known)
        # Once for each page that was written: Wagtail would do it at every one of its saves.
        for step in sync.plan.of(Act.CREATE, Act.UPDATE):
            ReferenceIndex.create_or_update_for_object(sync.library.pages[step.key])
        return sync


def _apply(folder: Path, progress: Progress, known: Mapping[str, Document] | None) -> Sync:
    sections = ensure_structure()
    sync = plan_sync(folder, known)
    if sync.conflicts:
        raise ConflictError(sync.conflicts)
    # Before the pages: they are indexed with the concepts of their own time.
    apply_thesaurus(folder, sync.thesaurus)
    documents = {step.key: sync.files[step.key].document for step in sync.plan.of(Act.CREATE, Act.UPDATE)}
    pages = dict(sync.library.pages)
    for step in sync.plan.of(Act.CREATE):
        pages[step.key] = _create_shell(step, documents[step.key], sections)
    # Links are made when every page exists: a page may point to one that comes after it.
    links = LinkMap.load()
    with links.held():
        for step in sync.plan.of(Act.CREATE, Act.UPDATE):
            pages[step.key] = _write(pages[step.key], documents[step.key], links)
            progress(step)
    for step in sync.plan.of(Act.REMOVE):
        pages[step.key].unpublish()
        progress(step)
    sync.library.pages = pages
    point_to_version_in_force()
    settled = sync.plan.of(Act.CREATE, Act.UPDATE, Act.ADOPT, Act.SAME)
    write_base({step.key: sync.files[step.key].digest for step in settled})
    mark_gone([step.key for step in sync.plan.of(Act.REMOVE)])
    return sync


def _create_shell(step: Step, document: Document, sections: dict[Key, Page]) -> KnowledgePage:
    kind = PAGE_TYPES[document.front_matter.type]
    section, *rest = step.path.split("/")
    parent = sections[step.lang, section]
    if kind.model is StandardVersionPage:
        parent = _ensure_standard(step.lang, "/".join([section, rest[0]]), parent, document)
    page = kind.model(
        title=document.front_matter.title,
        slug=rest[-1].replace(".", "-"),
        source_path=step.path,
        locale=Locale.objects.get(language_code=step.lang),
        translation_key=document.front_matter.id,
        live=False,
    )
    fill_page(page, document, LinkMap.empty())
    page.source_path = step.path
    parent.add_child(instance=page)
    return page


def _ensure_standard(lang: str, path: str, section: Page, document: Document) -> StandardPage:
    existing = StandardPage.objects.child_of(section).filter(source_path=path).first()
    if existing is not None:
        return existing
    standard = StandardPage(
        title=document.front_matter.title,
        slug=path.split("/")[-1],
        source_path=path,
        locale=section.locale,
        translation_key=translation_uuid(path),
    )
    section.add_child(instance=standard)
    standard.save_revision().publish()
    return standard


def _write(page: KnowledgePage, document: Document, links: LinkMap) -> KnowledgePage:
    """Returns the page as it was published, or as it was saved when the document is a draft."""
    fill_page(page, document, links)
    revision = page.save_revision(changed=True, clean=False)
    if document.front_matter.status == "draft":
        page.save()
        if page.live:
            page.unpublish()
        return page
    publishing = PublishPageRevisionAction(revision)
    publishing.execute()
    published: KnowledgePage = publishing.object
    return published

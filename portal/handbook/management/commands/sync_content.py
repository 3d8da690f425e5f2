"""`sync_content`: makes the pages say what the files of `content/` say."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from portal.handbook.apply import ConflictError, Sync, apply_sync, plan_sync
from portal.handbook.plan import Act, Reason
from portal.handbook.reports import conflict_report
from portal.markup import Document
from portal.markup.errors import MarkupError
from portal.markup.library import check, read_library

ACT_WORDS = {
    Act.CREATE: "create",
    Act.UPDATE: "update",
    Act.REMOVE: "unpublish (the file is gone)",
    Act.EXPORT: "changed on the portal: run export_content",
    Act.CONFLICT: "CONFLICT",
}
REASON_WORDS = {
    Reason.BOTH_CHANGED: "the file and the page both changed",
    Reason.NEVER_SYNCED: "both exist, differ, and were never synced",
    Reason.PAGE_DELETED: "the page was deleted on the portal",
    Reason.FILE_DELETED: "the file is gone and the page changed",
}


class Command(BaseCommand):
    help = "Makes the portal's pages say what the files of content/ say. Shows the plan, then applies it in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 if files and pages differ")
        parser.add_argument("--folder", type=Path, default=Path(settings.CONTENT_DIR), help="the library, content/ by default")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # OutputWrapper writes like a file
        known = self._check_files(folder)
        try:
            sync = plan_sync(folder, known)
        except (FileNotFoundError, MarkupError) as error:
            raise CommandError(str(error)) from error
        self._show(console, sync)
        if sync.conflicts:
            raise CommandError(conflict_report(sync))
        if options["check"]:
            if not sync.is_clean:
                raise CommandError("Files and pages differ (see the plan above). Nothing was changed.")
            console.print("Files and pages say the same.")
            return
        self._apply(console, folder, len(sync.plan.writes), known)

    def _check_files(self, folder: Path) -> dict[str, Document]:
        library = read_library(folder)
        problems = [problem for problem in check(library) if problem.severity == "error"]
        if problems:
            lines = "\n".join(str(problem) for problem in problems)
            raise CommandError(f"{lines}\nThe library has {len(problems)} errors. Nothing was changed.")
        return {page.text: page.document for languages in library.pages.values() for page in languages.values()}

    def _show(self, console: Console, sync: Sync) -> None:
        same = sum(step.act in (Act.SAME, Act.ADOPT) for step in sync.plan.steps)
        for step in sync.steps:
            if step.act in ACT_WORDS:
                reason = f" ({REASON_WORDS[step.reason]})" if step.reason in REASON_WORDS else ""
                console.print(f"{ACT_WORDS[step.act]}: {step.name}{reason}", markup=False)
        console.print(f"{len(sync.plan.steps)} pages, {same} the same in both places.")

    def _apply(self, console: Console, folder: Path, total: int, known: dict[str, Document]) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("Library", total=total)
            try:
                sync = apply_sync(folder, lambda step: bar.advance(task), known)
            except ConflictError as error:
                raise CommandError(
                    f"Changed meanwhile on the portal: {error}. Nothing was written; run the command again."
                ) from error
        console.print(f"Done: {len(sync.plan.writes)} pages written.")

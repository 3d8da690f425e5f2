"""What a portal needs to be well, each with what is wrong and what to do. `manage.py doctor` prints it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core.doctor_references import broken_references
from portal.handbook.apply import apply_sync, plan_sync
from portal.handbook.plan import Act, Plan
from portal.people.roles import ROLES, ensure_roles
from quizzes.domain import badge_keys, oversight
from quizzes.models import LearningRecord
from search import indexing

FREE_BYTES = 1_000_000_000
TASK_PATIENCE = timedelta(minutes=15)
SHOWN = 5


class State(StrEnum):
    WELL = "well"
    NOTE = "note"  # worth knowing, nothing is broken
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What a check found, and what a person should do about it."""

    state: State
    text: str
    cure: str = ""


@dataclass(frozen=True)
class Check:
    """A check by name; `repair` mends what it found, where a program may do that without asking."""

    name: str
    look: Callable[[], Finding]
    repair: Callable[[], object] | None = None

    def run(self) -> Finding:
        """Returns the finding; a check that breaks is itself a problem."""
        try:
            return self.look()
        except Exception as error:
            return problem(f"{type(error).__name__}: {error}", "Mend the parts above first, then look again.")


def well(text: str) -> Finding:
    return Finding(State.WELL, text)


def note(text: str, cure: str = "") -> Finding:
    return Finding(State.NOTE, text, cure)


def problem(text: str, cure: str) -> Finding:
    return Finding(State.PROBLEM, text, cure)


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return well(f"{connection.vendor} answers")
        verdict = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if verdict != "ok":
        return problem(f"SQLite finds damage: {verdict}", "Stop the portal; manage.py restore the last backup.")
    return well("SQLite is whole") if mode == "wal" else note(f"SQLite in mode {mode}, not wal", "Writing will be slower.")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return problem(f"{len(waiting)} not applied, first {waiting[0][0]}", "manage.py backup, then manage.py migrate")
    return well("all applied")


def _roles() -> Finding:
    known = set(Group.objects.values_list("name", flat=True))
    missing = [role.name for role in ROLES if role.name not in known]
    if missing:
        return problem(f"missing: {', '.join(missing)}", "manage.py doctor --repair")
    return well(f"all {len(ROLES)} there")


def _content() -> Finding:
    sync = plan_sync(Path(settings.CONTENT_DIR))
    plan = Plan(sync.steps)
    if plan.conflicts:
        names = _some([step.name for step in plan.conflicts])
        return problem(f"file and page both changed: {names}", "manage.py sync_content shows both sides")
    if plan.writes:
        return problem(f"{len(plan.writes)} files are not on the portal yet", "manage.py sync_content")
    if exports := plan.of(Act.EXPORT):
        return note(f"{len(exports)} changed on the portal and are not in files yet", "manage.py export_content content")
    return well(f"{len(sync.plan.steps)} pages as in the files")


def _repair_content() -> None:
    if not plan_sync(Path(settings.CONTENT_DIR)).conflicts:
        apply_sync(Path(settings.CONTENT_DIR))


def _references() -> Finding:
    broken = broken_references()
    if broken:
        return problem(f"{len(broken)} lead nowhere: {_some(broken)}", "Correct these links or restore their targets.")
    return well("every link to a page or clause has its target")


def _index() -> Finding:
    diagnosis = indexing.diagnose()
    if diagnosis.is_healthy:
        return well("as the database")
    return problem(f"differs from the database: {diagnosis}", "manage.py update_index")


def _static_files() -> Finding:
    manifest = getattr(staticfiles_storage, "manifest_name", None)
    if manifest is None:
        return well("served from their sources")
    if not (Path(settings.STATIC_ROOT) / manifest).is_file():
        return problem(f"no {manifest} in {settings.STATIC_ROOT}", "manage.py collectstatic --noinput")
    return well(f"collected in {settings.STATIC_ROOT}")


def _mail() -> Finding:
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend != "smtp":
        return note(f"letters go to «{backend}», not to people", "A server needs SMTP: set EMAIL_HOST.")
    mail = get_connection(fail_silently=False, timeout=5)
    try:
        mail.open()
        mail.close()
    except OSError as error:
        return problem(
            f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer ({error})",
            "Check EMAIL_HOST, EMAIL_PORT, the firewall.",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return problem("letters come from @localhost and will be refused", "Set DEFAULT_FROM_EMAIL.")
    return well(f"{_mail_server()} answers")


def _mail_server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _tasks() -> Finding:
    if not settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        return well("run at once, no queue")
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - TASK_PATIENCE).count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=timezone.now() - timedelta(days=1)).count()
    if waiting:
        return problem(f"{waiting} wait for over {TASK_PATIENCE.seconds // 60} minutes", "Start the worker: manage.py db_worker")
    if failed:
        return problem(f"{failed} failed in the last day", "See their tracebacks in the log of the worker.")
    return well("the queue moves")


def _badge_keys() -> Finding:
    is_well, text, cure = badge_keys.diagnose()
    if is_well:
        return well(text)
    # A portal may do without badges; a key that cannot be opened is a mistake.
    return problem(text, cure) if badge_keys.active_key() else note(text, cure)


def _learning_records() -> Finding:
    if not settings.QUIZZES_XAPI_ENDPOINT:
        return well("no store to tell")
    stuck = LearningRecord.objects.filter(sent_at=None, created_at__lt=timezone.now() - timedelta(days=1))
    if count := stuck.count():
        reason = stuck.exclude(error="").values_list("error", flat=True).first() or "nobody runs send_statements"
        return problem(f"{count} records wait over a day: {reason}", "Mend the store or XAPI_*, then manage.py send_statements")
    return well("records arrive")


def _oversight_log() -> Finding:
    found = oversight.verify()
    if not found.is_whole:
        number, reason = found.faults[0]
        return problem(f"entry {number}: {reason}", "Compare the log with a backup; manage.py verify_log shows more.")
    if found.unsealed:
        return problem(f"{found.unsealed} entries wait for their seal", "manage.py verify_log")
    return well(f"{found.sealed} entries, the chain holds")


def _disk() -> Finding:
    usage = shutil.disk_usage(settings.VAR_DIR)
    text = f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.0f} GB"
    if usage.free < FREE_BYTES:
        return problem(f"{text} in {settings.VAR_DIR}", "Move old backups away, delete before-restore-* folders.")
    return well(text)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


# In the order in which one rests on another: a repair may make the next one unnecessary.
CHECKS = (
    Check("database", _database),
    Check("migrations", _migrations),
    Check("content", _content, _repair_content),
    Check("roles", _roles, ensure_roles),
    Check("references", _references),
    Check("search index", _index, indexing.doctor),
    Check("static files", _static_files, lambda: call_command("collectstatic", interactive=False, verbosity=0)),
    Check("oversight log", _oversight_log, lambda: oversight.seal_pending(datetime.min.replace(tzinfo=UTC))),
    Check("mail", _mail),
    Check("background tasks", _tasks),
    Check("badge keys", _badge_keys),
    Check("learning records", _learning_records),
    Check("disk", _disk),
)


def examine(checks: tuple[Check, ...] = CHECKS, *, is_repairing: bool = False) -> Iterator[tuple[Check, Finding]]:
    """Yields every check with its finding; with repair, with what is found after it."""
    for check in checks:
        finding = check.run()
        if is_repairing and finding.state is State.PROBLEM and check.repair is not None:
            check.repair()
            finding = check.run()
        yield check, finding

"""Recording answers: appended under the attempt's lock, idempotent, and in the order in which they were given.

Three things may go wrong on the way, and none of them loses an answer or lets an old one win:

- *Sent twice.* A request repeated after a lost reply carries the same key; the row that is there is returned.
- *Arrived late.* A page of the browser numbers what it sends. What arrives after a newer answer of the same page is kept
  and does not count.
- *Answered elsewhere.* A page says which answer it knew (`base`). Where another tab or device has answered since, the new
  answer is kept, does not count, and the person is shown both; choosing one is a new answer that knows the other.

Clocks of browsers decide nothing: they differ between devices, and a person can set them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.domain.errors import AttemptClosed, AttemptPaused
from quizzes.domain.tries import refuse_change
from quizzes.models import Attempt, FormItem, Response
from quizzes.scoring.codec import dump_response

MAX_POSITION = 32_767


@dataclass(frozen=True)
class Sent:
    """What a page says of an answer beside the answer: which page it is, its own count, and the answer it knew (None: any);
    whether it is handed in to be checked at once, and how sure the candidate is (see `scoring.behaviours`)."""

    client: str = ""
    sequence: int = 0
    base: int | None = None
    is_try: bool = False
    certainty: int | None = None
    # When it reached the server, where it had to wait there for its author to sign in: the deadline is judged by that.
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class Recorded:
    """The response that counts for the item now (None: none yet), the answer just sent, and whether the person has to choose."""

    attempt: Attempt
    item: FormItem
    counting: Response | None
    sent: Response | None
    is_conflict: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether an item that carries a mark stands without an answer."""
        return (self.counting is None or self.counting.content is None) and self.item.version.content.carries_mark


@lru_cache(maxsize=4096)
def _frozen_item(public_id: UUID, position: int) -> FormItem:
    """The item at a place of an attempt's form. A form never changes, and a public id is never given twice: kept in memory."""
    return FormItem.objects.select_related("version", "form").get(form__attempts__public_id=public_id, position=position)


def save_answer(
    public_id: UUID,
    candidate: Any,
    position: int,
    read: Callable[[FormItem], scoring.Response | None],
    *,
    client_key: str,
    sent: Sent,
    is_flagged: bool | None = None,
) -> Recorded:
    """Records the candidate's answer to the item at a place; one that is recorded already adds no row.

    `read` makes the response out of what was posted, once the item is known. Attempt.DoesNotExist where the attempt is
    not the candidate's, FormItem.DoesNotExist where there is no such place, AttemptClosed, AttemptPaused and
    ResponseError as in `record_response`.

    This is what 64 candidates do at once. So it looks without a lock, and one statement appends the row if what it saw
    still holds; if not, everything is done again under the attempt's lock.
    """
    item = _frozen_item(public_id, min(position, MAX_POSITION))
    attempt, latest = _look(public_id, candidate, item)
    attempt.form = item.form
    _check_open(attempt, sent.arrived_at)
    response = read(item)
    content = None if response is None else dump_response(response)
    if is_flagged in (None, position in attempt.flagged):
        if _is_known(latest, content, sent):
            return Recorded(attempt, item, latest, latest)
        _check_fits(attempt, item, latest, response)
        row = _row(attempt, item, content, latest, latest.sequence + 1 if latest else 1, client_key, sent)
        if _append_if_nothing_changed(row):
            return _recorded(attempt, item, latest, row)
    return _save_locked(attempt, item, response, client_key=client_key, sent=sent, is_flagged=is_flagged)


def _look(public_id: UUID, candidate: Any, item: FormItem) -> tuple[Attempt, Response | None]:
    """The candidate's attempt and the response that counts for its item; Attempt.DoesNotExist where it is somebody else's."""
    statement, attempt_row, response_row = _look_statement(connection.vendor)
    key = Attempt._meta.get_field("public_id").get_db_prep_value(public_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, [item.pk, key, candidate.pk])
        found = cursor.fetchone()
    if found is None:
        raise Attempt.DoesNotExist
    attempt = attempt_row.read(found[: attempt_row.width])
    there = found[attempt_row.width :]
    return attempt, response_row.read(there) if there[0] is not None else None


@cache
def _look_statement(vendor: str) -> tuple[str, "_Row", "_Row"]:
    """One statement for both, and its text is made once: the ORM would build and compile two at every save."""
    attempt, response = _Row(Attempt, "a"), _Row(Response, "r")
    newest = (
        f"SELECT n.id FROM {response.table} n WHERE n.attempt_id = a.id AND n.form_item_id = %s AND n.counts "  # noqa: S608  (our own names)
        "ORDER BY n.sequence DESC LIMIT 1"
    )
    statement = (
        f"SELECT {attempt.columns}, {response.columns} FROM {attempt.table} a "  # noqa: S608  (our own names)
        f"LEFT JOIN {response.table} r ON r.id = ({newest}) WHERE a.public_id = %s AND a.candidate_id = %s"
    )
    return statement, attempt, response


class _Row:
    """The columns of a model in a statement (its key is the first), and the way back from their values to an instance."""

    def __init__(self, model: type[Attempt] | type[Response], alias: str) -> None:
        quote = connection.ops.quote_name
        fields = model._meta.concrete_fields
        self.model, self.table, self.width = model, quote(model._meta.db_table), len(fields)
        self.columns = ", ".join(f"{alias}.{quote(field.column)}" for field in fields)
        self._names = [field.attname for field in fields]
        columns = [field.get_col(alias) for field in fields]
        self._convert = [
            (place, convert, column)
            for place, column in enumerate(columns)
            for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
        ]

    def read(self, row: Sequence[Any]) -> Any:
        values = list(row)
        for place, convert, column in self._convert:
            values[place] = convert(values[place], column, connection)
        return self.model.from_db(connection.alias, self._names, values)


def _append_if_nothing_changed(row: Response) -> bool:
    """Appends the row in one statement, if its attempt still takes answers and nobody has appended to the item since.

    The attempt's state is checked and locked by the statement itself, so an answer is never acknowledged after the attempt
    was scored. Its sequence and its key are unique in the database: an answer from elsewhere, or the same one, is seen there.
    """
    fields = [field for field in Response._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    attempts = Attempt._meta.get_field("deadline_at")
    now = attempts.get_db_prep_value(row.recorded_at, connection)
    with connection.cursor() as cursor:
        cursor.execute(_append_statement(connection.vendor), [*values, row.attempt_id, now])
        made = cursor.fetchone()
    if made is not None:
        row.pk, row._state.adding = made[0], False
    return made is not None


@cache
def _append_statement(vendor: str) -> str:
    columns = [connection.ops.quote_name(field.column) for field in Response._meta.concrete_fields if not field.primary_key]
    table, attempts = (connection.ops.quote_name(model._meta.db_table) for model in (Response, Attempt))
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  (names of our own tables and columns)
        f"SELECT {', '.join(['%s'] * len(columns))} FROM {attempts} "
        f"WHERE id = %s AND state = 'open' AND paused_at IS NULL AND (deadline_at IS NULL OR deadline_at > %s){lock} "
        "ON CONFLICT DO NOTHING RETURNING id"
    )


@transaction.atomic
def _save_locked(
    attempt: Attempt,
    item: FormItem,
    response: scoring.Response | None,
    *,
    client_key: str,
    sent: Sent,
    is_flagged: bool | None,
) -> Recorded:
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    locked.form = item.form
    _check_open(locked, sent.arrived_at)
    _flag(locked, item.position, is_flagged)
    latest = _counting(locked, item, client_key)
    content = None if response is None else dump_response(response)
    if _is_known(latest, content, sent):
        return Recorded(locked, item, latest, latest)
    return _record(locked, item, response, content, latest, client_key, sent)


@transaction.atomic
def record_response(
    attempt: Attempt, form_item: FormItem, response: scoring.Response | None, *, client_key: str, sent: Sent = Sent()
) -> Response:
    """Appends what the candidate entered; None takes an answer back. Sent twice with one key it is recorded once.

    AttemptClosed once the attempt is over by the server's clock, AttemptPaused while it rests; ResponseError where the
    response does not fit the item.
    """
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    content = None if response is None else dump_response(response)
    latest = _counting(locked, form_item, client_key)
    known = _known(locked, client_key, latest)
    if known is not None and known.content == content:
        return known
    _check_open(locked, sent.arrived_at)
    if form_item.form_id != locked.form_id:
        raise AttemptClosed(_("Этого вопроса нет в вашем варианте."))
    recorded = _record(locked, form_item, response, content, latest, client_key, sent)
    return recorded.sent or recorded.counting


def _is_known(latest: Response | None, content: Any, sent: Sent) -> bool:
    """Whether this very answer counts already, so that a row more would say nothing."""
    if latest is None:
        return content is None and not sent.is_try
    return latest.content == content and latest.certainty == sent.certainty and not (sent.is_try and not latest.is_try)


def _check_open(attempt: Attempt, arrived_at: datetime | None) -> None:
    now = arrived_at or timezone.now()
    if not attempt.is_open or attempt.is_over(now):
        raise AttemptClosed(_("Время вышло или тест сдан: ответ не записан. Сохранённые раньше ответы засчитаны."))
    if attempt.paused_at is not None and attempt.is_paused(now):
        raise AttemptPaused(_("Попытка на паузе. Продолжите её, и ответ запишется."))


def _counting(attempt: Attempt, item: FormItem, key: str) -> Response | None:
    """The response that counts now, with the highest sequence of the item and the row that has this key, in one query."""
    of_item = Response.objects.filter(attempt=OuterRef("attempt"), form_item=OuterRef("form_item"))
    of_key = Response.objects.filter(attempt=OuterRef("attempt"), client_key=key)
    rows: QuerySet[Response] = Response.objects.filter(attempt=attempt, form_item=item, counts=True)
    return (
        rows.annotate(top=Subquery(of_item.order_by("-sequence").values("sequence")[:1]), known=Subquery(of_key.values("pk")[:1]))
        .order_by("-sequence")
        .first()
    )


def _known(attempt: Attempt, key: str, latest: Response | None) -> Response | None:
    """The row that has this key already."""
    if latest is None:
        return Response.objects.filter(attempt=attempt, client_key=key).first()
    if latest.known in (None, latest.pk):
        return latest if latest.known else None
    return Response.objects.get(pk=latest.known)


def _record(
    attempt: Attempt,
    item: FormItem,
    response: scoring.Response | None,
    content: Any,
    latest: Response | None,
    key: str,
    sent: Sent,
) -> Recorded:
    known = _known(attempt, key, latest)
    if known is not None and known.form_item_id == item.pk and known.content == content:
        return Recorded(attempt, item, latest, known, is_conflict=not known.counts and _is_foreign(latest, known))
    _check_fits(attempt, item, latest, response)
    # One key for two answers: a page kept by the browser was filled in again. Both answers are kept.
    row = _row(attempt, item, content, latest, latest.top + 1 if latest else 1, uuid4().hex if known else key, sent)
    row.save()
    return _recorded(attempt, item, latest, row)


def _check_fits(attempt: Attempt, item: FormItem, latest: Response | None, response: scoring.Response | None) -> None:
    problems = item.version.content.response_problems(response) if response is not None else ()
    if problems:
        raise scoring.ResponseError(problems)
    refuse_change(attempt, item, latest, response)


def _row(
    attempt: Attempt, item: FormItem, content: Any, latest: Response | None, sequence: int, key: str, sent: Sent
) -> Response:
    return Response(
        attempt=attempt,
        form_item=item,
        sequence=sequence,
        client_key=key,
        content=content,
        recorded_at=sent.arrived_at or timezone.now(),
        client=sent.client,
        client_sequence=sent.sequence,
        is_try=sent.is_try,
        certainty=sent.certainty,
        counts=_is_newest(latest, sent),
    )


def _recorded(attempt: Attempt, item: FormItem, latest: Response | None, row: Response) -> Recorded:
    if row.counts:
        return Recorded(attempt, item, row, row)
    return Recorded(attempt, item, latest, row, is_conflict=_is_foreign(latest, row))


def _is_newest(latest: Response | None, sent: Sent) -> bool:
    if latest is None:
        return True
    if sent.client and sent.client == latest.client:
        return sent.sequence > latest.client_sequence
    return sent.base is None or sent.base >= latest.sequence


def _is_foreign(latest: Response | None, row: Response) -> bool:
    """Whether another page gave the answer that counts: then the person chooses; else the page has sent a newer one itself."""
    return latest is not None and (not row.client or row.client != latest.client)


# --- flags ---


def _flag(attempt: Attempt, position: int, is_flagged: bool | None) -> None:
    """Remembers a flag on an attempt that is locked; None leaves it as it is."""
    if is_flagged is None or (position in attempt.flagged) == is_flagged:
        return
    others = [place for place in attempt.flagged if place != position]
    attempt.flagged = sorted([*others, position]) if is_flagged else others
    attempt.save(update_fields=["flagged"])


@transaction.atomic
def flag_item(attempt: Attempt, position: int, *, is_flagged: bool) -> None:
    """Remembers that the candidate wants to come back to the item at this place, or no longer does."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.is_open:
        _flag(locked, position, is_flagged)
        attempt.flagged = locked.flagged

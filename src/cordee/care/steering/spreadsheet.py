"""What I may see, as a file a spreadsheet opens: only the columns of my rights, and nothing a spreadsheet would run.

Source: OWASP, CSV injection. Semicolons, a byte order mark and commas for decimals are what French spreadsheets read.
"""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Generic, TypeVar

import msgspec

from cordee.access import Actor, Door
from cordee.care.requests.board import open_requests
from cordee.care.requests.view import SupportRequest
from cordee.care.steering.records import RecordLine, list_records
from cordee.store import categories as cat

T = TypeVar("T")
PAGE_SIZE = 500
ROWS_MAX = 10_000  # of one file: a whole territory leaves by the bulk export
MARK = "\ufeff"
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")  # the wide ones too: some spreadsheets read them as the others


class Column(msgspec.Struct, Generic[T], frozen=True):
    """One column: its head, the part of the record it shows, and how a row says it."""

    head: str
    category: int
    say: Callable[[T], str]


class RecordsFile(msgspec.Struct, frozen=True):
    """A file, and how many rows it has."""

    text: str
    rows: int


_RECORDS: tuple[Column[RecordLine], ...] = (
    Column("Nom", cat.IDENTITY, lambda one: one.name.family),
    Column("Prénom", cat.IDENTITY, lambda one: one.name.given),
    Column("Nom de naissance", cat.IDENTITY, lambda one: one.name.birth_family),
    Column("Naissance", cat.IDENTITY, lambda one: _day(one.born_on)),
    Column("Commune", cat.IDENTITY, lambda one: one.town),
    Column("Thème", cat.CIRCLE, lambda one: one.theme),
    Column("Référent", cat.CIRCLE, lambda one: one.referent),
    Column("Ouvert le", cat.CIRCLE, lambda one: _day(one.since)),
)


async def records_file(door: Door, *, theme: str = "", referent: str = "") -> RecordsFile:
    """Return the active records of the actor's circles, ROWS_MAX at most; traced as an export.

    Cost: a statement for each PAGE_SIZE records.
    """
    rows = [one async for one in _records(door, theme, referent)]
    return await _file(door, _RECORDS, rows, "EpisodeOfCare", "dossiers")


async def requests_file(door: Door, zone: tzinfo) -> RecordsFile:
    """Return the open requests sent to the actor's structure; traced as an export. Cost: one search."""
    return await _file(door, _requests(zone), await open_requests(door), "ServiceRequest", "demandes")


async def _file(
    door: Door, columns: Iterable[Column[T]], rows: Sequence[T], type_: str, what: str
) -> RecordsFile:
    shown = columns_of(door.actor, columns)
    await door.note("export", type_=type_, count=len(rows), detail=f"csv, {what}")
    lines = [[one.head for one in shown], *([one.say(row) for one in shown] for row in rows)]
    return RecordsFile(written(lines), len(rows))


def columns_of(actor: Actor, columns: Iterable[Column[T]]) -> list[Column[T]]:
    """Return the columns of what this actor reads."""
    return [one for one in columns if actor.may_read(one.category)]


def written(lines: Iterable[Sequence[str]]) -> str:
    """Return lines as a spreadsheet reads them; no cell begins with what it would run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return MARK + out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell no spreadsheet takes for a formula."""
    shown = (one for one in cell if one in _RUNS or (one.isprintable() and not one.isspace()))
    return f"'{cell}" if next(shown, "") in _RUNS else cell


async def _records(door: Door, theme: str, referent: str) -> AsyncIterator[RecordLine]:
    cursor: str | None = None
    for _ in range(ROWS_MAX // PAGE_SIZE):
        page = await list_records(door, theme=theme, referent=referent, count=PAGE_SIZE, cursor=cursor)
        for one in page.rows:
            yield one
        cursor = page.cursor
        if cursor is None:
            return


def _requests(zone: tzinfo) -> tuple[Column[SupportRequest], ...]:
    return (
        Column("Numéro", cat.REQUEST, lambda one: one.number),
        Column("Reçue le", cat.REQUEST, lambda one: _moment(one.asked_at, zone)),
        Column("Personne", cat.IDENTITY, lambda one: one.name.polite),
        Column("Commune", cat.IDENTITY, lambda one: one.town),
        Column("Motif", cat.REQUEST, lambda one: one.reason),
        Column("Nature", cat.REQUEST, lambda one: one.kind_label),
        Column("Thème", cat.REQUEST, lambda one: one.theme_label),
        Column("Urgente", cat.REQUEST, lambda one: "oui" if one.is_urgent else "non"),
        Column("Demandeur", cat.REQUEST, lambda one: one.asked_by_words),
        Column("Voie", cat.REQUEST, lambda one: one.origin_label),
        Column("En charge", cat.REQUEST, lambda one: one.owner_name),
        Column("Pour le", cat.REQUEST, lambda one: _moment(one.due_at, zone)),
        Column("En retard", cat.REQUEST, lambda one: "oui" if one.is_late else "non"),
    )


def _day(on: date | None) -> str:
    return f"{on.day:02}/{on.month:02}/{on.year}" if on is not None else ""


def _moment(at: datetime | date | None, zone: tzinfo) -> str:
    if not isinstance(at, datetime):
        return _day(at)
    local = at.astimezone(zone)
    return f"{_day(local.date())} {local.hour:02}:{local.minute:02}"

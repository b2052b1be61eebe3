"""The lines of a part: what holds today, what ended, and the older words of one line."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.happenings import author_of
from cordee.care.sections.kind import Kind, Line, Said
from cordee.care.sections.parts import PARTS
from cordee.fhir import systems
from cordee.fhir.search import parse_query
from cordee.store import Stored
from cordee.store.columns import patient_of

SITUATIONS_MAX = 100
VERSIONS_MAX = 30
RECENT = timedelta(days=14)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One kind with its lines: those that hold, newest first, and those that ended."""

    kind: Kind
    current: tuple[Line, ...]
    past: tuple[Line, ...]
    may_write: bool


async def situations(door: Door, patient_id: str) -> list[Stored]:
    """Return the social observations of a record, newest first. Cost: one statement.

    They are searched by their category and not read from the shelf of observations, where years of daily measures
    would hide them.
    """
    query = parse_query(
        "Observation",
        [
            ("patient", f"Patient/{patient_id}"),
            ("category", f"{systems.OBSERVATION_CATEGORY}|social-history"),
            ("_sort", "-date"),
            ("_count", str(SITUATIONS_MAX)),
        ],
    )
    return list((await door.search(query)).rows)


async def sections_of(
    door: Door, chart: Chart, part: str, observed: list[Stored], at: datetime
) -> list[Section]:
    """Return the sections of a part this reader may see. Cost: one statement, for names the circle does not know."""
    seen = [kind for kind in PARTS[part] if door.actor.may_read(kind.category)]
    rows = {kind.slug: _rows(chart, kind, observed) for kind in seen}
    await chart.learn(door, {author_of(row)[0] for found in rows.values() for row in found})
    chained = {kind.slug: _chained(chart, kind, observed) for kind in seen if kind.replaces}
    return [_section(chart, kind, rows[kind.slug], door, at, chained.get(kind.slug, {})) for kind in seen]


def current_rows(chart: Chart, kind: Kind, observed: list[Stored]) -> list[tuple[Stored, Said]]:
    """Return what of a kind holds today, newest first, from a chart and its social observations. Pure."""
    found = ((row, kind.said(row.resource)) for row in _rows(chart, kind, observed))
    return [(row, said) for row, said in found if said is not None and said.is_current]


async def words_before(door: Door, chart: Chart, kind: Kind, id_: str, observed: list[Stored]) -> list[Line]:
    """Return a line and everything it said before, newest first. Cost: one or two statements."""
    if kind.replaces:
        assert kind.chain is not None
        rows = _rows(chart, kind, observed, every=True)
        wanted = {kind.chain(row.resource) for row in rows if row.id == id_}
        rows = [row for row in rows if kind.chain(row.resource) in wanted]
    else:
        page = await door.history(kind.type, id_, VERSIONS_MAX)
        rows = [
            row
            for row in page.rows
            if not row.deleted and patient_of(row.resource, row.type) == chart.patient_id
        ]
    await chart.learn(door, {author_of(row)[0] for row in rows})
    return [line for row in rows if (line := _line(chart, kind, row)) is not None]


def _rows(chart: Chart, kind: Kind, observed: list[Stored], *, every: bool = False) -> list[Stored]:
    """Return the resources of a kind that say something; of what replaces, the newest word of each chain."""
    found = observed if kind.replaces else chart.shelves.get(kind.type, [])
    said = [row for row in found if kind.said(row.resource) is not None]
    if not kind.replaces or every:
        return said
    assert kind.chain is not None
    newest: dict[str, Stored] = {}
    for row in said:
        newest.setdefault(kind.chain(row.resource), row)
    return list(newest.values())


def _chained(chart: Chart, kind: Kind, observed: list[Stored]) -> Counter[str]:
    """Return how many words each chain of a kind holds."""
    assert kind.chain is not None
    return Counter(kind.chain(row.resource) for row in _rows(chart, kind, observed, every=True))


def _section(
    chart: Chart, kind: Kind, rows: Iterable[Stored], door: Door, at: datetime, chained: Mapping[str, int]
) -> Section:
    lines = [line for row in rows if (line := _line(chart, kind, row, at, chained)) is not None]
    return Section(
        kind=kind,
        current=tuple(line for line in lines if line.said.is_current),
        past=tuple(line for line in lines if not line.said.is_current),
        may_write=door.actor.may_write(kind.category),
    )


def _line(
    chart: Chart,
    kind: Kind,
    row: Stored,
    at: datetime | None = None,
    chained: Mapping[str, int] | None = None,
) -> Line | None:
    said = kind.said(row.resource)
    if said is None:
        return None
    words = (chained or {}).get(kind.chain(row.resource), 1) if kind.chain is not None else row.version
    reference, display = author_of(row)
    return Line(
        kind=kind.slug,
        id=row.id,
        version=row.version,
        said=said,
        who=chart.person(reference, display),
        at=row.updated_at,
        has_history=words > 1,
        is_recent=at is not None and at - row.updated_at <= RECENT,
    )

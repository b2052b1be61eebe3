"""Who opened my record, in words: one line a person and a stretch of time, what they did, as whom, and why."""

from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.people import Person
from cordee.care.trace_words import Labels, deed, purpose_words, role_words
from cordee.store.trace import LineFilter, TraceLine
from cordee.store.trace.actions import WRITES
from cordee.store.trace.lines import position_of

ROWS_MAX = 300
STRETCH = timedelta(minutes=30)
EMERGENCY = "break-glass"
_REFUSED = ("a demandé ce dossier : refusé, rien n’a été montré",)
_SILENT = frozenset({"Binary", "Communication", "Provenance"})
_OF_THE_TRACE = frozenset({"trace-read", "trace-export"})


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One person's passage in the record: when it began and ended, what they did, in which role, why, through what."""

    who: Person
    is_me: bool
    first_at: datetime
    last_at: datetime
    did: tuple[str, ...]
    is_refused: bool
    is_emergency: bool
    why: str
    role: str
    structure: str
    purpose: str


class AccessPage(msgspec.Struct, frozen=True, kw_only=True):
    """Passages, newest first; `before` asks for the older ones."""

    passages: tuple[Access, ...]
    before: str | None


async def show_accesses(
    door: Door, patient_id: str, before: str | None = None, labels: Labels | None = None
) -> tuple[Chart, AccessPage]:
    """Return who read, wrote or tried in a record; `labels` are the territory's roles by code.

    Raises ForbiddenError when the trace of this record is not the reader's. Cost: four statements.
    """
    chart = await open_chart(door, patient_id)
    position = position_of(before) if before else None
    rows = await door.traces.page(LineFilter(patient_id=patient_id, before=position), ROWS_MAX)
    await chart.learn(
        door, {row.who for row in rows} | {row.organization for row in rows if row.organization}
    )
    me = door.actor.who
    seen = [row for row in rows if row.who != me or row.action not in _OF_THE_TRACE]
    passages = [_passage(chart, stretch, me, labels or {}) for stretch in _stretches(seen)]
    more = rows[-1].name if len(rows) == ROWS_MAX else None
    return chart, AccessPage(passages=tuple(passages), before=more)


def _stretches(rows: list[TraceLine]) -> list[list[TraceLine]]:
    """Part the lines into passages: of one person, in one role, for one purpose, within half an hour of one another."""
    stretches: list[list[TraceLine]] = []
    open_ones: dict[tuple[str, ...], list[TraceLine]] = {}
    for row in rows:
        key = (row.who, row.role, row.organization, row.purpose, row.outcome)
        current = open_ones.get(key)
        if current is None or current[-1].at - row.at > STRETCH:
            current = open_ones[key] = []
            stretches.append(current)
        current.append(row)
    return stretches


def _passage(chart: Chart, rows: list[TraceLine], me: str, labels: Labels) -> Access:
    newest = rows[0]
    is_refused = newest.outcome == "refused"
    person = chart.person(newest.who)
    broken = [row for row in rows if row.action == EMERGENCY]
    is_platform = person.kind == "platform"
    return Access(
        who=person,
        is_me=newest.who == me,
        first_at=rows[-1].at,
        last_at=newest.at,
        did=_REFUSED if is_refused and not broken else _did(rows, is_platform=is_platform),
        is_refused=is_refused,
        is_emergency=bool(broken),
        why=next((row.detail or row.reason for row in broken), ""),
        role="" if is_platform else role_words(newest.role, labels, person.role),
        structure=chart.person(newest.organization).name if newest.organization in chart.people else "",
        purpose=purpose_words(newest.purpose),
    )


def _did(rows: list[TraceLine], *, is_platform: bool) -> tuple[str, ...]:
    written = sum(row.count for row in rows if row.action in WRITES)
    if is_platform and written:
        return (f"a enregistré {written} élément{'s' if written > 1 else ''}",)
    found: dict[str, None] = {}
    for row in reversed(rows):
        if row.type not in _SILENT:
            found[deed(row.action, row.type)] = None
    return tuple(found) or ("a lu le dossier",)

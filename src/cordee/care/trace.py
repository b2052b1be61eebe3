"""Who opened my record, in words: one line a person and a stretch of time, what they did, and what was refused."""

from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.people import Person
from cordee.store import TraceRow

ROWS_MAX = 300
STRETCH = timedelta(minutes=30)
_WRITES = {"create": "a ajouté", "update": "a modifié", "delete": "a supprimé", "put": "a enregistré"}
_THINGS = {
    "DocumentReference": "une note ou un document",
    "Observation": "une mesure",
    "Goal": "un objectif",
    "Task": "une action",
    "CarePlan": "le plan",
    "CareTeam": "le cercle",
    "Appointment": "un rendez-vous",
    "Patient": "l’identité",
    "Consent": "ce que la personne permet",
    "RelatedPerson": "un proche",
    "ServiceRequest": "un besoin ou une demande",
}
_REFUSED = ("a demandé ce dossier : refusé, rien n’a été montré",)
_SILENT = frozenset({"Binary", "Communication", "Provenance", "EpisodeOfCare"})
_PURPOSES = {
    "care": "",
    "api": "par un logiciel",
    "import": "à l’import",
    "jobs": "par un traitement automatique",
}


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One person's passage in the record: when it began and ended, what they did, through what."""

    who: Person
    is_me: bool
    first_at: datetime
    last_at: datetime
    did: tuple[str, ...]
    is_refused: bool
    purpose: str


class AccessPage(msgspec.Struct, frozen=True, kw_only=True):
    """Passages, newest first; `before` asks for the older ones."""

    passages: tuple[Access, ...]
    before: datetime | None


async def show_accesses(
    door: Door, patient_id: str, before: datetime | None = None
) -> tuple[Chart, AccessPage]:
    """Return who read or wrote in a record. Cost: three statements."""
    chart = await open_chart(door, patient_id)
    rows = await door.trace_of(patient_id, ROWS_MAX, before)
    await chart.learn(door, {row.who for row in rows})
    passages = _passages(chart, rows, door.actor.who)
    return chart, AccessPage(passages=tuple(passages), before=rows[-1].at if len(rows) == ROWS_MAX else None)


def _passages(chart: Chart, rows: list[TraceRow], me: str) -> list[Access]:
    stretches: list[list[TraceRow]] = []
    open_ones: dict[tuple[str, str, str], list[TraceRow]] = {}
    for row in rows:
        key = (row.who, row.purpose, row.outcome)
        current = open_ones.get(key)
        if current is None or current[-1].at - row.at > STRETCH:
            current = []
            open_ones[key] = current
            stretches.append(current)
        current.append(row)
    return [_passage(chart, stretch, me) for stretch in stretches]


def _passage(chart: Chart, rows: list[TraceRow], me: str) -> Access:
    newest = rows[0]
    is_refused = newest.outcome == "refused"
    person = chart.person(newest.who)
    return Access(
        who=person,
        is_me=newest.who == me,
        first_at=rows[-1].at,
        last_at=newest.at,
        did=_REFUSED if is_refused else _did(rows, is_platform=person.kind == "platform"),
        is_refused=is_refused,
        purpose=_PURPOSES.get(newest.purpose, ""),
    )


def _did(rows: list[TraceRow], *, is_platform: bool) -> tuple[str, ...]:
    written = sum(row.count for row in rows if row.action in _WRITES)
    if is_platform and written:
        return (f"a enregistré {written} élément{'s' if written > 1 else ''}",)
    found: dict[str, None] = {}
    for row in reversed(rows):
        if row.type in _SILENT:
            continue
        verb = _WRITES.get(row.action)
        found[f"{verb} {_THINGS.get(row.type, 'un élément')}" if verb else "a lu le dossier"] = None
    return tuple(found) or ("a lu le dossier",)

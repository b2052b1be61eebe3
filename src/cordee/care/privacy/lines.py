"""Lines of the trace as the privacy officer reads them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cordee.access import Door, Gate
from cordee.care.privacy.names import names_of, short_id
from cordee.care.trace_words import THINGS, Labels, attempt, purpose_words, role_words
from cordee.store.trace import LineFilter, TraceLine
from cordee.store.trace.actions import WRITES, action_of

PAGE = 50  # lines


class ShownLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line in words; `reference` and `patient_id` are what a link filters by, `record` what is shown of it."""

    name: str
    at: datetime
    who: str
    reference: str
    role: str
    structure: str
    did: str
    thing: str
    purpose: str
    why: str
    patient_id: str
    record: str
    count: int
    is_refused: bool
    is_emergency: bool


class LinePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of lines, newest first; `before` asks for the older ones."""

    lines: tuple[ShownLine, ...]
    before: str | None


async def line_page(gate: Gate, door: Door, asked: LineFilter, labels: Labels) -> LinePage:
    """Return one page of what is asked; ForbiddenError but for who may read it. Cost: four statements."""
    found = await door.traces.page(asked, PAGE + 1)
    lines = found[:PAGE]
    before = lines[-1].name if len(found) > PAGE else None
    return LinePage(lines=await shown_lines(gate, door, lines, labels), before=before)


async def shown_lines(
    gate: Gate, door: Door, lines: Sequence[TraceLine], labels: Labels
) -> tuple[ShownLine, ...]:
    """Return lines in words, with who and which structure by name."""
    names = await names_of(gate, door, {one.who for one in lines} | {one.organization for one in lines})
    return tuple(
        ShownLine(
            name=line.name,
            at=line.at,
            who=names[line.who].name if line.who else "Inconnu",
            reference=line.who,
            role=role_words(line.role, labels, names[line.who].role if line.who else ""),
            structure=names[line.organization].name if line.organization else "",
            did=action_of(line.action).words if line.outcome == "done" else attempt(line.action),
            thing=_thing(line),
            purpose=purpose_words(line.purpose),
            why=line.reason,
            patient_id=line.patient_id,
            record=short_id(line.patient_id),
            count=line.count,
            is_refused=line.outcome != "done",
            is_emergency=line.action == "break-glass",
        )
        for line in lines
    )


def _thing(line: TraceLine) -> str:
    """Return what it was about, beside the record; nothing when it was the record itself."""
    if line.type == "Patient" and line.action not in WRITES:
        return ""
    return THINGS.get(line.type, line.type if line.id else "")

"""Who may be written to: the members of a circle whom an audience leaves, or the professionals one chooses."""

from collections.abc import Iterable, Sequence

from cordee.access import Actor, Door
from cordee.access.habilitation import reader_of, reads_of
from cordee.care.audience import hidden_bits
from cordee.care.chart import Chart
from cordee.care.elements import has_ended
from cordee.care.errors import CareError
from cordee.care.notices.readers import actors_of, managers_of
from cordee.fhir.r4 import Reference
from cordee.kernel.clock import now
from cordee.store.categories import MESSAGES

CHOSEN_MAX = 30


async def members_for(door: Door, chart: Chart, labels: Iterable[str]) -> list[Reference]:
    """Return the members of a circle, the person and those close included, who may read what carries these labels.

    The writer is left out. Cost: one statement.
    """
    hidden = hidden_bits(labels)
    mine = set(door.actor.keys)
    named = [one for one in _present(chart) if one not in mine]
    await chart.learn(door, named)
    return [
        Reference(reference=one.who, display=chart.person(one.who).name)
        for one in await actors_of(door, chart, named)
        if _may_read(one, hidden)
    ]


async def chosen(door: Door, references: Sequence[str]) -> list[Reference]:
    """Return the professionals chosen, with their names; CareError when none is left or there are too many."""
    named = [one for one in dict.fromkeys(references) if one.startswith("PractitionerRole/")]
    named = [one for one in named if one not in door.actor.keys]
    if not named:
        raise CareError(
            "Choisissez au moins une personne à qui écrire.", "Choose somebody to write to.", field="to"
        )
    if len(named) > CHOSEN_MAX:
        raise CareError(
            f"{CHOSEN_MAX} personnes au plus par conversation.",
            f"At most {CHOSEN_MAX} people a conversation.",
            field="to",
        )
    found = await door.read_many(named)
    return [
        Reference(
            reference=one,
            display=(found[one].resource.practitioner.display if found[one].resource.practitioner else None)
            or "Un professionnel",
        )
        for one in named
        if one in found
    ]


def _present(chart: Chart) -> list[str]:
    at = now()
    found = dict.fromkeys([f"Patient/{chart.patient_id}"])
    for participant in (chart.team.participant if chart.team else None) or ():
        reference = (participant.member.reference if participant.member else None) or ""
        if reference and not has_ended(participant.period, at):
            found[reference] = None
    found |= dict.fromkeys(managers_of(chart))
    return list(found)


def _may_read(one: Actor, hidden: int) -> bool:
    return bool(reads_of(one.reader_class) & MESSAGES) and not reader_of(one.reader_class) & hidden

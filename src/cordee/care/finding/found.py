"""Everything one search finds, in the order it is offered."""

import asyncio

import msgspec

from cordee.access import Door
from cordee.care.directory import ListedProfessional, find_professionals
from cordee.care.finding.actions import Act, GeneralAct, acts_for, general_acts
from cordee.care.finding.asked import Asked, understand
from cordee.care.finding.people import FoundPerson, find_people

PROFESSIONALS_SHOWN = 4
ACTS_SHOWN = 3


class ActFor(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do for somebody found."""

    act: Act
    person: FoundPerson

    @property
    def path(self) -> str:
        """Return where it is done."""
        return f"/dossiers/{self.person.patient_id}{self.act.path}"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What the words find; `is_act` when they ask for something to be done, which then comes first."""

    is_act: bool = False
    acts: tuple[ActFor, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    professionals: tuple[ListedProfessional, ...] = ()
    general: tuple[GeneralAct, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was found."""
        return not (self.acts or self.people or self.professionals or self.general)


async def find(door: Door, text: str) -> Found:
    """Return what the words find; without a word, what may be done. Cost: three searches, two more at the same time."""
    asked = understand(text)
    general = general_acts(door.actor, text)
    if not asked.name:
        return Found(general=general)
    if asked.act:
        people = await find_people(door, asked.name)
        return Found(is_act=True, acts=_acts_asked(door, asked, people), people=people)
    people, professionals = await asyncio.gather(
        find_people(door, asked.name), find_professionals(door, asked.name)
    )
    return Found(
        acts=_acts_for_the_first(door, people),
        people=people,
        professionals=tuple(professionals[:PROFESSIONALS_SHOWN]),
        general=general,
    )


def _acts_asked(door: Door, asked: Asked, people: tuple[FoundPerson, ...]) -> tuple[ActFor, ...]:
    act = next((one for one in acts_for(door.actor) if one.code == asked.act), None)
    return tuple(ActFor(act=act, person=one) for one in people if one.has_record) if act is not None else ()


def _acts_for_the_first(door: Door, people: tuple[FoundPerson, ...]) -> tuple[ActFor, ...]:
    """Return the usual acts for the one person found, or the first of few."""
    first = next((one for one in people if one.has_record), None)
    if first is None:
        return ()
    return tuple(ActFor(act=act, person=first) for act in acts_for(door.actor)[:ACTS_SHOWN])

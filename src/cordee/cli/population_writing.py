"""Writing a territory's people: batch after batch, each with the mark that counts it."""

from datetime import datetime, time, timedelta

import msgspec

from cordee.access import Actor, Door, Gate
from cordee.cli.population_mark import PopulationMark, write_mark
from cordee.cli.progress import shown
from cordee.fhir.r4 import Resource
from cordee.kernel.clock import now
from cordee.territories import Territory
from cordee.territories.people import CastMember, demo_cast
from cordee.territories.people.past import pasts_of
from cordee.territories.populate import populate

LAST_VISIT = time(17, 40)  # when everyone of the cast last read their records, three days before


class PopulationWriting:
    """One run over the population, which is the same at each run: what is stored already is passed over."""

    def __init__(self, gate: Gate, door: Door, territory: Territory, mark: PopulationMark) -> None:
        self._gate = gate
        self._door = door
        self._territory = territory
        self._mark = mark
        self._latest = now()
        self._met = 0

    async def run(self) -> None:
        """Write what is missing, let the cast sign in, and mark the population complete."""
        mark = self._mark
        with shown("Personnes et dossiers fictifs") as progress:
            await populate(self._write, self._territory, mark.patients, mark.seed, mark.day, progress)
        seen_at = datetime.combine(mark.day - timedelta(days=3), LAST_VISIT, self._territory.zone)
        for member in demo_cast(self._territory, mark.seed):
            account = _account(member)
            await self._gate.save_account(account, is_demo=True)
            await self._door.remember_visits(account, seen_at)
        await self._door.refresh_statistics()
        async with self._door.writing() as unit:
            write_mark(unit, self._territory.code, msgspec.structs.replace(self._mark, is_complete=True))

    async def _write(self, resources: list[Resource]) -> None:
        self._met += len(resources)
        if self._met <= self._mark.stored:
            return
        self._mark = msgspec.structs.replace(self._mark, stored=self._met)
        async with self._door.writing() as unit:
            for resource, past in zip(resources, pasts_of(resources, self._latest), strict=True):
                unit.put(resource, past=past)
            write_mark(unit, self._territory.code, self._mark)


def _account(member: CastMember) -> Actor:
    return Actor(
        id=member.who.rpartition("/")[2],
        login=member.login,
        name=member.name,
        kind=member.kind,
        role=member.role or "",
        role_label=member.role_label,
        who=member.who,
        keys=member.keys,
        organization=member.organization or "",
        organization_name=member.structure,
    )

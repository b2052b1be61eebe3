"""The people of a territory, created once: the first start writes them, an interrupted one goes on where it was."""

import msgspec

from cordee.access import Actor, Gate
from cordee.cli.population_mark import PopulationMark, read_mark, write_mark
from cordee.cli.progress import shown
from cordee.fhir.r4 import Resource
from cordee.kernel.clock import now
from cordee.kernel.settings import SettingError
from cordee.territories import Territory, load
from cordee.territories.people import PATIENTS_MAX, CastMember, demo_cast
from cordee.territories.populate import populate

PURPOSE = "population"


async def inhabit(gate: Gate, name: str, patients: int, seed: int) -> None:
    """Apply the territory and create its people up to the number wanted, those already there left alone.

    When an earlier call was interrupted, goes on from its last stored batch. When more people are wanted than there
    are, writes the difference; fewer changes nothing. The cast of the demonstration may then sign in.
    Raises: SettingError for a number that cannot be made.
    """
    if not 0 <= patients <= PATIENTS_MAX:
        raise SettingError(
            f"--patients doit être un nombre entier de 0 à {PATIENTS_MAX} ; reçu : {patients}.",
            f"--patients takes a whole number from 0 to {PATIENTS_MAX}; got {patients}.",
        )
    territory = load(name)
    mark = await read_mark(gate.system_door(PURPOSE), territory.code)
    if mark is None:
        mark = PopulationMark(day=now().astimezone(territory.zone).date(), seed=seed, patients=patients)
    elif patients > mark.patients or not (mark.is_complete or patients == mark.patients):
        mark = msgspec.structs.replace(mark, patients=patients, stored=0, is_complete=False)
    if not mark.is_complete:
        await _Writing(gate, territory, mark).run()


class _Writing:
    """One run over the population, which is the same at each run: what is stored already is passed over."""

    def __init__(self, gate: Gate, territory: Territory, mark: PopulationMark) -> None:
        self._gate = gate
        self._door = gate.system_door(PURPOSE)
        self._territory = territory
        self._mark = mark
        self._met = 0

    async def run(self) -> None:
        mark = self._mark
        with shown("Personnes et dossiers fictifs") as progress:
            await populate(self._write, self._territory, mark.patients, mark.seed, mark.day, progress)
        for member in demo_cast(self._territory, mark.seed):
            await self._gate.save_account(_account(member), is_demo=True)
        async with self._door.writing() as unit:
            write_mark(unit, self._territory.code, msgspec.structs.replace(self._mark, is_complete=True))

    async def _write(self, resources: list[Resource]) -> None:
        self._met += len(resources)
        if self._met <= self._mark.stored:
            return
        self._mark = msgspec.structs.replace(self._mark, stored=self._met)
        async with self._door.writing() as unit:
            for resource in resources:
                unit.put(resource)
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

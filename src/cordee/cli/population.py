"""The people of a territory, created once: the first start writes them, an interrupted one goes on where it was."""

import msgspec

from cordee.access import Gate
from cordee.cli.population_mark import PopulationMark, read_mark
from cordee.kernel.clock import now
from cordee.territories import load

PURPOSE = "population"


async def inhabit(gate: Gate, name: str, patients: int, seed: int) -> None:
    """Apply the territory and create its people up to the number wanted, those already there left alone.

    When an earlier call was interrupted, goes on from its last stored batch. When more people are wanted than there
    are, writes the difference; fewer changes nothing. The cast of the demonstration may then sign in.
    Cost: nothing but reading the mark when all is there; the generator is not even loaded.
    """
    territory = load(name)
    mark = await read_mark(gate.system_door(PURPOSE), territory.code)
    if mark is None:
        mark = PopulationMark(day=now().astimezone(territory.zone).date(), seed=seed, patients=patients)
    elif patients > mark.patients or not (mark.is_complete or patients == mark.patients):
        mark = msgspec.structs.replace(mark, patients=patients, stored=0, is_complete=False)
    if mark.is_complete:
        return
    from cordee.cli.population_writing import PopulationWriting

    await PopulationWriting(gate, gate.system_door(PURPOSE), territory, mark).run()

"""`cordee populate`: fictional people, for the demo, tests and benchmarks."""

import asyncio

from cordee.cli.options import Data, Patients, Seed, Territory, settings
from cordee.kernel.settings import Settings


def populate(
    *,
    patients: Patients = 300,
    seed: Seed = 1,
    territory: Territory = None,
    data: Data = None,
) -> None:
    """Create fictional people and their records up to the number asked, those already there left alone."""
    from cordee.cli.connecting import connected

    with connected(settings(data=data, territory=territory)) as found:
        asyncio.run(_populate(found, patients, seed))


async def _populate(found: Settings, patients: int, seed: int) -> None:
    from cordee.cli.connecting import gate
    from cordee.cli.population import inhabit

    async with gate(found) as opened:
        await inhabit(opened, found.territory, patients, seed)

"""`cordee agenda`: the index that agendas are read from."""

import asyncio

from cyclopts import App

from cordee.cli.options import Data, settings
from cordee.kernel.settings import Settings

agenda = App(name="agenda", help="Administrer l’index des agendas.")


@agenda.command(help="Réécrire l’index des agendas d’après les rendez-vous.")
def rebuild(*, data: Data = None) -> None:
    """Write the entries of every appointment anew, while others write."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        done = asyncio.run(_rebuild(found))
    say(f"{done} rendez-vous relu(s).")


async def _rebuild(found: Settings) -> int:
    from cordee.cli.fhir_index import database_of
    from cordee.cli.progress import shown
    from cordee.store.agenda import rebuild as rebuilt

    async with database_of(found) as database:
        with shown("Agendas") as on_progress:
            return await rebuilt(database, on_progress)

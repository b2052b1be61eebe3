"""`cordee directory`: the index of the directory, and what national extracts bring to it."""

import asyncio

from cyclopts import App

from cordee.cli.options import Data, settings
from cordee.kernel.settings import Settings

directory = App(
    name="directory", help="Administrer l’annuaire : son index, l’import des extractions nationales."
)


@directory.command(help="Réécrire l’index de l’annuaire d’après ses ressources.")
def rebuild(*, data: Data = None) -> None:
    """Write every entry of the directory anew, while others write."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        done = asyncio.run(_rebuild(found))
    say(f"{done} fiche(s) de l’annuaire relue(s).")


async def _rebuild(found: Settings) -> int:
    from cordee.cli.fhir_index import database_of
    from cordee.cli.progress import shown
    from cordee.store.directory import rebuild as rebuilt

    async with database_of(found) as database:
        with shown("Annuaire") as on_progress:
            return await rebuilt(database, on_progress)

"""`cordee access`: who may see what, held against the resources it is derived from."""

import asyncio

from cyclopts import App

from cordee.cli.options import Data, settings
from cordee.kernel.settings import Settings

access = App(name="access", help="Contrôler qui peut voir quoi : les cercles et les consentements.")


@access.command(help="Contrôler que cercles et consentements sont appliqués tels qu’ils sont écrits.")
def verify(*, data: Data = None) -> int:
    """Print each row of the indexes of rights that is missing or one too many; the exit code is 1 when there is one."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        wrong = asyncio.run(_verify(found))
    say(f"{wrong} différence(s) ; `cordee access rebuild` les répare." if wrong else "Tout concorde.")
    return 1 if wrong else 0


@access.command(help="Réécrire ce qui ouvre les dossiers, d’après les cercles et les consentements.")
def rebuild(*, data: Data = None) -> None:
    """Write the indexes of rights anew where they differ, while others write."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        changed = asyncio.run(_rebuild(found))
    say(f"{changed} droit(s) réécrit(s)." if changed else "Rien à réécrire.")


async def _verify(found: Settings) -> int:
    from cordee.cli.console import data as output
    from cordee.cli.fhir_index import database_of
    from cordee.cli.progress import shown
    from cordee.store.rights_indexes import verify as verified

    wrong = 0
    async with database_of(found) as database:
        with shown("Contrôle des droits") as on_progress:
            async for one in verified(database, on_progress):
                what = "missing" if one.is_missing else "superfluous"
                line = f"{what}\t{one.table}\t{one.source or '-'}\tPatient/{one.patient_id}\t{one.named}"
                output.print(line, markup=False, highlight=False, soft_wrap=True)
                wrong += 1
    return wrong


async def _rebuild(found: Settings) -> int:
    from cordee.cli.fhir_index import database_of
    from cordee.cli.progress import shown
    from cordee.store.rights_indexes import rebuild as rebuilt

    async with database_of(found) as database:
        with shown("Réécriture des droits") as on_progress:
            return await rebuilt(database, on_progress)

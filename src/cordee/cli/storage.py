"""`cordee storage`: the files of the records, how much there is, whether each is there and is what was kept."""

import asyncio
from typing import TYPE_CHECKING

from cyclopts import App

from cordee.cli.options import Data, settings
from cordee.kernel.settings import Settings

if TYPE_CHECKING:
    from cordee.store.contents.checking import Totals

storage = App(name="storage", help="Suivre les fichiers des dossiers, gardés hors de la base.")


@storage.command(name="stats")
def stats(*, data: Data = None) -> None:
    """Dire combien de fichiers il y a, dans la base et hors d’elle."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        totals = asyncio.run(_totals(found))
    say(f"{totals.in_store} fichier(s) dans le stockage, {_mebibytes(totals.bytes_in_store)} Mio.")
    say(f"{totals.in_rows} petit(s) fichier(s) dans la base, {_mebibytes(totals.bytes_in_rows)} Mio.")


@storage.command(name="check")
def check(*, data: Data = None) -> int:
    """Relire chaque fichier ; dire, une ligne chacun, ceux qui manquent ou sont abîmés ; sortir par 1 s’il y en a."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import data as out
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        wrong = asyncio.run(_check(found))
    for line in wrong:
        out.print(line, highlight=False)
    say(
        f"{len(wrong)} fichier(s) à reprendre d’une sauvegarde."
        if wrong
        else "Tous les fichiers sont là, intacts."
    )
    return 1 if wrong else 0


@storage.command(name="sweep")
def sweep(*, data: Data = None) -> None:
    """Effacer ce que plus rien ne nomme, deux jours après ; le traitement de fond le fait chaque nuit."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        count = asyncio.run(_sweep(found))
    say(f"{count} fichier(s) sans emploi effacé(s).")


async def _totals(found: Settings) -> "Totals":
    from cordee.cli.fhir_index import database_of
    from cordee.store.contents.checking import totals

    async with database_of(found) as database:
        return await totals(database)


async def _check(found: Settings) -> list[str]:
    from cordee.cli.fhir_index import database_of
    from cordee.store.contents.checking import check as look
    from cordee.store.contents.opening import keeper_for

    async with database_of(found) as database:
        return [
            f"Binary/{one.binary_id} version {one.version} {'manque' if one.is_missing else 'abîmé'}"
            async for one in look(database, keeper_for(found))
        ]


async def _sweep(found: Settings) -> int:
    from cordee.cli.fhir_index import database_of
    from cordee.store.contents.opening import keeper_for
    from cordee.store.contents.sweeping import sweep as clean

    async with database_of(found) as database:
        return await clean(database, keeper_for(found))


def _mebibytes(byte_count: int) -> int:
    return round(byte_count / 1024 / 1024)

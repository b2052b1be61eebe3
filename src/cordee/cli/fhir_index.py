"""`cordee fhir reindex`, `check`, `stats`: what is derived from the record, and the room it takes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cordee.cli.options import Data, settings
from cordee.kernel.settings import Settings

if TYPE_CHECKING:
    from cordee.store import Database, Storage
    from cordee.store.checking import Finding


def reindex(
    *,
    type: Annotated[  # noqa: A002  the name of the option
        list[str] | None,
        Parameter(help="Un type à réindexer, marqué ou non ; peut être répété.", negative=""),
    ] = None,
    every: Annotated[bool, Parameter(name="--all", help="Réindexer tous les types.", negative="")] = False,
    data: Data = None,
) -> int:
    """Re-index the marked types, those named, or all of them, while others write; interrupted, it is taken up again."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say
    from cordee.fhir import RESOURCE_TYPES

    unknown = [name for name in type or () if name not in RESOURCE_TYPES]
    if unknown:
        say(f"Type inconnu : {', '.join(unknown)}.")
        return 2
    with connected(settings(data=data)) as found:
        done = asyncio.run(_reindex(found, type, every))
    say(f"{done} ressource(s) réindexée(s)." if done else "Rien à réindexer.")
    return 0


def check(
    *,
    repair: Annotated[
        bool, Parameter(help="Réécrire ce qui est dérivé et ne correspond plus.", negative="")
    ] = False,
    data: Data = None,
) -> int:
    """Print what is wrong, a line each: what, type and id, detail; the exit code is 1 when something remains wrong."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        wrong, mended = asyncio.run(_check(found, repair))
    say(f"{wrong} anomalie(s), {mended} réparée(s)." if wrong else "Tout concorde.")
    return 1 if wrong > mended else 0


def stats(*, data: Data = None) -> None:
    """Print what the tables, their indexes and each resource type take."""
    from cordee.cli.connecting import connected
    from cordee.cli.storage_tables import show_storage

    with connected(settings(data=data)) as found:
        show_storage(asyncio.run(_stats(found)))


async def _reindex(found: Settings, types: list[str] | None, every: bool) -> int:
    from cordee.cli.progress import shown
    from cordee.store import Reindexing

    async with database_of(found) as database:
        reindexing = Reindexing(database)
        if types or every:
            await reindexing.mark(None if every else types)
        with shown("Réindexation") as on_progress:
            return await reindexing.run(on_progress)


async def _check(found: Settings, repair: bool) -> tuple[int, int]:
    from cordee.cli.console import data as output
    from cordee.store.checking import check as checked

    wrong = mended = 0
    async with database_of(found) as database:
        async for finding in checked(database, repair=repair):
            output.print(_line(finding), markup=False, highlight=False, soft_wrap=True)
            wrong += 1
            mended += finding.is_mended
    return wrong, mended


def _line(finding: "Finding") -> str:
    name = f"{finding.type}/{finding.id}" if finding.type else "-"
    return f"{finding.what}\t{name}\t{finding.detail}" + ("\trepaired" if finding.is_mended else "")


async def _stats(found: Settings) -> "Storage":
    from cordee.store import storage_of

    async with database_of(found) as database:
        return await storage_of(database)


@contextlib.asynccontextmanager
async def database_of(found: Settings) -> "AsyncIterator[Database]":
    """Open the database at the current schema, with the installed guides in force."""
    from cordee.kernel.log import configure_logging
    from cordee.store import Database, Packages, migrate

    assert found.database_url is not None
    configure_logging()
    await migrate(found.owner_url or found.database_url)
    database = Database(found.database_url, pool_size=3)
    await database.open()
    try:
        await Packages(database).put_in_force()
        yield database
    finally:
        await database.close()

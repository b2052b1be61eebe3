"""`cordee fhir install`, `packages`, `uninstall`: implementation guides beside base R4."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cordee.cli.options import Data, settings
from cordee.kernel.settings import Settings

if TYPE_CHECKING:
    from cordee.cli.guide_tables import Installed
    from cordee.kernel.errors import CordeeError
    from cordee.store import InstalledPackage, Packages

Files = Annotated[list[Path], Parameter(help="Les paquets : des fichiers .tgz.", negative="")]


def install(files: Files, /, *, data: Data = None) -> int:
    """Install packages and print what each brought; the exit code is 1 when one was refused, the others stay."""
    from cordee.cli.connecting import connected
    from cordee.cli.guide_tables import Installed, show_installed
    from cordee.cli.refusals import report
    from cordee.kernel.errors import CordeeError

    with connected(settings(data=data)) as found:
        outcomes = asyncio.run(_install(found, files))
    show_installed([outcome for outcome in outcomes if isinstance(outcome, Installed)])
    refused = [outcome for outcome in outcomes if isinstance(outcome, CordeeError)]
    for error in refused:
        report(error)
    return 1 if refused else 0


def packages(*, data: Data = None) -> None:
    """Print the installed packages, in the order of installing."""
    from cordee.cli.connecting import connected
    from cordee.cli.guide_tables import show_packages

    with connected(settings(data=data)) as found:
        show_packages(asyncio.run(_installed(found)))


def uninstall(
    name: Annotated[str, Parameter(help="Le nom du paquet, comme `cordee fhir packages` le montre.")],
    version: Annotated[str, Parameter(help="Sa version.")],
    /,
    *,
    data: Data = None,
) -> int:
    """Remove a package; resources stored stay as they are. The exit code is 1 when it was not installed."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        is_done = asyncio.run(_uninstall(found, name, version))
    say(f"{name} {version} est retiré." if is_done else f"{name} {version} n’est pas installé.")
    return 0 if is_done else 1


async def _install(found: Settings, files: list[Path]) -> "list[Installed | CordeeError]":
    from cordee.cli.guide_tables import Installed
    from cordee.cli.progress import shown
    from cordee.exchange.guides import read_guide
    from cordee.kernel.errors import CordeeError

    outcomes: list[Installed | CordeeError] = []
    async with _packages(found) as opened:
        with shown("Guides") as on_progress:
            for done, file in enumerate(files, 1):
                try:
                    guide = read_guide(file)
                    outcomes.append(Installed(guide, await opened.install(guide.artefact)))
                except CordeeError as error:
                    outcomes.append(error)
                on_progress(done, len(files))
    return outcomes


async def _installed(found: Settings) -> "list[InstalledPackage]":
    async with _packages(found) as opened:
        return await opened.installed()


async def _uninstall(found: Settings, name: str, version: str) -> bool:
    from cordee.fhir.definitions import PackageId

    async with _packages(found) as opened:
        return await opened.uninstall(PackageId(name, version))


@contextlib.asynccontextmanager
async def _packages(found: Settings) -> "AsyncIterator[Packages]":
    from cordee.kernel.log import configure_logging
    from cordee.store import Database, Packages, migrate

    assert found.database_url is not None
    configure_logging()
    await migrate(found.owner_url or found.database_url)
    database = Database(found.database_url, pool_size=1)
    await database.open()
    try:
        yield Packages(database)
    finally:
        await database.close()

"""The database of a command: the one given by URL, the demo's while it runs, or the embedded one started for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import msgspec
import psycopg

from cordee import territories
from cordee.access import Gate
from cordee.cli.data_folder import held
from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.log import configure_logging
from cordee.kernel.settings import Settings
from cordee.store import Database, Packages, Repository, ensure_may_act, migrate
from cordee.store.contents import contents_for
from cordee.store.embedded import EmbeddedServer, running_url

CONNECT_TIMEOUT_S = 10


class DatabaseUnreachableError(CordeeError):
    """The database given by CORDEE_DATABASE_URL does not answer; nothing was started."""

    code = "database-unreachable"
    category = Category.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "La base donnée par CORDEE_DATABASE_URL ne répond pas. Rien n’a été démarré : vérifiez l’adresse, le nom "
            "de la base et le mot de passe, ou retirez cette variable pour la base embarquée.",
            "The database given by CORDEE_DATABASE_URL does not answer. Nothing was started: check the address, the "
            "database name and the password, or unset it for the embedded one.",
        )


@contextlib.contextmanager
def connected(settings: Settings) -> Iterator[Settings]:
    """Give the settings with the address of a database that answers, for the time of the block.

    When no address is given and the demo is not running, the embedded server runs for the time of the block and the
    data folder is held. Raises: DatabaseUnreachableError and what holding the folder raises.
    """
    url = settings.database_url or running_url(settings.data_dir)
    if url is not None:
        ensure_reachable(url)
        yield msgspec.structs.replace(settings, database_url=url)
        return
    with held(settings.data_dir):
        server = EmbeddedServer(settings.data_dir)
        try:
            server.start()
            yield msgspec.structs.replace(settings, database_url=server.url())
        finally:
            server.stop()


def ensure_reachable(url: str) -> None:
    """Return when the database answers; raises DatabaseUnreachableError, which never repeats the address."""
    try:
        psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_S).close()
    except psycopg.Error as error:
        raise DatabaseUnreachableError from error


def ensure_role(url: str) -> None:
    """Return when the account of the address may act as the application's role, or the database does not answer yet.

    Raises: RoleMissingError.
    """
    with contextlib.suppress(psycopg.OperationalError):
        asyncio.run(ensure_may_act(url))


@contextlib.asynccontextmanager
async def gate(settings: Settings) -> AsyncIterator[Gate]:
    """Open the gate of a connected command: schema up to date, installed guides in force, pool closed at the end.

    The territory's rights are in force too: whoever is given a door here has them.
    """
    assert settings.database_url is not None
    territories.put_in_force(territories.load(settings.territory))
    configure_logging()
    await migrate(settings.owner_url or settings.database_url)
    database = Database(settings.database_url, settings.pool_size)
    repository = Repository(database, contents_for(settings, database))
    await database.open()
    try:
        await Packages(database).put_in_force()
        yield Gate(repository, settings)
    finally:
        await repository.close()
        await database.close()

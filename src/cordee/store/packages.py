"""The implementation guides installed: kept compiled, put in force in every process when they change."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from cordee.fhir.definitions import (
    Artefact,
    PackageId,
    Registry,
    UnreadableArtefactError,
    base_artefact,
    put_in_force,
    registry,
)
from cordee.fhir.search.catalogue import refuse_shared_numbers
from cordee.kernel.log import get_logger
from cordee.store.database import Connection, Database
from cordee.store.statements import statement

CHANNEL = "cordee_packages"

_log = get_logger(__name__)


class Installing(StrEnum):
    """What installing a package came to."""

    INSTALLED = "installed"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


class InstalledPackage(NamedTuple):
    """A package that is installed."""

    package: PackageId
    title: str
    installed_at: datetime
    contents: dict[str, int]
    pending_types: tuple[str, ...]
    """Types whose resources stored before are not yet found by its search parameters."""


class Pending(NamedTuple):
    """A package, as it was installed at that moment, with the types that wait for a re-index."""

    name: str
    version: str
    installed_at: datetime
    types: list[str]


def _with(known: Registry, artefact: Artefact) -> Registry:
    """Return the definitions in force with one more package."""
    others = [found for found in known.artefacts[1:] if found.package != artefact.package]
    return Registry(known.base, (*others, artefact))


class Packages:
    """The table of installed packages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def install(self, artefact: Artefact) -> Installing:
        """Keep a compiled package and tell every process, in one transaction.

        The same package again changes nothing. Other content under the same name and version takes its place.

        Raises: SharedNumberError when its search parameters could not be told apart from others in the indexes.
        """
        refuse_shared_numbers(_with(registry(), artefact))
        header = artefact.header
        given = {
            "name": header.name,
            "version": header.version,
            "title": header.title,
            "content": artefact.content,
            "types": list(header.searched_types),
        }
        async with self._database.transaction() as connection:
            row = await (await connection.execute(statement("install_package"), given)).fetchone()
            if row is None:
                return Installing.UNCHANGED
            await _announce(connection)
        return Installing.INSTALLED if row[0] else Installing.REPLACED

    async def uninstall(self, package: PackageId) -> bool:
        """Remove a package and tell every process; False when it was not installed.

        What was indexed for its search parameters stays until the next re-index, found by nobody.
        """
        async with self._database.transaction() as connection:
            done = await connection.execute(
                "DELETE FROM package WHERE name = %s AND version = %s", (package.name, package.version)
            )
            if done.rowcount:
                await _announce(connection)
            return bool(done.rowcount)

    async def installed(self) -> list[InstalledPackage]:
        """Return what is installed, in the order of installing."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "SELECT name, version, title, installed_at, content, pending_types FROM package ORDER BY position"
            )
            rows = await cursor.fetchall()
        return [
            InstalledPackage(PackageId(name, version), title, at, _contents(content), tuple(pending))
            for name, version, title, at, content, pending in rows
        ]

    async def pending_types(self) -> set[str]:
        """Return the types of which stored resources wait for a re-index."""
        async with self._database.connection() as connection:
            cursor = await connection.execute("SELECT DISTINCT unnest(pending_types) FROM package")
            return {row[0] for row in await cursor.fetchall()}

    async def pending(self) -> list[Pending]:
        """Return the packages with types that wait for a re-index, each as it was installed."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "SELECT name, version, installed_at, pending_types FROM package WHERE pending_types <> '{}'"
            )
            return [Pending(*row) for row in await cursor.fetchall()]

    async def reindexed(self, done: list[Pending]) -> None:
        """Note that the types of these packages have been indexed anew with the definitions in force.

        A package that was installed or replaced meanwhile still waits.
        """
        async with self._database.connection() as connection:
            for one in done:
                await connection.execute(
                    "UPDATE package SET pending_types = "
                    "ARRAY(SELECT unnest(pending_types) EXCEPT SELECT unnest(%s::text[])) "
                    "WHERE name = %s AND version = %s AND installed_at = %s",
                    (one.types, one.name, one.version, one.installed_at),
                )

    async def put_in_force(self) -> Registry:
        """Make base R4 and the installed packages this process's definitions, and return them.

        When nothing changed, the registry in force stays, with all that was derived from it. A package kept by
        another version of Cordée that this one cannot read is left out, and logged.
        """
        async with self._database.connection() as connection:
            cursor = await connection.execute("SELECT name, version, content FROM package ORDER BY position")
            rows = await cursor.fetchall()
        known = {artefact.content: artefact for artefact in registry().artefacts}
        read = [known.get(content) or _read(name, version, content) for name, version, content in rows]
        artefacts = tuple(artefact for artefact in read if artefact is not None)
        if artefacts != registry().artefacts[1:]:
            put_in_force(Registry(base_artefact(), artefacts))
        return registry()


async def _announce(connection: Connection) -> None:
    await connection.execute("SELECT pg_notify(%s, '')", (CHANNEL,))


def _contents(content: bytes) -> dict[str, int]:
    try:
        return Artefact(content).header.contents
    except UnreadableArtefactError:
        return {}


def _read(name: str, version: str, content: bytes) -> Artefact | None:
    try:
        return Artefact(content)
    except UnreadableArtefactError:
        _log.error("package unreadable, install it again", package=f"{name}#{version}")
        return None

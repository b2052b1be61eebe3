"""An import into a fresh database, and what it left there."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cordee.access import Gate
from cordee.exchange.files import ImportOptions, Tally, import_files
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository


class Imports:
    """Runs imports on one database; `folder` is where a test puts its files."""

    def __init__(self, gate: Gate, folder: Path) -> None:
        self.door = gate.system_door("import")
        self.folder = folder
        self.report = folder / "rejected.ndjson"

    def file(self, name: str, *resources: Any) -> str:
        """Write resources, one a line, and return the path."""
        path = self.folder / name
        path.write_text(
            "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in resources)
        )
        return str(path)

    async def run(self, *paths: str, **options: Any) -> Tally:
        """Import the paths."""
        chosen = ImportOptions(report=self.report, journal=self.folder / ".journal", **options)
        return await import_files(self.door, list(paths), chosen)

    def rejections(self) -> list[dict[str, Any]]:
        """Return the lines of the report of the last run."""
        return (
            [json.loads(line) for line in self.report.read_text().splitlines()]
            if self.report.exists()
            else []
        )

    async def version(self, type_: str, id_: str) -> int:
        """Return the current version of a resource."""
        return (await self.door.read(type_, id_)).version


@pytest.fixture
async def imports(database: Database, tmp_path: Path) -> AsyncIterator[Imports]:
    """Imports into an empty database."""
    repository = Repository(database)
    yield Imports(Gate(repository, Settings(data_dir=tmp_path)), tmp_path)
    await repository.close()


def counts(tally: Tally) -> dict[str, int]:
    """Return the outcomes that happened, with their counts."""
    found = {outcome: tally.count(outcome) for outcome in ("stored", "updated", "unchanged", "rejected")}
    return {outcome: count for outcome, count in found.items() if count}


Run = Callable[..., Awaitable[Tally]]


async def refuse_in_store(database: Database, id_: str) -> None:
    """Make PostgreSQL itself refuse the resource of that id, whatever its content."""
    statements = (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'check_violation'; END $$;"
        f" CREATE TRIGGER refuse BEFORE INSERT ON resource FOR EACH ROW WHEN (NEW.id = '{id_}')"
        " EXECUTE FUNCTION refuse()"
    )
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner:
        await owner.execute(statements.encode())

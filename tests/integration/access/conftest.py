"""Two gates on one database, as two server processes hold them, and somebody with two roles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cordee.access import Actor, Gate, Identity
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository

SETTINGS = Settings(data_dir=Path("unused"))
HEARD_SECONDS_MAX = 5


def role(name: str, code: str = "nurse") -> Actor:
    """Return an account to be opened, of a login of its own."""
    who = f"PractitionerRole/{name}"
    return Actor(
        id=new_id(),
        login=f"test:{name}:{new_id()}",
        name="Zélie Aubert",
        kind="professional",
        role=code,
        role_label="Infirmière",
        who=who,
        keys=(who,),
        organization=f"Organization/{name}",
        organization_name=f"Structure {name}",
    )


@asynccontextmanager
async def listening(database: Database) -> AsyncIterator[Gate]:
    """Lend a gate as a server process holds it, listening to what others close."""
    repository = Repository(database)
    gate = Gate(repository, SETTINGS)
    await gate.start()
    try:
        async with asyncio.timeout(HEARD_SECONDS_MAX):
            while not gate.closings.is_listening:
                await asyncio.sleep(0.005)
        yield gate
    finally:
        await gate.close()
        await repository.close()


@pytest.fixture
async def here(module_database_url: str) -> AsyncIterator[Gate]:
    """The gate of one process."""
    database = Database(module_database_url, pool_size=3)
    await database.open()
    async with listening(database) as gate:
        yield gate
    await database.close()


@pytest.fixture
async def there(module_database_url: str) -> AsyncIterator[Gate]:
    """The gate of another process on the same database."""
    database = Database(module_database_url, pool_size=3)
    await database.open()
    async with listening(database) as gate:
        yield gate
    await database.close()


@pytest.fixture
async def zelie(here: Gate) -> Identity:
    """Somebody with two roles."""
    identity = await here.identities.create("Zélie Aubert")
    for name in ("cabinet", "clinique"):
        await here.identities.open_account(identity.id, role(name))
    return identity

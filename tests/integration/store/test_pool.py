"""Connections are lent again while their plans are warm."""

from cordee.store import Database, system_asker


async def test_connection_given_back_last_is_lent_first(database: Database) -> None:
    asker = system_asker("test")
    async with database.connection(asker) as last, database.connection(asker) as other:
        assert last is not other
    for _ in range(3):
        async with database.connection(asker) as lent:
            assert lent is last

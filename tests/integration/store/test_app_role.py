"""Every connection acts as the role that owns nothing; the trace is append-only to it; migrations act as the owner."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cordee.jobs import Jobs
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Asker, Database, Repository, ensure_may_act, login_of, migrate
from cordee.store.app_role import ROLE
from cordee.store.errors import OwnerNeededError, RoleMissingError
from cordee.store.wall import Connection, shown_within, told_of
from tests.platform import PLATFORM

OTHER = Asker(
    who="Practitioner/other", role="nurse", keys=("Practitioner/other",), reads=1, writes=1, reader=0
)
WHO = "SELECT current_user, current_setting('is_superuser')"


Logins = Callable[..., str]


@pytest.fixture
def login(postgresql: str) -> Iterator[Logins]:
    """Gives the address of a database for an account that owns nothing, a member of the role or not."""
    names = []
    with psycopg.connect(postgresql, autocommit=True) as owner:

        def make(url: str, *, member: bool = True) -> str:
            names.append(f"login_{new_id().replace('-', '_')}")
            within = sql.SQL("IN ROLE {}").format(sql.Identifier(ROLE)) if member else sql.SQL("")
            owner.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(sql.Identifier(names[-1]), within))
            return make_conninfo(url, user=names[-1])

        yield make
        for name in names:
            owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


async def _one(connection: psycopg.AsyncConnection, text: str) -> tuple[object, ...]:
    row = await (await connection.execute(text.encode())).fetchone()
    assert row is not None
    return tuple(row)


async def test_every_connection_of_a_database_acts_as_the_role(database: Database) -> None:
    async with database.connection() as aside, database.connection(PLATFORM) as asking:
        assert await _one(aside, WHO) == await _one(asking, WHO) == (ROLE, "off")
        await asking.execute("RESET ROLE")  # comes back to what the connection began with
        assert await _one(asking, WHO) == (ROLE, "off")
    listener = await database.listener()
    async with listener:
        assert await _one(listener, WHO) == (ROLE, "off")


async def test_every_connection_of_the_queue_acts_as_the_role(database_url: str) -> None:
    jobs = Jobs(Settings.from_environment({"CORDEE_DATABASE_URL": database_url}))
    async with jobs.app.open_async():
        row = await jobs.app.connector.execute_query_one_async("SELECT current_user AS name")
        assert row["name"] == ROLE
        async with jobs.app.connector._get_standalone_connection() as listener:  # type: ignore[attr-defined]
            assert await _one(listener, WHO) == (ROLE, "off")


async def test_connection_is_told_who_asks_and_forgets_it_for_nobody(database: Database) -> None:
    async with database.connection(PLATFORM) as connection:
        assert await _told(connection) == "platform"
    async with database.connection(OTHER) as connection:
        assert (await _told(connection), await _told(connection, "keys")) == (
            "asker",
            '{"Practitioner/other"}',
        )
    async with database.connection() as connection:
        assert not await _told(connection)


async def test_transaction_that_fails_while_shown_to_another_is_told_right_afterwards(
    database: Database,
) -> None:
    async with database.connection(PLATFORM) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            async with connection.transaction(), shown_within(connection, OTHER):
                assert await _told(connection, "who") == OTHER.who
                await connection.execute("SELECT 1/0")
        assert await _told(connection) == "platform"
        assert connection.told == told_of(PLATFORM)


async def _told(connection: Connection, what: str = "asker") -> object:
    return (await _one(connection, f"SELECT current_setting('cordee.{what}', true)"))[0]


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE trace SET who = 'nobody'",
        "DELETE FROM trace",
        "TRUNCATE trace",
        "ALTER TABLE trace DISABLE TRIGGER trace_append_only",
        "DROP TABLE trace",
        "UPDATE migration SET name = name",
        "ALTER TABLE resource DISABLE ROW LEVEL SECURITY",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
    ],
)
async def test_role_may_not_undo_what_holds_it(module_database_url: str, login: Logins, act: str) -> None:
    connection = await Connection.connect(
        login(module_database_url), autocommit=True, options=f"-c role={ROLE}"
    )
    async with connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute(act.encode())


async def test_login_of_the_owner_can_get_round_and_a_serving_login_cannot(
    database_url: str, login: Logins
) -> None:
    owner = await login_of(database_url)
    assert owner.can_get_round
    assert owner.may_act
    serving = await login_of(login(database_url))
    assert serving.may_act
    assert not serving.can_get_round


async def test_serving_login_finds_nothing_to_migrate_and_serves(database_url: str, login: Logins) -> None:
    url = login(database_url)
    assert await migrate(url) == []
    database = Database(url, 2)
    await database.open()
    try:
        await Repository(database).note(PLATFORM, "sign-in")
        await Repository(database).refresh_statistics(PLATFORM)
    finally:
        await database.close()


async def test_login_outside_the_role_is_refused_by_name(database_url: str, login: Logins) -> None:
    url = login(database_url, member=False)
    with pytest.raises(RoleMissingError, match="cordee migrate"):
        await ensure_may_act(url)


async def test_account_that_may_not_migrate_is_told_which_one_may(
    postgresql: str, database_url: str, login: Logins
) -> None:
    outsider = login(database_url, member=False)
    name = f"test_{new_id().replace('-', '_')}"
    with psycopg.connect(postgresql, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with pytest.raises(OwnerNeededError, match="CORDEE_MIGRATION_URL"):
                await migrate(make_conninfo(outsider, dbname=name))
        finally:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


async def test_functions_that_act_as_the_owner_take_no_temporary_table_for_theirs(database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.execute(
            "SELECT p.proname, c.said FROM pg_proc p"
            " LEFT JOIN unnest(p.proconfig) c (said) ON c.said LIKE 'search_path=%'"
            " WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef"
        )
        paths = dict(await rows.fetchall())
        assert {"lock_standing", "record_bytes"} <= paths.keys()
        assert {
            name for name, said in paths.items() if not (said or "").endswith(("pg_temp", "=pg_catalog"))
        } == set()

        await connection.execute(
            "CREATE TEMP TABLE circle AS SELECT 'x' AS member, 'a' AS patient_id, now() AS starts_at, now() AS ends_at"
        )
        await connection.execute("CREATE TEMP TABLE content AS SELECT 'a' AS patient_id, 7 AS bytes")
        await connection.execute("SELECT set_config('cordee.keys', '{x}', false)")
        await connection.execute("UPDATE circle SET ends_at = NULL")
        assert await _one(connection, "SELECT record_bytes('a')") == (0,)

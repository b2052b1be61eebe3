"""Linkers: none misses a line, none links one twice, and one that dies leaves the chain as it was."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from cordee.access.trace import TraceKeeper
from cordee.access.trace.errors import RetentionTooShortError, SealKeyError
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.store.trace import Linker
from tests.integration.access.trace.conftest import LINES, Tamper
from tests.integration.store.people import GP, asker

LATE = (
    "INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)"
    " VALUES ('late', '', '', '', 'read', 'done', '', '', '', 0)"
)


async def test_lines_wait_for_a_transaction_that_began_before_them(
    database_url: str, repository: Repository, keeper: TraceKeeper
) -> None:
    async with await psycopg.AsyncConnection.connect(database_url) as slow:
        await slow.execute(LATE)
        await repository.note(asker(GP), "read")
        assert await keeper.link_all() == 0
        assert (await keeper.state()).standing.unlinked >= 1
        await slow.commit()
    assert await keeper.link_all() == 2
    assert (await keeper.verify()).findings == []


async def test_two_linkers_at_once_link_each_line_once(database: Database, repository: Repository) -> None:
    linkers = [Linker(database), Linker(database)]
    for _ in range(LINES):
        await asyncio.gather(*(one.link(limit=2) for one in linkers))
        await repository.note(asker(GP), "read")
    await linkers[0].link_all()
    async with database.connection() as connection:
        rows = await connection.execute("SELECT sum(count), count(*) = max(number) FROM trace_link")
        assert await rows.fetchone() == (2 * LINES, True)


async def test_a_linker_killed_half_way_leaves_the_chain_as_it_was(
    database_url: str, repository: Repository, keeper: TraceKeeper, tamper: Tamper
) -> None:
    await repository.note(asker(GP), "read")
    tamper(
        "CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(30); RETURN NEW; END$$",
        "CREATE TRIGGER nap AFTER INSERT ON trace_link FOR EACH ROW EXECUTE FUNCTION nap()",
    )
    linking = asyncio.create_task(keeper.link())
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO trace_link%'"
    while not tamper(kill):
        await asyncio.sleep(0.01)
    with pytest.raises(Exception, match="does not answer"):
        await linking
    tamper("DROP TRIGGER nap ON trace_link")
    assert (await keeper.state()).standing.links == 3
    assert await keeper.link_all() == 1
    assert (await keeper.verify()).findings == []


async def test_the_guards_of_the_database_refuse_changes(repository: Repository, keeper: TraceKeeper) -> None:
    backdated = "INSERT INTO trace (at, who) VALUES ('2020-01-01', 'x')"
    tables = (
        "trace",
        "trace_link",
        "trace_seal",
        "trace_tombstone",
        "trace_check",
        "review",
        "review_decision",
    )
    acts = [text for name in tables for text in (f"DELETE FROM {name}", f"TRUNCATE {name}")]
    for text in ("UPDATE trace SET who = 'x'", "UPDATE trace_link SET count = 1", backdated, *acts):
        async with repository.database.connection() as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(text)
    with psycopg.connect(repository.database.url, autocommit=True) as owner:
        for text in ("UPDATE trace SET who = 'x'", "DELETE FROM trace WHERE key = 1"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(text)


async def test_what_is_past_its_term_goes_and_the_rest_still_holds(
    repository: Repository, keeper: TraceKeeper, tamper: Tamper
) -> None:
    tamper(
        "DELETE FROM trace_link", "DELETE FROM trace_seal", "UPDATE trace SET at = at - interval '400 days'"
    )
    keeper.file.path.unlink()
    for _ in range(3):
        await keeper.link(limit=4)
    assert await keeper.purge(days=300) == 0  # nothing is sealed yet
    await repository.note(asker(GP), "read")
    await keeper.seal()
    assert await keeper.purge(days=500) == 0

    assert await keeper.purge(days=300) == LINES

    found = await keeper.verify()
    assert (found.findings, found.purged, found.links) == ([], LINES, 5)
    assert tamper("SELECT count(*) FROM trace WHERE at < now() - interval '300 days'") == [(0,)]
    tamper("UPDATE trace_tombstone SET last_number = 2")
    assert [one.words for one in (await keeper.verify()).findings] == [
        "maillon 3 : lignes supprimées avant le terme de leur conservation"
    ]


async def test_nothing_shorter_than_six_months(keeper: TraceKeeper) -> None:
    with pytest.raises(RetentionTooShortError):
        await keeper.purge(days=183)
    with pytest.raises(psycopg.errors.RaiseException, match="six months"):
        await keeper._books.purge(now() - timedelta(days=100), 10)


async def test_a_key_others_can_read_seals_nothing(repository: Repository, settings: Settings) -> None:
    keeper = TraceKeeper(repository, settings)
    await keeper.seal()
    assert keeper.key_file.stat().st_mode & 0o777 == 0o600
    keeper.key_file.chmod(0o644)
    await repository.note(asker(GP), "read")
    with pytest.raises(SealKeyError):
        await keeper.seal()


async def test_a_dump_restored_where_transactions_count_from_less_opens_an_era(
    repository: Repository, keeper: TraceKeeper, tamper: Tamper
) -> None:
    tamper("DELETE FROM trace_link", "DELETE FROM trace_seal")
    tamper(
        "UPDATE trace SET written_in = (written_in::text::bigint + 1000000000)::text::xid8"
    )  # as if restored
    assert tamper("SELECT trace_open_era()") == [(2,)]
    keeper.file.path.unlink()
    await repository.note(asker(GP), "read")
    assert await keeper.link_all() == LINES + 1
    assert (await keeper.verify()).findings == []
    assert tamper("SELECT trace_open_era()") == [(2,)]

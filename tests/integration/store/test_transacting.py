"""Transactions that look before they write: retries from a clean state, races, and nothing half done."""

import asyncio
from typing import Any

import psycopg
import pytest

from cordee.fhir.search import Query, parse_query
from cordee.kernel.errors import CordeeError, UnavailableError
from cordee.store import Repository, Transaction
from cordee.store.errors import AlreadyExistsError, ContendedError
from cordee.store.retrying import ATTEMPTS_MAX
from tests.integration.store.people import GP, OUTSIDER, asker, weight
from tests.platform import PLATFORM

NAME = "Observation?code=29463-7"


def query() -> Query:
    return parse_query("Observation", [("code", "29463-7")])


def observation(id_: str, value: str = "62.10") -> Any:
    made = weight(value)
    made.id = id_
    return made


async def versions(repository: Repository, id_: str) -> list[int]:
    page = await repository.history(asker(GP), "Observation", id_, 200)
    return [row.version for row in page.rows]


async def test_what_was_written_is_read_inside_and_gone_after_a_refusal(repository: Repository) -> None:
    async def write_and_fail(transaction: Transaction, inside: Repository) -> None:
        unit = transaction.unit()
        unit.create(observation("w"))
        await transaction.flush(unit)
        assert (await inside.read(asker(GP), "Observation", "w")).version == 1
        assert await transaction.matching(query(), 2, to_write=False) == ["w"]
        raise KeyError("stop")

    with pytest.raises(KeyError):
        await repository.transact(asker(GP), write_and_fail)

    async with repository.database.connection(PLATFORM) as connection:
        row = await (await connection.execute("SELECT count(*) FROM resource WHERE id = 'w'")).fetchone()
    assert row == (0,)


async def test_a_deadlock_starts_again_from_a_clean_state(repository: Repository) -> None:
    async with repository.writing(asker(GP)) as unit:
        unit.create(observation("a"))
        unit.create(observation("b"))
    has_locked, seen = asyncio.Event(), list[tuple[int, int]]()

    async def second_first(transaction: Transaction, _inside: Repository) -> list[str]:
        seen.append((len(transaction.units), len(transaction.flushes)))
        await transaction.current("Observation", "b")
        has_locked.set()
        await asyncio.sleep(0.05)
        unit = transaction.unit()
        unit.put(observation("a", "70"))
        return [one.outcome for one in await transaction.flush(unit)]

    async def in_the_way() -> None:
        async with await psycopg.AsyncConnection.connect(repository.database.url) as connection:
            await connection.execute("SET deadlock_timeout = '20s'")  # the other one is found, and loses
            await connection.execute("SELECT 1 FROM resource WHERE id = 'a' FOR UPDATE")
            await has_locked.wait()
            await connection.execute("SELECT 1 FROM resource WHERE id = 'b' FOR UPDATE")

    blocking = asyncio.create_task(in_the_way())
    await asyncio.sleep(0.2)
    outcomes = await repository.transact(asker(GP), second_first)
    await blocking

    assert outcomes == ["updated"]
    assert seen == [(0, 0), (0, 0)]
    assert await versions(repository, "a") == [2, 1]


async def test_serialization_failures_are_tried_again_and_given_up_after_a_while(
    repository: Repository,
) -> None:
    attempts = 0

    async def fails(transaction: Transaction, _inside: Repository) -> str:
        nonlocal attempts
        attempts += 1
        unit = transaction.unit()
        unit.create(observation(f"attempt-{attempts}"))
        await transaction.flush(unit)
        if attempts < succeeds_at:
            raise psycopg.errors.SerializationFailure("as PostgreSQL would")
        return "stored"

    succeeds_at = 3
    assert await repository.transact(asker(GP), fails) == "stored"
    attempts, succeeds_at = 10, 10 + ATTEMPTS_MAX + 1
    with pytest.raises(ContendedError):
        await repository.transact(asker(GP), fails)

    assert attempts == 10 + ATTEMPTS_MAX
    async with repository.database.connection(PLATFORM) as connection:
        rows = await (
            await connection.execute("SELECT id FROM resource WHERE id LIKE 'attempt-%'")
        ).fetchall()
    assert rows == [("attempt-3",)]


async def test_real_serialization_failures_leave_no_lost_write(repository: Repository) -> None:
    """Under REPEATABLE READ, set by an operator, two writers of one row fail where they would have waited."""
    async with repository.writing(asker(GP)) as unit:
        unit.create(observation("w"))
    async with repository.database.connection(PLATFORM) as connection:
        await connection.execute("SET default_transaction_isolation = 'repeatable read'")
    clones = [Repository(repository.database) for _ in range(2)]

    async def change(number: int) -> None:
        async def attempt(transaction: Transaction, _inside: Repository) -> None:
            current = await transaction.current("Observation", "w")
            assert current is not None
            await asyncio.sleep(0.005)
            unit = transaction.unit()
            unit.update(observation("w", str(100 + number)), expected_version=current.version)
            await transaction.flush(unit)

        await clones[number % 2].transact(asker(GP), attempt)

    await asyncio.gather(*(change(number) for number in range(4)))
    assert await versions(repository, "w") == [5, 4, 3, 2, 1]


async def test_puts_of_one_new_id_at_once_all_succeed_in_a_row(repository: Repository) -> None:
    async def put(number: int) -> str:
        async with repository.writing(asker(GP)) as unit:
            unit.put(observation("w", str(60 + number)))
        return unit.results[0].outcome

    outcomes = await asyncio.gather(*(put(number) for number in range(8)))

    assert sorted(outcomes) == ["created"] + ["updated"] * 7
    assert await versions(repository, "w") == list(range(8, 0, -1))


async def test_creates_of_one_id_at_once_give_one(repository: Repository) -> None:
    async def create() -> str:
        try:
            async with repository.writing(asker(GP)) as unit:
                unit.create(observation("w"))
        except AlreadyExistsError:
            return "told"
        return "stored"

    assert sorted(await asyncio.gather(*(create() for _ in range(8)))) == ["stored"] + ["told"] * 7
    assert await versions(repository, "w") == [1]


async def test_what_matches_is_locked_and_still_matches(repository: Repository) -> None:
    async with repository.writing(asker(GP)) as unit:
        unit.create(observation("w"))
    is_matched, is_written = asyncio.Event(), asyncio.Event()

    async def matches(transaction: Transaction, _inside: Repository) -> bool:
        assert await transaction.matching(query(), 2, to_write=True) == ["w"]
        is_matched.set()
        await asyncio.sleep(0.05)
        return is_written.is_set()

    async def deletes() -> None:
        await is_matched.wait()
        async with repository.writing(asker(GP)) as unit:
            unit.delete("Observation", "w")
        is_written.set()

    was_written, _ = await asyncio.gather(repository.transact(asker(GP), matches), deletes())
    assert not was_written
    assert is_written.is_set()


async def test_names_held_by_one_make_the_other_wait_and_then_see(repository: Repository) -> None:
    async def create_unless_there(transaction: Transaction, _inside: Repository) -> bool:
        await transaction.hold([NAME, "z", "a"])
        if await transaction.matching(query(), 2, to_write=False):
            return False
        await asyncio.sleep(0.01)
        unit = transaction.unit()
        unit.create(weight())
        await transaction.flush(unit)
        return True

    made = await asyncio.gather(*(repository.transact(asker(GP), create_unless_there) for _ in range(10)))
    assert sorted(made) == [False] * 9 + [True]


async def test_a_caller_that_goes_away_leaves_all_or_nothing(repository: Repository) -> None:
    async def slow(transaction: Transaction, _inside: Repository) -> None:
        for id_ in (f"{number}-a", f"{number}-b"):
            unit = transaction.unit()
            unit.create(observation(id_))
            await transaction.flush(unit)

    for number in range(30):
        task = asyncio.create_task(repository.transact(asker(GP), slow))
        await asyncio.sleep(number * 0.0005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with repository.database.connection(PLATFORM) as connection:
        rows = await (
            await connection.execute(
                "SELECT count(*) FROM resource WHERE id ~ '^[0-9]+-[ab]$' GROUP BY split_part(id, '-', 1)"
            )
        ).fetchall()
    assert {row[0] for row in rows} <= {2}


async def test_a_statement_that_failed_unseen_is_never_told_as_stored(repository: Repository) -> None:
    async def hides(transaction: Transaction, inside: Repository) -> str:
        unit = transaction.unit()
        unit.create(observation("w"))
        await transaction.flush(unit)
        async with inside.database.connection(PLATFORM) as connection:
            try:
                await connection.execute("SELECT 1 / 0")
            except psycopg.Error:
                return "all well"
        return "not reached"

    with pytest.raises(UnavailableError):
        await repository.transact(asker(GP), hides)
    async with repository.database.connection(PLATFORM) as connection:
        row = await (await connection.execute("SELECT count(*) FROM resource WHERE id = 'w'")).fetchone()
    assert row == (0,)


async def test_what_is_refused_inside_is_traced(repository: Repository) -> None:
    async def creates(transaction: Transaction, _inside: Repository) -> None:
        unit = transaction.unit()
        unit.create(observation("w"))
        await transaction.flush(unit)

    with pytest.raises(CordeeError):
        await repository.transact(asker(OUTSIDER), creates)

    lines = await repository.trace_of(asker(GP), "jeanne")
    assert ("create", "refused", OUTSIDER.who) in [(line.action, line.outcome, line.who) for line in lines]

"""Two who write at the same moment, one of whom decides who sees what the other writes: the later waits. ADR 0045."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from cordee.care.consent.shape import Evidence, Recipient, refusal
from cordee.fhir import decode, systems
from cordee.fhir.r4 import Coding, Meta
from cordee.store import Asker, Repository, Transaction, system_asker
from tests.integration.store.people import GP, NURSE, OUTSIDER, SOCIAL, asker, note, patient
from tests.integration.store.test_requested import file, request

SYSTEM = system_asker("test")
WAIT_SECONDS = 20
ABOUT = {"reference": "Patient/jeanne"}
_WAITERS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND %s = ANY(pg_blocking_pids(pid))"

Write = tuple[Asker, Any]


def _made(type_: str, id_: str, **elements: Any) -> Any:
    return decode(json.dumps({"resourceType": type_, "id": id_, **elements}).encode(), type_)


async def _one_while_the_other(store: Repository, first: Write, second: Write) -> None:
    """Write one thing, and begin to write another before the first is committed, from another connection."""
    later: list[asyncio.Task[None]] = []

    async def write(who: Asker, resource: Any) -> None:
        async with store.writing(who) as unit:
            unit.put(resource)

    async def write_and_look(transaction: Transaction, inside: Repository) -> None:
        unit = transaction.unit()
        unit.put(first[1])
        await transaction.flush(unit)
        later.append(asyncio.create_task(write(*second)))
        async with inside.database.connection() as connection:
            await _until_held_up(store, connection.info.backend_pid, later[-1])

    await store.transact(first[0], write_and_look)
    assert len(later) == 1, "written at the first attempt"
    await later[0]


async def _until_held_up(store: Repository, pid: int, later: asyncio.Task[None]) -> None:
    """Return once somebody waits for a lock that a connection holds, or has done without."""
    async with (
        asyncio.timeout(WAIT_SECONDS),
        await psycopg.AsyncConnection.connect(store.database.url, autocommit=True) as looking,
    ):
        while not later.done():
            if await (await looking.execute(_WAITERS, (pid,))).fetchone() != (0,):
                return


async def _seen(store: Repository, who: Asker, references: Sequence[str]) -> set[str]:
    return set(await store.read_many(who, list(references)))


@pytest.mark.parametrize("is_narrowed_first", [True, False])
async def test_note_narrowed_while_a_task_is_made_of_it_hides_the_task(
    repository: Repository, is_narrowed_first: bool
) -> None:
    async with repository.writing(asker(GP)) as unit:
        unit.create(note("note"))
    hidden = note("note")
    hidden.meta = Meta(security=[Coding(system=systems.VISIBILITY, code="MASQUE_PSOCIAL")])
    task = _made(
        "Task", "todo", status="requested", intent="order", reasonReference={"reference": "DocumentReference/note"},
        **{"for": ABOUT},
    )  # fmt: skip
    writes: list[Write] = [(asker(GP), hidden), (asker(NURSE), task)]
    await _one_while_the_other(repository, *(writes if is_narrowed_first else reversed(writes)))
    both = ["DocumentReference/note", "Task/todo"]
    assert await _seen(repository, asker(NURSE), both) == set(both)
    assert await _seen(repository, asker(SOCIAL), both) == set()


@pytest.mark.parametrize("is_refused_first", [True, False])
async def test_goal_refused_while_a_document_is_written_of_it_refuses_the_document(
    repository: Repository, is_refused_first: bool
) -> None:
    goal = _made("Goal", "out", lifecycleStatus="active", description={"text": "Sortir"}, subject=ABOUT)
    async with repository.writing(SYSTEM) as unit:
        unit.create(goal)
    evidence = Evidence(
        agreed_by="Patient/jeanne", collected_by=GP.who, at=datetime.now(UTC) - timedelta(minutes=1), how="oral",
        notice="urn:cordee:information-notice:test:1",
    )  # fmt: skip
    deny = refusal("jeanne", [Recipient(reference=NURSE.who)], evidence, documents=["Goal/out"])
    deny.id = "no-goal"
    telling = _made(
        "Composition", "telling", status="final", date="2026-11-20", title="Plan", subject=ABOUT,
        type={"text": "Plan"}, author=[{"display": "DAC"}], section=[{"entry": [{"reference": "Goal/out"}]}],
    )  # fmt: skip
    writes: list[Write] = [(SYSTEM, deny), (SYSTEM, telling)]
    await _one_while_the_other(repository, *(writes if is_refused_first else reversed(writes)))
    both = ["Goal/out", "Composition/telling"]
    assert await _seen(repository, asker(GP), both) == set(both)
    assert await _seen(repository, asker(NURSE), both) == set()


@pytest.mark.parametrize("is_readdressed_first", [True, False])
async def test_file_put_beside_a_request_while_another_asks_it_is_theirs(
    repository: Repository, is_readdressed_first: bool
) -> None:
    async with repository.writing(SYSTEM) as unit:
        unit.create(patient("paul", "Petit"))
        unit.create(request("asked", OUTSIDER.who))
    writes: list[Write] = [(SYSTEM, request("asked", NURSE.who)), (SYSTEM, file("asked"))]
    await _one_while_the_other(repository, *(writes if is_readdressed_first else reversed(writes)))
    both = ["ServiceRequest/asked", "DocumentReference/asked"]
    assert await _seen(repository, asker(NURSE), both) == set(both)
    assert await _seen(repository, asker(OUTSIDER), both) == set()

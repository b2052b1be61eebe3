"""Subscriptions with the real server and the real worker: killed, restarted, and nothing lost or out of order."""

import asyncio
import contextlib
import os
import signal
import subprocess
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, migrate, system_asker
from cordee.store.embedded import EmbeddedServer
from tests.acceptance.running import cordee, free_port, wait_until
from tests.integration.exchange.subscriptions.receiver import receiving
from tests.integration.store.people import GP, NURSE, OUTSIDER, asker, member, patient, team, weight
from tests.integration.store.subscriptions.asking import subscription

WAIT_S = 30.0


@contextlib.contextmanager
def running(url: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Cordée on a database for the time of the block."""
    process = subprocess.Popen(
        cordee(*command),
        env={**os.environ, "CORDEE_DATABASE_URL": url, "CORDEE_SUBSCRIPTION_PRIVATE": "1"},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def until(condition: Any, what: str) -> None:
    """Return once a condition holds."""
    async with asyncio.timeout(WAIT_S):
        while not condition():
            await asyncio.sleep(0.02)
    assert condition(), what


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """Jeanne's record and accounts."""
    repository = Repository(database)
    await fill(repository)
    yield repository
    await repository.close()


async def fill(repository: Repository) -> Gate:
    """Store Jeanne's record and accounts."""
    async with repository.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    gate = Gate(repository, Settings(data_dir=Path("unused")))
    for person in (GP, NURSE, OUTSIDER):
        await gate.save_account(person)
    return gate


async def write(repository: Repository, resource: Any) -> str:
    """Store a resource as the GP."""
    async with repository.writing(asker(GP)) as unit:
        return unit.create(resource)


async def test_worker_killed_while_the_receiver_answers_says_it_again_under_the_same_number(
    store: Repository, database_url: str
) -> None:
    async with receiving() as receiver:
        await write(store, subscription(endpoint=receiver.url))
        with running(database_url, "worker") as worker:
            await until(lambda: receiver.told, "handshake")
            receiver.silent = True
            for _ in range(3):
                await write(store, weight())
            await until(receiver.events, "first event, not answered")
            worker.kill()
            worker.wait()
        receiver.silent = False
        with running(database_url, "worker"):
            await until(lambda: receiver.events()[-1].number == 3, "all events")

    assert [event.number for event in receiver.events()] == [1, 1, 2, 3]
    keys = {event.headers["idempotency-key"] for event in receiver.events()}
    assert len(keys) == 3


async def test_worker_killed_again_and_again_loses_nothing_and_keeps_the_order(
    store: Repository, database_url: str
) -> None:
    async with receiving() as receiver:
        await write(store, subscription(endpoint=receiver.url))
        for round_ in range(3):
            with running(database_url, "worker") as worker:
                await until(lambda: receiver.told, "handshake")
                for _ in range(20):
                    await write(store, weight())
                wanted = round_ * 20 + 5
                await until(
                    lambda wanted=wanted: receiver.events() and receiver.events()[-1].number >= wanted,
                    "some events",
                )
                worker.kill()
                worker.wait()
        with running(database_url, "worker"):
            await until(lambda: receiver.events()[-1].number == 60, "all events")

    numbers = [event.number for event in receiver.events()]
    assert numbers == sorted(numbers)
    assert sorted(set(numbers)) == list(range(1, 61))


async def test_database_restarted_while_the_worker_runs_loses_nothing(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "data", throwaway=True)
    server.start()
    url = server.url("postgres")
    await migrate(url)
    async with receiving() as receiver:
        with running(url, "worker"):
            async with _opened(url) as repository:
                await fill(repository)
                await write(repository, subscription(endpoint=receiver.url))
                await write(repository, weight())
                await until(receiver.events, "first event")
            server.stop()
            server = EmbeddedServer(tmp_path / "data", throwaway=True)
            server.start()
            try:
                async with _opened(server.url("postgres")) as repository:
                    await write(repository, weight())
                    await until(lambda: receiver.events()[-1].number == 2, "second event")
            finally:
                server.stop()

    numbers = [event.number for event in receiver.events()]
    assert numbers in ([1, 2], [1, 1, 2])  # said again when the answer came and could not be noted


@contextlib.asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Repository]:
    database = Database(url, 3)
    await database.open()
    repository = Repository(database)
    try:
        yield repository
    finally:
        await repository.close()
        await database.close()


@pytest.fixture
def server(database_url: str) -> Iterator[int]:
    """A server's port, a worker beside it."""
    port = free_port()

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    with running(database_url, "serve", "--port", str(port)), running(database_url, "worker"):
        wait_until(answers, "the server answers")
        yield port


async def _heard(socket: ClientConnection, count: int) -> list[str]:
    async with asyncio.timeout(WAIT_S):
        return [str(await socket.recv()) for _ in range(count)]


async def test_socket_hears_a_ping_for_each_event_missed_ones_first(
    store: Repository, database_url: str, server: int
) -> None:
    token = await Gate(store, Settings(data_dir=Path("unused"))).create_token("gp", "test", 1)
    id_ = await write(store, subscription(kind="websocket", endpoint=None))
    await write(store, weight())
    url = f"ws://127.0.0.1:{server}/fhir/ws"
    async with connect(url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        await socket.send(f"bind {id_}")
        assert await _heard(socket, 2) == [f"bound {id_}", f"ping {id_}"]
        await write(store, weight())
        assert await _heard(socket, 1) == [f"ping {id_}"]
    await write(store, weight())
    async with connect(url) as socket, connect(url) as other:
        for one in (socket, other):
            await one.send(f"token {token}")
            await one.send(f"bind {id_}")
        assert await _heard(socket, 2) == [f"bound {id_}", f"ping {id_}"]
        assert (await _heard(other, 1)) == [f"bound {id_}"]


async def test_socket_of_a_member_who_left_hears_nothing(store: Repository, server: int) -> None:
    token = await Gate(store, Settings(data_dir=Path("unused"))).create_token("gp", "test", 1)
    id_ = await write(store, subscription(kind="websocket", endpoint=None, criteria="Observation"))
    async with connect(f"ws://127.0.0.1:{server}/fhir/ws") as socket:
        await socket.send(f"token {token}")
        await socket.send(f"bind {id_}")
        assert await _heard(socket, 1) == [f"bound {id_}"]
        async with store.writing(system_asker("test")) as unit:
            unit.update(team("jeanne", member(NURSE.who)))
        async with store.writing(asker(NURSE)) as unit:
            unit.create(weight())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await socket.recv()


async def test_socket_without_a_valid_token_is_closed_and_others_subscriptions_are_not_found(
    store: Repository, server: int
) -> None:
    id_ = await write(store, subscription(kind="websocket", endpoint=None))
    token = await Gate(store, Settings(data_dir=Path("unused"))).create_token("outsider", "test", 1)
    url = f"ws://127.0.0.1:{server}/fhir/ws"
    async with connect(url) as socket:
        await socket.send(f"bind {id_}")
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    async with connect(url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        await socket.send(f"bind {id_}")
        assert await _heard(socket, 1) == [f"error {id_} not-found"]


@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_socket_that_sends_bytes_is_closed(store: Repository, server: int, is_signed_in: bool) -> None:
    token = await Gate(store, Settings(data_dir=Path("unused"))).create_token("gp", "test", 1)
    async with connect(f"ws://127.0.0.1:{server}/fhir/ws") as socket:
        if is_signed_in:
            await socket.send(f"token {token}")
        await socket.send(b"\x00bind")
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1003


def test_commands_list_what_was_given_up_and_replay_it(database_url: str) -> None:
    async def prepare() -> str:
        async with _opened(database_url) as repository, receiving() as receiver:
            await fill(repository)
            return await write(repository, subscription(endpoint=receiver.url))

    id_ = asyncio.run(prepare())
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO subscription_dead SELECT key, 7, 'Observation', 'o', 1, now(), now(), 'why' FROM subscription"
        )
    environment = {**os.environ, "CORDEE_DATABASE_URL": database_url}

    def said(*command: str) -> tuple[int, str]:
        done = subprocess.run(
            cordee("subscriptions", *command), env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    assert said("list")[1].split("\t")[:4] == [id_, "requested", "rest-hook", "gp"]
    assert "\t7\tObservation/o\t1\t" in said("dead", id_)[1]
    assert said("replay", id_) == (0, "")
    assert said("dead") == (0, "")
    assert said("replay", id_)[0] == 1

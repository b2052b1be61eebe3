"""What a write leaves for subscriptions, and whose a Subscription is."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from cordee.fhir.subscription import UnsupportedSubscriptionError
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Database, Repository, system_asker
from cordee.store.errors import TooManySubscriptionsError
from tests.integration.store.people import GP, NURSE, asker, patient, team, weight
from tests.integration.store.subscriptions.asking import subscription
from tests.platform import PLATFORM


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """A repository with Jeanne's record."""
    opened = Repository(database)
    async with opened.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    yield opened
    await opened.close()


async def rows(store: Repository, text: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds."""
    async with store.database.connection(PLATFORM) as connection:
        return await (await connection.execute(text.encode())).fetchall()


async def ask(store: Repository, **said: Any) -> str:
    """Store a Subscription of the GP."""
    async with store.writing(asker(GP)) as unit:
        return unit.create(subscription(**said))


async def test_write_without_subscription_leaves_no_event(store: Repository) -> None:
    async with store.writing(asker(GP)) as unit:
        unit.create(weight())

    assert await rows(store, "SELECT * FROM subscription_event") == []


async def test_write_of_a_watched_type_leaves_one_event(store: Repository) -> None:
    await ask(store)
    await ask(store)

    async with store.writing(asker(GP)) as unit:
        id_ = unit.create(weight())

    assert await rows(store, "SELECT type, id, version FROM subscription_event") == [("Observation", id_, 1)]


async def test_write_refused_leaves_no_event(store: Repository) -> None:
    await ask(store)

    with pytest.raises(ForbiddenError):
        async with store.writing(asker(GP)) as unit:
            unit.create(weight(patient_id="stranger"))

    assert await rows(store, "SELECT * FROM subscription_event") == []


async def test_subscription_turned_off_or_deleted_leaves_no_event(store: Repository) -> None:
    first, second = await ask(store), await ask(store)
    off = subscription(status="off")
    off.id = first
    async with store.writing(asker(GP)) as unit:
        unit.update(off)
        unit.delete("Subscription", second)

    async with store.writing(asker(GP)) as unit:
        unit.create(weight())

    assert await rows(store, "SELECT * FROM subscription_event") == []


async def test_status_said_by_a_client_becomes_requested(store: Repository) -> None:
    id_ = await ask(store, status="active")

    stored = await store.read(asker(GP), "Subscription", id_)

    assert stored.resource.status == "requested"
    assert await rows(store, "SELECT id, type, status, account_id FROM subscription") == [
        (id_, "Observation", "requested", "gp")
    ]


async def test_subscription_is_its_writers_alone(store: Repository) -> None:
    id_ = await ask(store)

    with pytest.raises(NotFoundError):
        await store.read(asker(NURSE), "Subscription", id_)
    other = subscription()
    other.id = id_
    with pytest.raises(ForbiddenError):
        async with store.writing(asker(NURSE)) as unit:
            unit.put(other)


@pytest.mark.parametrize(
    "said",
    [
        {"criteria": "Observation?nonsense=1"},
        {"criteria": "Nothing?code=1"},
        {"criteria": "Observation?_count=5"},
        {"criteria": "Observation?code:unknown=1"},
        {"kind": "sms"},
        {"endpoint": "ftp://example.org"},
        {"endpoint": "https://user:secret@example.org/"},
        {"endpoint": "https://:secret@example.org/"},
        {"endpoint": None},
        {"payload": "application/fhir+xml"},
        {"kind": "email", "endpoint": "somebody@example.org"},
        {"kind": "email", "endpoint": "mailto:a@example.org", "payload": "application/fhir+json"},
        {"headers": ["Host: elsewhere"]},
        {"headers": ["Authorization: a\r\nX: b"]},
    ],
)
async def test_subscription_that_cannot_be_honoured_is_refused(
    store: Repository, said: dict[str, Any]
) -> None:
    with pytest.raises(UnsupportedSubscriptionError):
        await ask(store, **said)

    assert await rows(store, "SELECT * FROM subscription") == []


async def test_an_account_watches_a_bounded_number(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cordee.store.subscriptions.derived.WATCHED_MAX", 2)
    first = await ask(store)
    await ask(store)
    with pytest.raises(TooManySubscriptionsError):
        await ask(store)
    async with store.writing(asker(NURSE)) as unit:
        unit.create(subscription())

    off = subscription(status="off")
    off.id = first
    async with store.writing(asker(GP)) as unit:
        unit.update(off)
    await ask(store)
    assert await rows(store, "SELECT count(*) FROM subscription WHERE status <> 'off'") == [(3,)]

"""The rest-hook channel against a real receiver."""

import asyncio
import json

import pytest

from cordee.access import Subscribers
from cordee.fhir.search import Query
from cordee.store import Asker, system_asker
from cordee.store.database import Connection
from cordee.store.subscriptions.matching import Matcher
from tests.integration.exchange.subscriptions.conftest import Village
from tests.integration.exchange.subscriptions.receiver import Receiver
from tests.integration.store.people import GP, NURSE, OUTSIDER, asker, member, note, team, weight

JSON = "application/fhir+json"


async def test_receiver_that_answers_makes_the_subscription_active(
    village: Village, receiver: Receiver
) -> None:
    id_ = await village.ask(endpoint=receiver.url, headers=["Authorization: Bearer abc"])

    await village.tell()

    assert await village.status(id_) == ("active", None)
    (told,) = receiver.told
    assert (told.kind, told.method, told.body) == ("handshake", "POST", b"")
    assert told.headers["x-cordee-subscription"] == id_
    assert told.headers["authorization"] == "Bearer abc"


async def test_event_without_payload_is_an_empty_post(village: Village, receiver: Receiver) -> None:
    id_ = await village.ask(endpoint=receiver.url)
    await village.tell()
    await village.write(weight())

    await village.tell()

    (event,) = receiver.events()
    assert (event.method, event.path, event.body, event.number) == ("POST", "/hook", b"", 1)
    assert event.headers["idempotency-key"] == f"{id_}.1"


async def test_event_with_payload_puts_the_resource_as_stored(village: Village, receiver: Receiver) -> None:
    await village.ask(endpoint=receiver.url, payload=JSON)
    observation = await village.write(weight("64.30"))

    await village.tell()

    (event,) = receiver.events()
    assert (event.method, event.path) == ("PUT", f"/hook/Observation/{observation}")
    stored = await village.repository.read(asker(GP), "Observation", observation)
    assert event.body == stored.content
    traced = await village.run("SELECT who, type, id, patient_id FROM trace WHERE action = 'notify'")
    assert traced == [(GP.who, "Observation", observation, "jeanne")]


async def test_event_written_before_the_handshake_is_not_missed(village: Village, receiver: Receiver) -> None:
    receiver.status = 503
    await village.ask(endpoint=receiver.url)
    await village.tell()
    await village.write(weight())
    receiver.status = 200
    await village.retry_now()

    await village.tell()

    assert [one.kind for one in receiver.told] == ["handshake", "handshake", "event"]


async def test_event_written_before_the_subscription_is_not_told(
    village: Village, receiver: Receiver
) -> None:
    await village.ask(criteria="Observation?code=nothing", endpoint=receiver.url)
    await village.write(weight())
    await village.ask(endpoint=receiver.url)

    await village.tell()

    assert receiver.events() == []


async def test_what_does_not_match_is_not_told(village: Village, receiver: Receiver) -> None:
    await village.ask(criteria="Observation?code=http://loinc.org|8867-4", endpoint=receiver.url)
    await village.write(weight())

    await village.tell()

    assert receiver.events() == []


async def test_stranger_hears_nothing_of_a_record(village: Village, receiver: Receiver) -> None:
    await village.ask(OUTSIDER, criteria="Observation", endpoint=receiver.url)
    await village.write(weight())

    await village.tell()

    assert receiver.events() == []
    assert await village.run("SELECT last_number FROM subscription") == [(0,)]


async def test_entry_hidden_from_the_subscriber_is_not_told(village: Village, receiver: Receiver) -> None:
    await village.ask(NURSE, criteria="DocumentReference", endpoint=receiver.url)
    await village.write(note("hidden", "MASQUE_PS"))
    await village.write(note("open"))

    await village.tell()

    assert len(receiver.events()) == 1


async def test_member_who_left_between_match_and_delivery_hears_nothing(
    village: Village, receiver: Receiver
) -> None:
    id_ = await village.ask(endpoint=receiver.url, payload=JSON)
    await village.tell()
    receiver.status = 500
    await village.write(weight())
    await village.tell()
    assert len(receiver.events()) == 1  # tried, refused
    async with village.repository.writing(system_asker("test")) as unit:
        unit.update(team("jeanne", member(NURSE.who)))
    receiver.status = 200
    receiver.told.clear()
    await village.retry_now()

    await village.tell()

    assert receiver.told == []
    assert await village.run("SELECT withheld, sent FROM subscription_state") == [(1, 0)]
    assert await village.status(id_) == ("active", None)


async def test_account_that_is_gone_hears_nothing(village: Village, receiver: Receiver) -> None:
    await village.ask(endpoint=receiver.url)
    await village.tell()
    await village.run("DELETE FROM account WHERE id = 'gp'")
    await village.write(weight())

    await village.tell()

    assert receiver.events() == []


async def test_failure_keeps_the_order_and_loses_nothing(village: Village, receiver: Receiver) -> None:
    await village.ask(endpoint=receiver.url, payload=JSON)
    await village.tell()
    receiver.status = 500
    written = [await village.write(weight(f"6{n}.00")) for n in range(3)]
    await village.tell()
    assert [event.number for event in receiver.events()] == [1]
    waiting = "SELECT attempts, error FROM subscription_state"
    assert await village.run(waiting) == [(1, "The receiver answers 500.")]
    receiver.status = 204
    receiver.told.clear()
    await village.retry_now()

    await village.tell()

    assert [(event.number, json.loads(event.body)["id"]) for event in receiver.events()] == [
        (n + 1, id_) for n, id_ in enumerate(written)
    ]
    assert await village.run("SELECT attempts, sent, sent_number FROM subscription_state") == [(0, 3, 3)]


async def test_receiver_that_is_away_is_tried_again(village: Village) -> None:
    id_ = await village.ask(endpoint="http://127.0.0.1:9/")

    await village.tell()

    assert await village.status(id_) == ("requested", None)
    assert await village.run("SELECT attempts, error FROM subscription_state") == [
        (1, "The receiver cannot be reached.")
    ]


async def test_handshake_that_never_succeeds_ends_in_error(village: Village, receiver: Receiver) -> None:
    receiver.status = 404
    id_ = await village.ask(endpoint=receiver.url)

    for _ in range(9):
        await village.tell()
        await village.retry_now()

    assert await village.status(id_) == ("error", "The receiver answers 404.")
    assert len(receiver.told) == 8


async def test_receiver_that_answers_410_ends_in_error_and_what_waited_can_be_replayed(
    village: Village, receiver: Receiver
) -> None:
    id_ = await village.ask(endpoint=receiver.url)
    await village.tell()
    receiver.status = 410
    await village.write(weight())
    await village.tell()
    await village.tell()
    assert await village.status(id_) == ("error", "The receiver answers 410.")
    assert await village.run("SELECT number, reason FROM subscription_dead") == [
        (1, "the subscription is in error")
    ]


async def test_event_that_fails_for_too_long_is_given_up_and_the_next_one_goes_on(
    village: Village, receiver: Receiver
) -> None:
    await village.ask(endpoint=receiver.url)
    await village.tell()
    receiver.status = 500
    await village.write(weight())
    await village.tell()
    await village.run("UPDATE subscription_delivery SET at = now() - interval '4 days'")
    await village.retry_now()
    await village.tell()
    assert await village.run("SELECT number, reason FROM subscription_dead") == [
        (1, "The receiver answers 500.")
    ]
    receiver.status = 200
    receiver.told.clear()
    await village.write(weight())
    await village.retry_now()

    await village.tell()

    assert [event.number for event in receiver.events()] == [2]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"subscription_private": False}, "Only https is allowed."),
        ({"subscription_hosts": "example.org"}, "This host is not in CORDEE_SUBSCRIPTION_HOSTS."),
    ],
)
async def test_address_not_allowed_ends_in_error_unheard(
    village: Village, receiver: Receiver, settings: dict[str, object], reason: str
) -> None:
    id_ = await village.ask(endpoint=receiver.url)

    await village.tell(**settings)

    assert await village.status(id_) == ("error", reason)
    assert receiver.told == []


async def test_private_address_behind_https_is_refused(village: Village) -> None:
    id_ = await village.ask(endpoint="https://localhost/hook")

    await village.tell(subscription_private=False)

    status, error = await village.status(id_)
    assert status == "error"
    assert error is not None
    assert "private address" in error


async def test_silence_is_broken_by_a_heartbeat(village: Village, receiver: Receiver) -> None:
    await village.ask(endpoint=receiver.url)
    await village.tell()
    await village.run("UPDATE subscription_state SET spoke_at = now() - interval '2 minutes'")

    await village.tell(subscription_heartbeat_minutes=1)

    assert [one.kind for one in receiver.told] == ["handshake", "heartbeat"]


async def test_subscription_past_its_end_is_turned_off(village: Village, receiver: Receiver) -> None:
    id_ = await village.ask(endpoint=receiver.url)
    await village.run("UPDATE subscription SET ends_at = now() - interval '1 minute'")

    await village.tell()

    assert (await village.status(id_))[0] == "off"


async def test_two_workers_at_once_tell_each_event_once(village: Village, receiver: Receiver) -> None:
    await village.ask(endpoint=receiver.url)
    await village.tell()
    for _ in range(5):
        await village.write(weight())

    await asyncio.gather(village.tell(), village.tell(), village.tell())
    await village.tell()

    assert [event.number for event in receiver.events()] == [1, 2, 3, 4, 5]


async def test_batch_larger_than_one_transaction_keeps_its_order(
    village: Village, receiver: Receiver
) -> None:
    await village.ask(endpoint=receiver.url)
    await village.tell()
    async with village.repository.writing(asker(GP)) as unit:
        for _ in range(450):
            unit.create(weight())

    await village.tell()

    assert [event.number for event in receiver.events()] == list(range(1, 451))


async def test_a_search_the_database_cannot_run_stops_no_other(village: Village, receiver: Receiver) -> None:
    stuck = await village.ask(NURSE, endpoint=receiver.url)
    await village.ask(GP, endpoint=receiver.url)
    subscribers = Subscribers(village.repository)

    async def find(connection: Connection, asked_by: Asker, query: Query, limit: int) -> list[str]:
        if asked_by.who == NURSE.who:
            await connection.execute("SELECT 1 / 0")
        return await village.repository.matching_ids(connection, asked_by, query, limit)

    subscribers.matcher = Matcher(village.repository.database, find, subscribers._askers)
    await village.write(weight())

    assert await subscribers.matcher.match() == 1
    assert await village.run("SELECT count(*) FROM subscription_delivery") == [(1,)]
    await village.tell()
    assert (await village.status(stuck, NURSE))[1] == "The search cannot be run."

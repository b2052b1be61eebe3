"""Tokens of one patient, where something is of no record: letters, their files, groups, Subscriptions.

Behind each wall alone: what is of no record tells of other people.
"""

import msgspec
import pytest

from cordee.access import Door
from cordee.access.policy import policy_of
from cordee.fhir.r4 import (
    Communication,
    Group,
    HealthcareService,
    Reference,
    Subscription,
    SubscriptionChannel,
)
from cordee.fhir.search import parse_query
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Repository, system_asker
from cordee.store.current import lock
from tests.integration.care.village import GP, JEANNE, NURSE, actor, door
from tests.integration.store import test_letters
from tests.integration.store.test_letter_files import WAYS, file, joining, send, store, walls, ways_to
from tests.integration.store.test_letters import EVERY_WAY, letter

__all__ = ["store", "walls"]
SYSTEM = system_asker("test")
OF_NO_RECORD = [
    ("Communication", "letter"), ("Binary", "file"), ("Group", "group"), ("Subscription", "watching"),
]  # fmt: skip


def narrowed(store: Repository, who: str = NURSE, account: str = "grant:1", **limits: object) -> Door:
    """Return the door of a token somebody gave for Jeanne's record alone."""
    found = actor(who)
    limits = {"only_patient": JEANNE, "account": account} | limits
    return Door(store, msgspec.structs.replace(policy_of(found, "care"), **limits), found)


def watching(id_: str, patient_id: str = "other") -> Subscription:
    return Subscription(
        id=id_, status="requested", reason="essai", criteria=f"Observation?patient={patient_id}",
        channel=SubscriptionChannel(type="websocket"),
    )  # fmt: skip


@pytest.fixture
async def written(store: Repository) -> None:
    """A letter to the nurse with its file, a group and a Subscription of theirs: of no record."""
    await send(door(store, GP), letter(GP, NURSE), file("file", "Communication/letter"))
    async with door(store, NURSE).writing() as unit:
        unit.create(Group(id="group", type="person", actual=True))
        unit.create(watching("watching"))


@pytest.mark.usefixtures("walls", "written")
async def test_token_of_one_patient_reads_nothing_that_is_of_no_record(store: Repository) -> None:
    whole = door(store, NURSE)
    assert (await ways_to(whole), await test_letters.ways_to(whole)) == (WAYS, EVERY_WAY)
    for types in (None, frozenset({"Binary"}), frozenset({"Communication", "Subscription"})):
        only = narrowed(store, only_types=types)
        assert (await ways_to(only), await test_letters.ways_to(only)) == (set(), set())
    only = narrowed(store)
    for type_, id_ in OF_NO_RECORD:
        assert (await whole.read(type_, id_)).id == id_
        for read in (only.read(type_, id_), only.history(type_, id_)):
            with pytest.raises(NotFoundError):
                await read
        assert (await only.search(parse_query(type_, []))).rows == []
    assert (await only.letters.threads()).rows == ()
    with pytest.raises(NotFoundError):
        await only.letters.thread("letter")


@pytest.mark.usefixtures("walls", "written")
async def test_token_of_one_patient_is_handed_no_content_of_what_it_would_change(store: Repository) -> None:
    asker = narrowed(store)._asker
    async with store.database.connection(asker) as connection, connection.transaction():
        rows = await lock(connection, asker, OF_NO_RECORD)
    assert {key: (row.content, row.is_visible) for key, row in rows.items()} == dict.fromkeys(
        OF_NO_RECORD, (None, False)
    )


@pytest.mark.usefixtures("walls", "written")
async def test_token_of_one_patient_reads_the_directory_and_its_record(store: Repository) -> None:
    only = narrowed(store)
    assert (await only.read("Patient", JEANNE)).id == JEANNE
    for reference in ("Organization/dac", GP, NURSE):
        assert await only.read_many([reference])
    assert (await only.search(parse_query("PractitionerRole", []))).rows


@pytest.mark.usefixtures("walls", "written")
async def test_token_of_one_patient_keeps_the_subscriptions_written_with_it(store: Repository) -> None:
    only, other = narrowed(store), narrowed(store, account="grant:2")
    async with only.writing() as unit:
        unit.create(watching("own", JEANNE))
    assert (await only.standing("own")).status == "requested"
    found = await only.search(parse_query("Subscription", [("_total", "accurate")]))
    assert ([one.id for one in found.rows], found.total) == (["own"], 1)
    with pytest.raises(NotFoundError):
        await other.read("Subscription", "own")
    own = watching("own", JEANNE)
    own.status = "off"
    for one in (other, only):
        try:
            async with one.writing() as unit:
                unit.update(own)
        except NotFoundError:
            assert one is other
        else:
            assert one is only
    assert len((await only.history("Subscription", "own")).rows) == 2
    assert await door(store, NURSE).read("Subscription", "own")
    async with only.writing() as unit:
        unit.delete("Subscription", "own")


@pytest.mark.usefixtures("written")
async def test_token_of_one_patient_writes_nothing_that_is_of_no_record(store: Repository) -> None:
    async with store.writing(SYSTEM) as unit:
        unit.create(HealthcareService(id="places", providedBy=Reference(reference="Organization/dac")))
    one = letter(NURSE, GP, id_="new")
    only = narrowed(store)
    with pytest.raises(ForbiddenError):
        await send(only, joining(one), file("new-file", "Communication/new"))
    for each in (one, Group(id="new-group", type="person", actual=True), HealthcareService(id="other")):
        with pytest.raises(ForbiddenError):
            async with only.writing() as unit:
                unit.create(each)
    offer = HealthcareService(id="places", comment="2", providedBy=Reference(reference="Organization/dac"))
    changed: list[Communication | Group | Subscription | HealthcareService] = [
        letter(GP, NURSE), Group(id="group", type="person", actual=True), watching("watching", JEANNE), offer,
    ]  # fmt: skip
    for each in changed:
        with pytest.raises((ForbiddenError, NotFoundError)):
            async with only.writing() as unit:
                unit.update(each)
    for type_, id_ in OF_NO_RECORD:
        with pytest.raises(NotFoundError):
            async with only.writing() as unit:
                unit.delete(type_, id_)
    about = letter(NURSE, GP, id_="about")
    about.subject = Reference(reference=f"Patient/{JEANNE}")
    async with only.writing() as unit:  # what is of the record, it writes
        unit.create(about)
        unit.create(file("of-record", f"Patient/{JEANNE}"))

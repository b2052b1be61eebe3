"""What is written to somebody and is of no record: seen by those it names alone, on every way to it."""

from collections.abc import AsyncIterator
from copy import copy
from datetime import timedelta

import pytest

from cordee.access import Door
from cordee.care.elements import fhir_instant
from cordee.care.errors import CareError
from cordee.care.messages.turning import into_note
from cordee.care.messages.writing import answer
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    Communication,
    CommunicationPayload,
    Extension,
    Group,
    Meta,
    Reference,
)
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError
from cordee.store import Database, Repository
from cordee.store.asker import system_asker
from cordee.store.checking.run import check
from cordee.store.errors import ForeignConversationError, MessageOfRecordError, NotItsBeginnerError
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, build, door


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """A repository with Jeanne's record."""
    opened = Repository(database)
    await build(opened)
    yield opened
    await opened.close()


def letter(sender: str, *recipients: str, id_: str = "letter", part_of: str = "") -> Communication:
    """Return a message of no record."""
    return Communication(
        id=id_,
        status="completed",
        category=[CodeableConcept(coding=[Coding(system=systems.MESSAGE, code="message")])],
        partOf=[Reference(reference=f"Communication/{part_of}")] if part_of else None,
        sender=Reference(reference=sender),
        recipient=[Reference(reference=one) for one in recipients],
        sent="2026-11-20T08:00:00Z",
        payload=[CommunicationPayload(contentString="Peux-tu me rappeler ?")],
    )


async def write(opened: Door, one: Communication) -> None:
    """Store a message as somebody."""
    async with opened.writing() as unit:
        unit.create(one)


async def ways_to(opened: Door, id_: str = "letter") -> set[str]:
    """Return the ways by which somebody reaches a message."""
    found = set()
    try:
        await opened.read("Communication", id_)
        found.add("read")
        await opened.vread("Communication", id_, 1)
        found.add("vread")
        await opened.history("Communication", id_)
        found.add("history")
    except NotFoundError:
        pass
    if await opened.read_many([f"Communication/{id_}"]):
        found.add("read_many")
    for name, pairs in {
        "search": [],
        "by id": [("_id", id_)],
        "by sender": [("sender", GP)],
        "by recipient": [("recipient", NURSE)],
        "by category": [("category", f"{systems.MESSAGE}|message")],
    }.items():
        page = await opened.search(parse_query("Communication", [*pairs, ("_total", "accurate")]))
        ids = [one.id for one in page.rows]
        assert ids.count(id_) <= 1
        assert page.total == len(ids)
        if id_ in ids:
            found.add(name)
    return found


EVERY_WAY = {
    "read", "vread", "history", "read_many", "search", "by id", "by sender", "by recipient", "by category",
}  # fmt: skip


async def test_letter_of_no_record_is_seen_by_those_it_names_alone(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE))

    assert await ways_to(door(store, GP)) == EVERY_WAY
    assert await ways_to(door(store, NURSE)) == EVERY_WAY
    for other in (SOCIAL, OTHER_NURSE, DAUGHTER, f"Patient/{JEANNE}"):
        assert await ways_to(door(store, other)) == set()


async def test_only_the_sender_changes_a_letter_and_who_receives_it_says_so(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE))
    for who, change in ((NURSE, "payload"), (SOCIAL, "received"), (SOCIAL, "payload")):
        one = letter(GP, NURSE)
        if change == "payload":
            one.payload = [CommunicationPayload(contentString="Non.")]
        else:
            one.received = "2026-11-20T09:00:00Z"
        with pytest.raises(CordeeError):
            async with door(store, who).writing() as unit:
                unit.update(one)
    one = (await door(store, NURSE).read("Communication", "letter")).resource
    one.received = "2026-11-20T09:00:00Z"
    async with door(store, NURSE).writing() as unit:
        unit.update(one)
    async with door(store, GP).writing() as unit:
        unit.delete("Communication", "letter")
    assert await ways_to(door(store, NURSE)) == set()


@pytest.mark.parametrize(
    ("who", "sender"), [(DAUGHTER, DAUGHTER), (f"Patient/{JEANNE}", f"Patient/{JEANNE}"), (NURSE, GP), (NURSE, "")]
)  # fmt: skip
async def test_letter_of_no_record_is_a_professionals_own(store: Repository, who: str, sender: str) -> None:
    one = letter(sender or GP, NURSE)
    if not sender:
        one.sender = None
    with pytest.raises(ForbiddenError):
        await write(door(store, who), one)


async def test_what_is_derived_of_letters_is_what_they_say(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE))
    await write(door(store, NURSE), letter(NURSE, GP, SOCIAL, id_="answer", part_of="letter"))
    async with store.writing(system_asker("test")) as unit:
        one = letter("", SOCIAL, id_="notice")
        one.sender, one.category = (
            None,
            [CodeableConcept(coding=[Coding(system=systems.NOTICE, code="request")])],
        )
        unit.create(one)

    assert [found async for found in check(store.database, repair=False)] == []
    async with store.database.connection() as connection:
        rows = await (
            await connection.execute("SELECT who, thread, is_notice, is_unread FROM addressee ORDER BY 1, 2")
        ).fetchall()
    assert rows == [
        (GP, "letter", False, False), (GP, "letter", False, False), (NURSE, "letter", False, False),
        (NURSE, "letter", False, False), (SOCIAL, "letter", False, False), (SOCIAL, "notice", True, True),
    ]  # fmt: skip
    assert "read" in await ways_to(door(store, SOCIAL), "answer")
    assert await ways_to(door(store, SOCIAL)) == set()


async def test_the_second_wall_says_the_same(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE))
    counts = {}
    for who in (GP, NURSE, SOCIAL):
        asker = door(store, who)._asker
        async with store.database.connection(asker) as connection:
            cursor = await connection.execute("SELECT count(*) FROM resource WHERE id = 'letter'")
            row = await cursor.fetchone()
            counts[who] = row[0] if row else None
    assert counts == {GP: 1, NURSE: 1, SOCIAL: 0}


async def test_stranger_puts_no_message_into_a_conversation(store: Repository) -> None:
    about = Reference(reference=f"Patient/{JEANNE}")
    head = letter(GP, NURSE, id_="head")
    head.subject = about
    await write(door(store, GP), head)
    await write(door(store, GP), letter(GP, NURSE))
    for thread in ("head", "letter"):
        forged = letter(OTHER_NURSE, NURSE, id_=f"forged-{thread}", part_of=thread)
        forged.sent = "2026-11-21T08:00:00Z"
        with pytest.raises(ForeignConversationError):
            await write(door(store, OTHER_NURSE), forged)
        async with store.writing(system_asker("import")) as unit:  # nor does what comes otherwise show there
            unit.create(forged)

    nurse = door(store, NURSE)
    assert {row.thread: row.last.id for row in (await nurse.letters.threads()).rows} == {
        "head": "head", "letter": "letter",
    }  # fmt: skip
    for thread, patient_id in (("head", JEANNE), ("letter", "")):
        rows = (await nurse.letters.thread(thread)).rows
        assert [(one.id, of) for one, of in rows] == [(thread, patient_id)]
    answer_id = await answer(nurse, "head", text="Oui.")
    said = (await nurse.read("Communication", answer_id)).resource
    assert said.subject.reference == about.reference
    assert OTHER_NURSE not in {one.reference for one in said.recipient}


async def test_conversation_is_continued_by_who_is_in_it_alone(store: Repository) -> None:
    moved = letter(OTHER_NURSE, NURSE, id_="moved")
    await write(door(store, OTHER_NURSE), moved)
    await write(door(store, GP), letter(GP, NURSE))
    for thread in ("letter", "nothing"):  # whether there is one or not
        moved.partOf = [Reference(reference=f"Communication/{thread}")]
        with pytest.raises(ForeignConversationError):
            async with door(store, OTHER_NURSE).writing() as unit:
                unit.update(moved)
    with pytest.raises(ForeignConversationError):  # nor by storing something else of that id
        async with door(store, OTHER_NURSE).writing() as unit:
            unit.create(Group(id="letter", type="person", actual=True))
            unit.create(letter(OTHER_NURSE, NURSE, id_="beside", part_of="letter"))
    # whom somebody in it writes to there is in it, and so on
    await write(door(store, NURSE), letter(NURSE, GP, SOCIAL, id_="second", part_of="letter"))
    await write(door(store, SOCIAL), letter(SOCIAL, GP, OTHER_NURSE, id_="third", part_of="letter"))
    await write(door(store, OTHER_NURSE), letter(OTHER_NURSE, GP, id_="fourth", part_of="letter"))
    seen = {
        who: {one.id for one, _ in (await door(store, who).letters.thread("letter")).rows}
        for who in (GP, NURSE, SOCIAL, OTHER_NURSE)
    }
    assert seen == {
        GP: {"letter", "second", "third", "fourth"}, NURSE: {"letter", "second"}, SOCIAL: {"second", "third"},
        OTHER_NURSE: {"third", "fourth"},
    }  # fmt: skip
    async with door(store, GP).writing() as unit:  # begun and continued at once
        unit.create(letter(GP, NURSE, id_="b", part_of="a"))
        unit.create(letter(GP, NURSE, id_="a"))


def word(sender: str, *recipients: str, id_: str, extension: Extension) -> Communication:
    """Return a word about who is in the conversation `letter`, which says that it is sent in a year."""
    one = letter(sender, *recipients, id_=id_, part_of="letter")
    one.sent = fhir_instant(now() + timedelta(days=365))
    one.extension = [extension]
    return one


def about(url: str, who: str) -> Extension:
    return Extension(url=url, valueReference=Reference(reference=who))


async def change(store: Repository, who: str, one: Communication) -> None:
    async with door(store, who).writing() as unit:
        unit.update(one)


async def test_who_left_a_conversation_writes_in_it_no_more(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE, SOCIAL))
    await write(door(store, NURSE), letter(NURSE, GP, SOCIAL, id_="second", part_of="letter"))
    left = word(
        NURSE, GP, SOCIAL, id_="left", extension=Extension(url=systems.MESSAGE_LEFT, valueBoolean=True)
    )
    await write(door(store, NURSE), left)
    await write(door(store, NURSE), letter(NURSE, GP, id_="elsewhere"))

    again = letter(NURSE, GP, id_="again", part_of="letter")
    back = word(NURSE, GP, id_="back", extension=about(systems.MESSAGE_JOINED, NURSE))
    for one in (again, back):
        with pytest.raises(ForeignConversationError):
            await write(door(store, NURSE), one)
    moved = letter(NURSE, GP, id_="elsewhere", part_of="letter")
    rewritten = letter(NURSE, GP, SOCIAL, id_="second", part_of="letter")
    rewritten.payload = [CommunicationPayload(contentString="Autre chose")]
    apart = letter(NURSE, GP, SOCIAL, id_="second")
    silent = copy(left)
    silent.extension = None
    taken_back = copy(left)
    taken_back.status = "entered-in-error"
    for one in (moved, rewritten, apart, silent, taken_back):
        with pytest.raises(ForeignConversationError):
            await change(store, NURSE, one)
    with pytest.raises(ForeignConversationError):
        async with door(store, NURSE).writing() as unit:
            unit.delete("Communication", "left")

    withdrawn = letter(NURSE, GP, SOCIAL, id_="second", part_of="letter")
    withdrawn.status = "entered-in-error"
    await change(store, NURSE, withdrawn)
    received = letter(GP, NURSE, SOCIAL)
    received.received = "2026-11-20T09:00:00Z"
    await change(store, NURSE, received)
    await write(
        door(store, GP), word(GP, NURSE, SOCIAL, id_="joined", extension=about(systems.MESSAGE_JOINED, NURSE))
    )
    await write(door(store, NURSE), again)
    assert [found async for found in check(store.database, repair=False)] == []


async def test_who_began_a_conversation_removes_somebody_and_nobody_else_does(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE, SOCIAL))
    out = about(systems.MESSAGE_REMOVED, SOCIAL)
    with pytest.raises(NotItsBeginnerError):
        await write(door(store, NURSE), word(NURSE, GP, SOCIAL, id_="not-theirs", extension=out))
    await write(door(store, NURSE), letter(NURSE, GP, SOCIAL, id_="second", part_of="letter"))
    with pytest.raises(NotItsBeginnerError):
        await change(store, NURSE, word(NURSE, GP, SOCIAL, id_="second", extension=out))

    removed = word(GP, NURSE, SOCIAL, id_="removed", extension=out)
    await write(door(store, GP), removed)
    with pytest.raises(ForeignConversationError):
        await write(door(store, SOCIAL), letter(SOCIAL, NURSE, id_="third", part_of="letter"))
    removed.status = "entered-in-error"
    await change(store, GP, removed)
    await write(door(store, SOCIAL), letter(SOCIAL, NURSE, id_="third", part_of="letter"))


async def test_who_left_a_conversation_puts_its_first_message_back_no_more(store: Repository) -> None:
    first = letter(GP, NURSE)
    await write(door(store, GP), first)
    await write(door(store, NURSE), letter(NURSE, GP, id_="second", part_of="letter"))
    in_record = copy(first)
    in_record.subject = Reference(reference=f"Patient/{JEANNE}")
    await change(store, GP, in_record)
    with pytest.raises(MessageOfRecordError):  # nor does whoever is in it
        await change(store, GP, first)
    left = Extension(url=systems.MESSAGE_LEFT, valueBoolean=True)
    await write(door(store, GP), word(GP, NURSE, id_="left", extension=left))
    with pytest.raises(MessageOfRecordError):
        await change(store, GP, first)
    async with door(store, GP).writing() as unit:
        unit.delete("Communication", "letter")
    with pytest.raises(MessageOfRecordError):
        async with door(store, GP).writing() as unit:
            unit.put(first)


async def test_word_from_the_future_is_outdone_by_what_is_said_after_it(store: Repository) -> None:
    await write(door(store, GP), letter(GP, NURSE))
    left = Extension(url=systems.MESSAGE_LEFT, valueBoolean=True)
    await write(door(store, NURSE), word(NURSE, GP, id_="left", extension=left))
    joined = word(GP, NURSE, id_="joined", extension=about(systems.MESSAGE_JOINED, NURSE))
    joined.sent = None
    await write(door(store, GP), joined)
    await write(door(store, NURSE), letter(NURSE, GP, id_="back", part_of="letter"))


async def test_word_that_is_written_again_brings_nobody_back_of_their_own(store: Repository) -> None:
    """A word that does not say when it was sent, or says a year from now, comes after all that was said before."""
    await write(door(store, GP), letter(GP, NURSE))
    themselves = word(NURSE, GP, id_="themselves", extension=about(systems.MESSAGE_JOINED, NURSE))
    another = word(NURSE, GP, SOCIAL, id_="another", extension=about(systems.MESSAGE_JOINED, SOCIAL))
    another.sent = None
    left = Extension(url=systems.MESSAGE_LEFT, valueBoolean=True)
    for one in (themselves, another, word(NURSE, GP, id_="left", extension=left)):
        await write(door(store, NURSE), one)
    removed = word(GP, NURSE, SOCIAL, id_="removed", extension=about(systems.MESSAGE_REMOVED, SOCIAL))
    await write(door(store, GP), removed)

    themselves.received = another.received = fhir_instant(now())
    with pytest.raises(ForeignConversationError):
        await change(store, SOCIAL, another)
    await change(store, GP, themselves)
    for who in (NURSE, SOCIAL):
        with pytest.raises(ForeignConversationError):
            await write(door(store, who), letter(who, GP, id_="back", part_of="letter"))


async def test_message_kept_from_some_becomes_no_note_for_them(store: Repository) -> None:
    one = letter(GP, NURSE)
    one.subject = Reference(reference=f"Patient/{JEANNE}")
    hides = ("MASQUE_PSOCIAL", "INVISIBLE_PATIENT")
    one.meta = Meta(security=[Coding(system=systems.VISIBILITY, code=code) for code in hides])
    await write(door(store, GP), one)
    with pytest.raises(CareError):
        await into_note(door(store, NURSE), "letter", "hier")

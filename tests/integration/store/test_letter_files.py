"""Files sent about nobody: read by whom their own message is from and to, on every way, behind each wall alone."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest

from cordee.access import Door
from cordee.fhir import systems
from cordee.fhir.r4 import Attachment, Binary, Communication, CommunicationPayload, Extension, Reference
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError
from cordee.store import Database, Repository, system_asker
from cordee.store.checking import check
from cordee.store.contents import Contents
from cordee.store.contents.errors import SenderFullError
from cordee.store.errors import FileWithoutMessageError, ForeignConversationError, NotItsAuthorError
from cordee.store.rights_indexes import rebuild, verify
from tests.integration.care.village import (
    COORDINATOR,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    build,
    door,
)
from tests.integration.store.test_letters import letter

CONTENT = b"%PDF-1.4 compte rendu"
STRANGERS = (SOCIAL, COORDINATOR, OTHER_NURSE, DAUGHTER, f"Patient/{JEANNE}")
WAYS = {"read", "vread", "history", "content", "read_many", "search", "by id", "payload"}
SYSTEM = system_asker("test")
FILE_MAX = 5000


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """A repository with Jeanne's record, where a sender sends five thousand bytes outside records."""
    opened = Repository(database, Contents(database, record_bytes_max=FILE_MAX))
    await build(opened)
    yield opened
    await opened.close()


def file(id_: str, context: str, content: bytes = CONTENT) -> Binary:
    return Binary(
        id=id_,
        contentType="application/pdf",
        securityContext=Reference(reference=context) if context else None,
        data=base64.b64encode(content).decode(),
    )


def joining(one: Communication, *ids: str) -> Communication:
    """Return a message that joins files."""
    one.payload = [
        CommunicationPayload(contentAttachment=Attachment(url=f"Binary/{id_}", title="CR")) for id_ in ids
    ]
    one.payload = one.payload or None
    return one


async def send(opened: Door, one: Communication, *files: Binary) -> None:
    async with opened.writing() as unit:
        for each in files:
            unit.create(each)
        unit.create(joining(one, *(each.id or "" for each in files)))


async def ways_to(opened: Door, id_: str = "file") -> set[str]:
    """Return the ways by which somebody reaches a file."""
    found = set()
    acts = {
        "read": lambda: opened.read("Binary", id_),
        "vread": lambda: opened.vread("Binary", id_, 1),
        "history": lambda: opened.history("Binary", id_),
        "content": lambda: opened.content(id_),
    }
    for name, act in acts.items():
        try:
            await act()
            found.add(name)
        except NotFoundError:
            continue
    if await opened.read_many([f"Binary/{id_}"]):
        found.add("read_many")
    for name, pairs in {"search": [], "by id": [("_id", id_)]}.items():
        page = await opened.search(parse_query("Binary", [*pairs, ("_total", "accurate")]))
        ids = [one.id for one in page.rows]
        assert page.total == len(ids) == len(set(ids))
        if id_ in ids:
            found.add(name)
    if await opened.payload("Binary", id_, 1, with_content=True) is not None:
        found.add("payload")
    return found


@pytest.fixture(params=["both walls", "second wall alone", "first wall alone"])
async def walls(request: pytest.FixtureRequest, database_url: str, store: Repository) -> None:
    """One wall taken down, or none."""
    if request.param == "second wall alone":
        request.getfixturevalue("without_first_wall")
    elif request.param == "first wall alone":
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as owner:
            await owner.execute("ALTER TABLE resource DISABLE ROW LEVEL SECURITY")
            await owner.execute("ALTER TABLE version DISABLE ROW LEVEL SECURITY")


@pytest.mark.usefixtures("walls")
async def test_file_is_read_by_whom_its_message_names_late_members_and_leavers_apart(
    store: Repository,
) -> None:
    await send(door(store, GP), letter(GP, NURSE), file("file", "Communication/letter"))
    assert (await door(store, NURSE).content("file")).data == CONTENT
    for who in (GP, NURSE):
        assert await ways_to(door(store, who)) == WAYS
    for who in STRANGERS:
        assert await ways_to(door(store, who)) == set(), who

    joined = letter(GP, NURSE, SOCIAL, id_="joined", part_of="letter")
    joined.extension = [Extension(url=systems.MESSAGE_JOINED, valueReference=Reference(reference=SOCIAL))]
    await send(door(store, GP), joined)
    second = letter(GP, NURSE, SOCIAL, id_="second", part_of="letter")
    await send(door(store, GP), second, file("late", "Communication/second"))
    assert await ways_to(door(store, SOCIAL)) == set()
    assert await ways_to(door(store, SOCIAL), "late") == WAYS

    left = letter(NURSE, GP, SOCIAL, id_="left", part_of="letter")
    left.extension = [Extension(url=systems.MESSAGE_LEFT, valueBoolean=True)]
    left.sent = (now() + timedelta(days=1)).isoformat()
    await send(door(store, NURSE), left)
    third = letter(GP, SOCIAL, id_="third", part_of="letter")
    await send(door(store, GP), third, file("after", "Communication/third"))
    assert await ways_to(door(store, NURSE)) == await ways_to(door(store, NURSE), "late") == WAYS
    assert await ways_to(door(store, NURSE), "after") == set()
    with pytest.raises(ForeignConversationError):
        await send(
            door(store, NURSE),
            letter(NURSE, GP, id_="again", part_of="letter"),
            file("again", "Communication/again"),
        )

    withdrawn = joining(letter(GP, NURSE), "file")
    withdrawn.status = "entered-in-error"
    async with door(store, GP).writing() as unit:
        unit.update(withdrawn)
    assert await ways_to(door(store, NURSE)) == WAYS  # as its message is
    in_record = joining(letter(GP, NURSE), "file")
    in_record.subject = Reference(reference=f"Patient/{JEANNE}")
    async with door(store, GP).writing() as unit:
        unit.update(in_record)
    for who in (GP, NURSE, SOCIAL, f"Patient/{JEANNE}"):  # its message is not what it was sent with any more
        assert await ways_to(door(store, who)) == set()
    async with door(store, GP).writing() as unit:
        unit.delete("Communication", "second")
    assert await ways_to(door(store, SOCIAL), "late") == set()


@pytest.mark.usefixtures("walls")
async def test_naming_a_file_of_somebody_else_gives_nothing(store: Repository) -> None:
    await send(door(store, GP), letter(GP, NURSE), file("file", "Communication/letter"))
    async with door(store, GP).writing() as unit:
        unit.create(file("of-record", f"Patient/{JEANNE}"))
    for number, (who, to, id_) in enumerate(
        [(SOCIAL, OTHER_NURSE, "file"), (SOCIAL, OTHER_NURSE, "nothing"), (GP, OTHER_NURSE, "of-record"),
         (NURSE, SOCIAL, "file"), (OTHER_NURSE, SOCIAL, "of-record")]
    ):  # fmt: skip
        async with door(store, who).writing() as unit:
            unit.create(joining(letter(who, to, id_=f"naming-{number}"), id_))
        assert await ways_to(door(store, to), id_) == (WAYS if (to, id_) == (SOCIAL, "of-record") else set())
    for who in (SOCIAL, OTHER_NURSE):
        assert await ways_to(door(store, who)) == set()


async def test_file_of_no_record_comes_with_its_message_once(store: Repository) -> None:
    await send(door(store, GP), letter(GP, NURSE), file("file", "Communication/letter"))
    about = letter(GP, NURSE, id_="about")
    about.subject = Reference(reference=f"Patient/{JEANNE}")

    for who in (GP, NURSE, SOCIAL):  # alone, with a message that stands, that does not, or with none
        for context in ("", "Communication/letter", "Communication/nothing", f"{GP}"):
            with pytest.raises(FileWithoutMessageError):
                async with door(store, who).writing() as unit:
                    unit.create(file("alone", context))
    with pytest.raises(FileWithoutMessageError):  # beside a message that does not join it
        async with door(store, GP).writing() as unit:
            unit.create(file("beside", "Communication/other"))
            unit.create(joining(letter(GP, NURSE, id_="other"), "file"))
    with pytest.raises(FileWithoutMessageError):  # nor with a message about a person
        await send(door(store, GP), about, file("beside", "Communication/about"))
    with pytest.raises(FileWithoutMessageError):  # nor with a message of one's own that was sent before
        async with door(store, GP).writing() as unit:
            unit.create(file("added", "Communication/letter"))
            unit.update(joining(letter(GP, NURSE), "file", "added"))
    with pytest.raises(ForbiddenError):  # nor by who writes no letter
        await send(
            door(store, DAUGHTER), letter(DAUGHTER, GP, id_="hers"), file("hers", "Communication/hers")
        )
    with pytest.raises(ForbiddenError):  # nor in another's name
        await send(
            door(store, NURSE), letter(GP, NURSE, id_="forged"), file("forged", "Communication/forged")
        )

    async with door(store, GP).writing() as unit:
        unit.create(file("of-record", f"Patient/{JEANNE}"))
    changes = [
        file("file", "Communication/letter", b"%PDF-1.4 autre"), file("file", f"Patient/{JEANNE}"),
        file("of-record", "Communication/letter"), file("of-record", ""),
    ]  # fmt: skip
    for one in changes:
        with pytest.raises(FileWithoutMessageError):
            async with door(store, GP).writing() as unit:
                unit.update(one)
    for who, refusal in ((NURSE, NotItsAuthorError), (SOCIAL, NotFoundError), (COORDINATOR, NotFoundError)):
        with pytest.raises(refusal):
            async with door(store, who).writing() as unit:
                unit.delete("Binary", "file")
    assert (await door(store, NURSE).content("file")).data == CONTENT

    async with door(store, GP).writing() as unit:
        unit.delete("Binary", "file")
    for who in (GP, NURSE):
        assert await ways_to(door(store, who)) == set()
    with pytest.raises(CordeeError):
        async with door(store, GP).writing() as unit:
            unit.put(file("file", "Communication/letter"))


async def test_what_somebody_sent_outside_records_is_bounded_for_each_sender(store: Repository) -> None:
    def large(number: int, who: str) -> tuple[Communication, Binary]:
        content = b"%PDF-1.4 " + bytes(2000)
        name = f"{who[-3:]}{number}"
        return letter(who, SOCIAL, id_=name), file(f"f-{name}", f"Communication/{name}", content)

    for number in range(2):
        await send(door(store, GP), *large(number, GP))
    async with door(store, GP).writing() as unit:
        unit.delete("Binary", f"f-{GP[-3:]}0")  # frees nothing: its bytes are kept
    with pytest.raises(SenderFullError):
        await send(door(store, GP), *large(2, GP))
    await send(door(store, NURSE), *large(0, NURSE))
    async with door(store, GP).writing() as unit:  # nor does it count in a record
        unit.create(file("of-record", f"Patient/{JEANNE}", b"%PDF-1.4 " + bytes(4000)))


async def test_index_of_files_is_verified_rebuilt_and_traced(store: Repository, database_url: str) -> None:
    await send(door(store, GP), letter(GP, NURSE), file("file", "Communication/letter"))
    assert [one async for one in check(store.database)] == []
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as owner:
        await owner.execute("UPDATE letter_file SET letter_key = 0")
        await owner.execute("INSERT INTO letter_file VALUES (0, 0)")
        assert await ways_to(door(store, NURSE)) == set()
        found = [(one.is_missing, one.table, one.source) async for one in verify(store.database, _quiet)]
        assert sorted(found) == [
            (False, "letter_file", ""), (False, "letter_file", "Binary/file"), (True, "letter_file", "Binary/file"),
        ]  # fmt: skip
        assert {one.what async for one in check(store.database)} == {"letters", "leftover"}
        assert await rebuild(store.database, _quiet) == 3
        assert await ways_to(door(store, NURSE)) == WAYS
        lines = await owner.execute(
            "SELECT DISTINCT who, outcome FROM trace WHERE action = 'read' AND type = 'Binary' AND id = 'file'"
        )
        assert set(await lines.fetchall()) == {(NURSE, "done"), (NURSE, "refused")}


async def test_what_the_platform_loads_is_bound_to_its_message(store: Repository) -> None:
    loading = Door(store, SYSTEM, None)
    assert (
        await loading.load([file("file", "Communication/letter"), joining(letter(GP, NURSE), "file")]) == []
    )
    assert await ways_to(door(store, NURSE)) == WAYS
    async with store.writing(SYSTEM) as unit:
        unit.put(file("file", "Communication/letter", b"%PDF-1.4 repris"))
        unit.create(file("waiting", "Communication/later"))
    assert (await door(store, NURSE).content("file")).data == b"%PDF-1.4 repris"
    async with store.writing(SYSTEM) as unit:
        unit.create(joining(letter(GP, SOCIAL, id_="later"), "waiting"))
    assert await ways_to(door(store, SOCIAL), "waiting") == set()
    await rebuild(store.database, _quiet)
    assert await ways_to(door(store, SOCIAL), "waiting") == WAYS


def _quiet(done: int, total: int) -> None:
    assert done <= total

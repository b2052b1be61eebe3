"""Contents of files: on disk before they are named, whole when read, told when damaged, swept when unnamed."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from cordee.access import Actor
from cordee.fhir import systems
from cordee.fhir.r4 import Binary, Coding, Element, Extension, Meta, Reference
from cordee.fhir.search import parse_query
from cordee.kernel.errors import CordeeError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository, Stored, system_asker
from cordee.store.contents import Contents, Keeper, Scanner, sweeping
from cordee.store.contents.checking import check, totals
from cordee.store.contents.errors import (
    ContentNotKeptError,
    ContentUnreachableError,
    DamagedContentError,
    InfectedFileError,
    RecordFullError,
    ScannerSilentError,
)
from cordee.store.contents.sweeping import sweep
from tests.integration.store.contents.scanner import EICAR, Clamd
from tests.integration.store.people import GP, OUTSIDER, asker, patient, team

LARGE = bytes(range(256)) * 400
SMALL = b"%PDF-1.4 small"
RECORD_MAX = 1_000_000


class World:
    """A repository with an object store in a folder."""

    def __init__(self, database: Database, folder: Path, **more: object) -> None:
        self.folder = folder
        self.keeper = Keeper(folder)
        contents = Contents(database, self.keeper, record_bytes_max=RECORD_MAX, **more)  # type: ignore[arg-type]
        self.store = Repository(database, contents)

    def objects(self, beside: str = "20") -> list[Path]:
        """Return the files of the object store."""
        return [one for one in self.folder.rglob("*") if one.is_file() and beside in one.parts[-4:][0]]

    async def write(self, content: bytes, who: Actor = GP, id_: str = "", about: str = "jeanne") -> str:
        """Write a Binary of Jeanne's record as somebody."""
        async with self.store.writing(asker(who)) as unit:
            return unit.create(binary(content, id_ or new_id(), about))

    async def read(self, id_: str, who: Actor = GP) -> bytes:
        """Return the bytes of a Binary as its resource serves them."""
        return data_of(await self.store.read(asker(who), "Binary", id_))


def binary(content: bytes, id_: str, about: str = "jeanne") -> Binary:
    return Binary(
        id=id_,
        contentType="application/pdf",
        securityContext=Reference(reference=f"Patient/{about}"),
        data=base64.b64encode(content).decode(),
    )


def data_of(stored: Stored) -> bytes:
    served = json.loads(stored.content)
    assert "_data" not in served
    return base64.b64decode(served["data"])


@pytest.fixture
async def world(module_database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Jeanne's record, in a database this module's tests share, and a fresh object store."""
    database = Database(module_database_url, pool_size=3)
    await database.open()
    made = World(database, tmp_path / "contents")
    async with made.store.writing(system_asker("test")) as unit:
        unit.put(patient())
        unit.put(team(id_="team"))
    yield made
    await made.store.close()
    await database.close()


async def test_large_content_is_in_the_store_and_served_whole_everywhere(world: World) -> None:
    id_ = await world.write(LARGE)

    assert len(world.objects()) == 1
    assert await world.read(id_) == LARGE
    assert (await world.store.content(asker(GP), id_)).data == LARGE
    assert data_of(await world.store.vread(asker(GP), "Binary", id_, 1)) == LARGE
    many = await world.store.read_many(asker(GP), [f"Binary/{id_}"])
    assert data_of(many[f"Binary/{id_}"]) == LARGE
    page = await world.store.search(asker(GP), parse_query("Binary", [("_id", id_)]))
    assert [data_of(one) for one in page.rows] == [LARGE]
    history = await world.store.history(asker(GP), "Binary", id_)
    assert [data_of(one) for one in history.rows] == [LARGE]
    with pytest.raises(NotFoundError):
        await world.read(id_, OUTSIDER)


async def test_small_content_stays_in_the_row(world: World) -> None:
    id_ = await world.write(SMALL)

    assert world.objects() == []
    assert await world.read(id_) == SMALL


async def test_sender_is_told_the_whole_and_equal_content_makes_no_version(world: World) -> None:
    id_ = new_id()
    told = []
    for _ in range(2):
        async with world.store.writing(asker(GP)) as unit:
            unit.put(binary(LARGE, id_))
        told += unit.results

    assert [one.outcome for one in told] == ["created", "unchanged"]
    assert all(base64.b64decode(json.loads(one.content)["data"]) == LARGE for one in told)


async def test_new_version_of_the_same_bytes_names_the_same_object_and_counts_once(world: World) -> None:
    id_ = await world.write(LARGE)
    stands = (await world.store.read(asker(GP), "Binary", id_)).resource
    stands.meta = Meta(security=[Coding(system=systems.VISIBILITY, code="INVISIBLE_PATIENT")])
    async with world.store.writing(asker(GP)) as unit:
        unit.update(stands)

    assert await world.read(id_) == LARGE
    assert data_of(await world.store.vread(asker(GP), "Binary", id_, 1)) == LARGE


async def test_name_of_a_content_sent_by_a_client_opens_nothing(world: World) -> None:
    await world.write(LARGE)
    (one,) = world.objects()
    address = str(one.relative_to(world.folder))
    digest = one.name.split(".")[0]
    said = Extension(url=systems.KEPT_CONTENT, valueString=f"{digest} {len(LARGE)} {address}")
    forged = binary(b"", new_id())
    forged.data, forged.data_ext = None, Element(extension=[said])
    async with world.store.writing(asker(GP)) as unit:
        unit.create(forged)

    served = json.loads((await world.store.read(asker(GP), "Binary", str(forged.id))).content)
    assert "data" not in served
    assert "_data" not in served


async def test_damaged_or_missing_content_is_told_and_not_shown(world: World) -> None:
    damaged, missing = await world.write(LARGE), await world.write(LARGE[::-1])
    for path in world.objects():
        if path.read_bytes() == LARGE:
            path.write_bytes(LARGE[:-1] + b"x")
        else:
            path.unlink()

    with pytest.raises(DamagedContentError):
        await world.read(damaged)
    with pytest.raises(ContentUnreachableError):
        await world.read(missing)
    page = await world.store.search(asker(GP), parse_query("Binary", [("_id", f"{damaged},{missing}")]))
    assert all("data" not in json.loads(one.content) for one in page.rows)
    assert all(b'"error"' in one.content for one in page.rows)
    wrong = [one async for one in check(world.store.database, world.keeper)]
    assert {(one.binary_id, one.is_missing) for one in wrong} >= {(damaged, False), (missing, True)}
    assert (await totals(world.store.database)).in_store >= 2


async def test_store_that_takes_nothing_stores_nothing(world: World) -> None:
    world.folder.mkdir(parents=True)
    for year in (2025, 2026, 2027):
        (world.folder / str(year)).write_text("not a folder")
    id_ = new_id()

    with pytest.raises(ContentNotKeptError):
        await world.write(LARGE, id_=id_)
    with pytest.raises(NotFoundError):
        await world.read(id_)


async def test_refused_write_leaves_an_object_that_a_sweep_takes_and_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await world.write(LARGE)
    with pytest.raises(CordeeError):
        await world.write(LARGE, OUTSIDER)
    with pytest.raises(CordeeError):
        await world.write(LARGE, id_=kept)
    assert len(world.objects()) == 3

    assert await sweep(world.store.database, world.keeper) == 0
    monkeypatch.setattr(sweeping, "SAFE_DELAY", timedelta(hours=-1))
    assert await sweep(world.store.database, world.keeper) == 2
    assert await world.read(kept) == LARGE


async def test_full_record_refuses_in_words_and_tells_strangers_nothing(world: World) -> None:
    async with world.store.writing(system_asker("test")) as unit:
        unit.create(patient("full"))
        unit.create(team("full"))
    await world.write(bytes(900_000), about="full")

    with pytest.raises(RecordFullError) as refused:
        await world.write(bytes(200_000), about="full")
    assert "place prévue" in refused.value.message_fr
    with pytest.raises(CordeeError) as stranger:
        await world.write(bytes(200_000), OUTSIDER, about="full")
    assert not isinstance(stranger.value, RecordFullError)


async def test_file_with_a_threat_is_set_aside_and_stored_nowhere(world: World, tmp_path: Path) -> None:
    async with Clamd(tmp_path / "clamd.sock") as clamd:
        guarded = World(world.store.database, tmp_path / "guarded", scanner=Scanner(clamd.address))
        assert await guarded.read(await guarded.write(LARGE)) == LARGE
        id_ = new_id()
        with pytest.raises(InfectedFileError) as refused:
            await guarded.write(LARGE + EICAR, id_=id_)
        assert "Eicar-Test-Signature" in refused.value.message_fr
        assert len([one for one in (tmp_path / "guarded" / "quarantine").rglob("*") if one.is_file()]) == 1
        with pytest.raises(NotFoundError):
            await guarded.read(id_)
    with pytest.raises(ScannerSilentError):
        await guarded.write(LARGE)

"""Installed guides: kept once, side by side, in force in every process that watches."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from cordee.fhir.definitions import Artefact, PackageId, base_registry, put_in_force, registry
from cordee.store import Database, Installing, Packages, PackageWatch, Reindexing
from tests.unit.fhir.definitions.artefacts import artefact, value_set

URL = "https://example.org/ValueSet/a"
PATIENCE_S = 10.0


@pytest.fixture(autouse=True)
def _base_after() -> Iterator[None]:
    put_in_force(base_registry())
    yield
    put_in_force(base_registry())


def guide(version: str, **more: object) -> Artefact:
    return artefact("example.guide", version, value_set(URL, version, **more))


async def test_two_versions_stand_side_by_side(database: Database) -> None:
    packages = Packages(database)
    for version in ("2.2.0", "2.1.0"):
        assert await packages.install(guide(version)) is Installing.INSTALLED
    await packages.put_in_force()
    assert registry().packages == (PackageId("example.guide", "2.2.0"), PackageId("example.guide", "2.1.0"))
    assert registry().get("ValueSet", URL) == value_set(URL, "2.2.0")
    assert registry().get("ValueSet", f"{URL}|2.1.0") == value_set(URL, "2.1.0")


async def test_same_package_again_changes_nothing(database: Database) -> None:
    packages = Packages(database)
    await packages.install(guide("1.0.0"))
    before = await packages.installed()
    assert await packages.install(guide("1.0.0")) is Installing.UNCHANGED
    assert await packages.installed() == before


async def test_other_content_under_the_same_version_takes_its_place(database: Database) -> None:
    packages = Packages(database)
    await packages.install(guide("1.0.0"))
    assert await packages.install(guide("1.0.0", name="Corrected")) is Installing.REPLACED
    await packages.put_in_force()
    assert registry().get("ValueSet", URL) == value_set(URL, "1.0.0", name="Corrected")


async def test_uninstalled_package_is_no_longer_in_force(database: Database) -> None:
    packages = Packages(database)
    await packages.install(guide("1.0.0"))
    await packages.put_in_force()
    assert await packages.uninstall(PackageId("example.guide", "1.0.0"))
    assert not await packages.uninstall(PackageId("example.guide", "1.0.0"))
    await packages.put_in_force()
    assert registry().packages == ()
    assert registry().get("ValueSet", URL) is None


async def test_nothing_changed_keeps_the_registry_and_what_it_remembers(database: Database) -> None:
    packages = Packages(database)
    await packages.install(guide("1.0.0"))
    first = await packages.put_in_force()
    assert await packages.put_in_force() is first


async def test_types_searched_by_new_parameters_wait_until_indexed(database: Database) -> None:
    packages = Packages(database)
    made = artefact("example.guide", "1.0.0", header={"searched_types": ["CareTeam", "Patient"]})
    await packages.install(made)
    assert await packages.pending_types() == {"CareTeam", "Patient"}
    (waiting,) = await packages.pending()
    await packages.reindexed([waiting._replace(types=["Patient", "Slot"])])
    assert await packages.pending_types() == {"CareTeam"}
    await packages.install(made)
    assert await packages.pending_types() == {"CareTeam"}


async def test_what_is_installed_during_a_reindex_waits_for_the_next(database: Database) -> None:
    packages = Packages(database)
    searched = {"searched_types": ["Patient"]}
    await packages.install(artefact("example.guide", "1.0.0", header=searched))
    begun = await packages.pending()
    await packages.install(artefact("other.guide", "1.0.0", header=searched))
    await packages.install(artefact("example.guide", "1.0.0", value_set(URL, "1.0.0"), header=searched))
    await packages.reindexed(begun)
    assert {one.name for one in await packages.pending()} == {"example.guide", "other.guide"}


async def test_a_reindex_leaves_a_package_its_process_does_not_know(database: Database) -> None:
    packages = Packages(database)
    await packages.install(artefact("example.guide", "1.0.0", header={"searched_types": ["Patient"]}))
    await Reindexing(database).run()
    assert await packages.pending_types() == {"Patient"}
    await packages.put_in_force()
    await Reindexing(database).run()
    assert await packages.pending_types() == set()


async def test_package_of_an_unknown_format_is_left_out(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO package (name, version, title, content) VALUES ('old', '1', '', 'x'::bytea)"
        )
    packages = Packages(database)
    await packages.install(guide("1.0.0"))
    await packages.put_in_force()
    assert registry().packages == (PackageId("example.guide", "1.0.0"),)
    assert [found.package.name for found in await packages.installed()] == ["old", "example.guide"]


async def test_watching_process_takes_up_what_another_installs(database: Database) -> None:
    watch = PackageWatch(database)
    await watch.start()
    try:
        assert registry().packages == ()
        await Packages(database).install(guide("1.0.0"))
        async with asyncio.timeout(PATIENCE_S):
            while not registry().packages:
                await asyncio.sleep(0.01)
        await Packages(database).uninstall(PackageId("example.guide", "1.0.0"))
        async with asyncio.timeout(PATIENCE_S):
            while registry().packages:
                await asyncio.sleep(0.01)
    finally:
        await watch.close()


async def test_watching_process_takes_up_what_was_installed_while_it_was_cut_off(
    database: Database, database_url: str
) -> None:
    watch = PackageWatch(database)
    await watch.start()
    try:
        kill = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN cordee_packages%'"
        )
        async with (
            asyncio.timeout(PATIENCE_S),
            await psycopg.AsyncConnection.connect(database_url, autocommit=True) as administrator,
        ):
            while not (await administrator.execute(kill)).rowcount:
                await asyncio.sleep(0.01)
        await Packages(database).install(guide("1.0.0"))
        async with asyncio.timeout(PATIENCE_S):
            while not registry().packages:
                await asyncio.sleep(0.01)
    finally:
        await watch.close()

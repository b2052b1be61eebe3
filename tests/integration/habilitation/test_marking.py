"""Migration 0018 marks what was stored before confidentiality hid anything: current rows, versions and deletions."""

import asyncio
from importlib.resources import files

import psycopg

from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Meta
from cordee.store import Database, Repository, system_asker
from cordee.store import visibility as vis
from tests.integration.habilitation.circle_of_classes import labelled, resource_of
from tests.integration.store.people import patient

HIDDEN = {
    ("DocumentReference", "R-meta", 1): vis.RESTRICTED,
    ("DocumentReference", "V-label", 1): vis.VERY_RESTRICTED,
    ("DocumentReference", "N-meta", 1): 0,
    ("DocumentReference", "MASQUE-PT-label", 1): vis.MASQUE_PT,
    ("Condition", "changed", 1): vis.RESTRICTED | vis.MASQUE_PS,
    ("Condition", "changed", 2): vis.MASQUE_PS,
    ("Condition", "gone", 1): vis.VERY_RESTRICTED,
    ("Condition", "gone", 2): vis.VERY_RESTRICTED,
}
SEEN = """SELECT type, id, version, hidden_from FROM resource WHERE type <> 'Patient' UNION ALL
    SELECT r.type, r.id, v.version, v.hidden_from FROM version v JOIN resource r USING (key)"""


async def _store(url: str) -> None:
    database = Database(url, pool_size=1)
    await database.open()
    repository = Repository(database)
    masked = Coding(system=systems.VISIBILITY, code="MASQUE_PS")
    changed, gone = resource_of("medical", "changed"), resource_of("medical", "gone")
    changed.meta = Meta(security=[Coding(system=systems.CONFIDENTIALITY, code="R"), masked])
    gone.meta = Meta(security=[Coding(system=systems.CONFIDENTIALITY, code="V")])
    async with repository.writing(system_asker("test")) as unit:
        for resource in (
            patient(),
            labelled(systems.CONFIDENTIALITY, "R", on_the_version=True),
            labelled(systems.CONFIDENTIALITY, "V", on_the_version=False),
            labelled(systems.CONFIDENTIALITY, "N", on_the_version=True),
            labelled(systems.VISIBILITY, "MASQUE_PT", on_the_version=False),
            changed,
            gone,
        ):
            unit.create(resource)
    changed.meta = Meta(security=[masked])
    async with repository.writing(system_asker("test")) as unit:
        unit.update(changed)
        unit.delete("Condition", "gone")
    await repository.close()
    await database.close()


def test_what_was_stored_before_is_marked(database_url: str) -> None:
    asyncio.run(_store(database_url))
    migration = files("cordee.store").joinpath("migrations", "0018_confidentiality.sql").read_text()
    with psycopg.connect(database_url, autocommit=True) as connection:
        for table in ("resource", "version"):
            connection.execute(f"UPDATE {table} SET hidden_from = hidden_from & 31".encode())
        connection.execute(migration.encode())
        found = {tuple(row[:3]): row[3] for row in connection.execute(SEEN)}
    assert found == HIDDEN

"""A database of the first release, with a record in it, is found whole after `migrate` and the worker's re-index."""

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cordee.fhir import encode
from cordee.kernel.ids import new_id
from cordee.store import Database, Reindexing, Repository, migrate
from cordee.store.checking import check
from cordee.store.circle import grants_of
from cordee.store.columns import columns_of
from tests.integration.store.people import GP, OUTSIDER, asker, patient, team, weight
from tests.integration.store.search.asking import found, names

FIRST_RELEASE = ("0001_record.sql", "0002_people.sql")
AT = "2026-11-20T08:00:00Z"


@pytest.fixture
async def old(postgresql: str) -> AsyncIterator[Database]:
    """A database as the first release left it, with Jeanne's record: a weight corrected once, another deleted."""
    name = f"test_{new_id().replace('-', '_')}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    url = make_conninfo(postgresql, dbname=name)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE migration (name text PRIMARY KEY, at timestamptz DEFAULT now())")
        for file in FIRST_RELEASE:
            text = files("cordee.store").joinpath("migrations", file).read_text(encoding="utf-8")
            connection.execute(text.encode())
            connection.execute("INSERT INTO migration (name) VALUES (%s)", (file,))
        first, gone = weight("62.10"), weight("70")
        first.id, gone.id = "w", "gone"
        for key, resource in enumerate((patient(), team(), first, gone), 1):
            _keep(connection, key, resource)
        connection.execute(
            "INSERT INTO version SELECT key, 1, updated_at, updated_by, false, patient_id, category, hidden_from,"
            " content FROM resource WHERE type = 'Observation'"
        )
        connection.execute(
            "UPDATE resource SET version = 2, deleted = id = 'gone' WHERE type = 'Observation'"
        )
        connection.execute(
            "INSERT INTO index_token SELECT key, 'Observation.code', '29463-7', '' FROM resource WHERE id = 'w'"
        )
    database = Database(url, pool_size=5)
    yield database
    await database.close()
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _keep(connection: psycopg.Connection[Any], key: int, resource: Any) -> None:
    type_ = resource.resourceType
    columns = columns_of(resource, type_)
    connection.execute(
        "INSERT INTO resource VALUES (%s, %s, %s, 1, %s, 'system', false, %s, %s, %s, %s, %s)",
        (
            key, type_, resource.id, AT, columns.patient_id, columns.category, columns.hidden_from,
            columns.happened_at or AT, encode(resource).decode(),
        ),
    )  # fmt: skip
    for one in grants_of(resource, type_, columns.patient_id):
        connection.execute(
            "INSERT INTO circle VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (one.member, one.patient_id, one.categories, one.writes, one.starts_at, one.ends_at, key),
        )


async def test_what_was_stored_is_found_and_as_hidden_as_before(old: Database) -> None:
    await migrate(old.url)
    await old.open()
    repository = Repository(old)
    assert [one.version for one in (await repository.history(asker(GP), "Observation", "w")).rows] == [2, 1]

    reindexing = Reindexing(old)
    assert await reindexing.pending() == {"CareTeam", "Observation", "Patient"}
    assert await reindexing.run() == 3
    for address in ("Observation?code=29463-7", "Patient?family=lambert", "CareTeam?participant=" + GP.who):
        assert len(names(await found(repository, asker(GP), address))) == 1, address
        assert names(await found(repository, asker(OUTSIDER), address)) == [], address
    assert [one async for one in check(old) if one.what != "dangling"] == []
    assert await migrate(old.url) == []
    await repository.close()

"""References to resources of this server that are not here, or deleted. Mending is up to whoever wrote them."""

from collections.abc import AsyncIterator

from cordee.fhir import RESOURCE_TYPES
from cordee.store.checking.finding import CHECKER, Finding
from cordee.store.database import Database

FOUND_MAX = 10_000
_DANGLING = """
    SELECT DISTINCT s.type, s.id, i.target_type || '/' || i.target_id
    FROM index_reference i JOIN resource s ON s.key = i.key
    LEFT JOIN resource r ON r.type = i.target_type AND r.id = i.target_id
    WHERE i.target_type = ANY(%s) AND i.target_id <> '' AND (r.key IS NULL OR r.deleted)
    UNION ALL
    SELECT s.type, s.id, 'Patient/' || s.patient_id
    FROM resource s LEFT JOIN resource r ON r.type = 'Patient' AND r.id = s.patient_id
    WHERE s.patient_id IS NOT NULL AND NOT s.deleted AND s.type <> 'Patient' AND (r.key IS NULL OR r.deleted)
    LIMIT %s"""


async def dangling(database: Database) -> AsyncIterator[Finding]:
    """Yield the references that lead nowhere, up to FOUND_MAX."""
    async with database.connection(CHECKER) as connection:
        rows = await (await connection.execute(_DANGLING, (sorted(RESOURCE_TYPES), FOUND_MAX))).fetchall()
    for type_name, id_, target in rows:
        yield Finding("dangling", type_name, id_, target)

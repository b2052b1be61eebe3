"""The flush of a unit of work: the only place where resources are written."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from cordee.fhir import encode
from cordee.fhir.r4 import Meta
from cordee.kernel.clock import now as clock_now
from cordee.kernel.errors import ForbiddenError, GoneError, NotFoundError, VersionConflictError
from cordee.store import jobs
from cordee.store.asker import Asker
from cordee.store.columns import Columns, columns_of
from cordee.store.database import Connection, Database
from cordee.store.errors import AlreadyExistsError
from cordee.store.events import Events
from cordee.store.keys import KeyBlock
from cordee.store.predicate import predicate_values, visible
from cordee.store.rows import Rows
from cordee.store.staged import Act, Staged, Written
from cordee.store.statements import statement
from cordee.store.tracing import Tracer
from cordee.store.unit import Unit
from cordee.store.unchanged import is_unchanged

_WRITE_REFUSED = "CO403"


class _Current(msgspec.Struct, frozen=True):
    """The current row of something a unit changes, as locked."""

    key: int
    type: str
    id: str
    version: int
    deleted: bool
    patient_id: str | None
    category: int
    content: bytes
    is_visible: bool
    granted: int


class Writer:
    """Turns a unit into one transaction."""

    def __init__(self, database: Database, events: Events, tracer: Tracer) -> None:
        self._database = database
        self._events = events
        self._tracer = tracer
        self._keys = KeyBlock()

    async def flush(self, unit: Unit) -> list[Written]:
        """Store everything staged and its jobs, and return what became of each resource.

        Raises AlreadyExistsError, NotFoundError, GoneError, VersionConflictError or ForbiddenError, having stored
        nothing; a refusal is traced.
        """
        try:
            results, changed = await self._store(unit)
        except (ForbiddenError, NotFoundError):
            await self._trace_refusal(unit)
            raise
        for patient_id, types in changed.items():
            self._events.announce(patient_id, types)
        return results

    async def _store(self, unit: Unit) -> tuple[list[Written], dict[str, set[str]]]:
        try:
            if all(one.act is Act.CREATE for one in unit.staged) and not unit.jobs:
                async with self._database.connection() as connection:
                    return await self._write(connection, unit, {})
            async with self._database.transaction() as connection:
                current = await _lock(connection, unit)
                results = await self._write(connection, unit, current)
                if unit.jobs:
                    await jobs.defer(connection, unit.jobs)
                return results
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyExistsError(_violated(unit, error)) from error
        except psycopg.DatabaseError as error:
            if error.sqlstate == _WRITE_REFUSED:
                raise ForbiddenError from error
            raise

    async def _write(
        self, connection: Connection, unit: Unit, current: dict[tuple[str, str], _Current]
    ) -> tuple[list[Written], dict[str, set[str]]]:
        moment = clock_now()
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        rows, results, changed, replaced = Rows(), [], dict[str, set[str]](), list[int]()
        granted = _granted_masks(current)
        fresh = [one for one in unit.staged if (one.type, one.id) not in current and one.act is not Act.DELETE]
        keys = iter(await self._keys.take(connection, len(fresh))) if fresh else iter(())
        for one in unit.staged:
            row = current.get((one.type, one.id))
            if row is None and one.act in (Act.UPDATE, Act.DELETE):
                raise NotFoundError
            if row is not None and one.act is Act.CREATE:
                raise AlreadyExistsError(f"{one.type}/{one.id}")
            if row is not None:
                _check_current(one, row, unit.asker)
                if one.act is Act.PUT and not row.deleted and is_unchanged(one.resource, row.content, one.type):
                    results.append(Written(type=one.type, id=one.id, version=row.version, outcome="unchanged"))
                    continue
                if one.act is Act.DELETE and row.deleted:
                    results.append(Written(type=one.type, id=one.id, version=row.version, outcome="unchanged"))
                    continue
                replaced.append(row.key)
            key = row.key if row is not None else next(keys)
            written, columns = _stage_row(rows, one, row, key, moment, unit, granted)
            results.append(written)
            if columns.patient_id is not None:
                changed.setdefault(columns.patient_id, set()).add(one.type)
        if replaced:
            await connection.execute(statement("keep_versions"), {"keys": replaced})
        if rows.values["key"]:
            await connection.execute(statement("write"), rows.close() | _asker_values(unit.asker, moment))
        return results, changed

    async def _trace_refusal(self, unit: Unit) -> None:
        for one in unit.staged[:1]:
            await self._tracer.write(unit.asker, one.act.value, "refused", one.type, one.id, "", 0)


def _stage_row(
    rows: Rows, one: Staged, row: _Current | None, key: int, moment: datetime, unit: Unit, granted: dict[str, int]
) -> tuple[Written, Columns]:
    version = row.version + 1 if row is not None else 1
    if one.resource is None:
        assert row is not None
        columns, content = Columns(row.patient_id, row.category, 0, None), _tombstone(one)
    else:
        _stamp(one.resource, version, moment)
        columns, content = columns_of(one.resource, one.type), encode(one.resource)
    unit.refuse_forbidden_categories(columns.category, columns.patient_id)
    is_granted = (
        unit.asker.is_system
        or bool(granted.get(columns.patient_id or "", 0) & columns.category)
        or unit.opens(one, columns.patient_id)
    )
    rows.add_resource(
        key=key, type=one.type, id=one.id, version=version, deleted=one.resource is None,
        patient_id=columns.patient_id, category=columns.category, hidden_from=columns.hidden_from,
        happened_at=columns.happened_at or moment, content=content.decode(), granted=is_granted,
        replaces=row is not None,
    )  # fmt: skip
    if one.resource is not None:
        rows.add_indexes(key, one.type, one.resource, columns)
    outcome = "deleted" if one.resource is None else "updated" if row is not None and not row.deleted else "created"
    rows.trace({"created": "create", "updated": "update"}.get(outcome, "delete"), one.type, one.id, columns.patient_id)
    return Written(type=one.type, id=one.id, version=version, outcome=outcome, content=content), columns


def _check_current(one: Staged, row: _Current, asker: Asker) -> None:
    """Check a change against the current version: the old subject as strictly as the new one."""
    if not asker.is_system and (not row.is_visible or not row.granted & row.category):
        raise NotFoundError
    if not asker.is_system and not asker.writes & row.category:
        raise ForbiddenError
    if one.expected_version is not None and one.expected_version != row.version:
        raise VersionConflictError(row.version)
    if row.deleted and one.act is Act.UPDATE:
        raise GoneError


def _granted_masks(current: dict[tuple[str, str], _Current]) -> dict[str, int]:
    return {row.patient_id: row.granted for row in current.values() if row.patient_id is not None}


async def _lock(connection: Connection, unit: Unit) -> dict[tuple[str, str], _Current]:
    text = statement("lock_current").replace("{visible}", visible(unit.asker))
    values = predicate_values(unit.asker, clock_now()) | {
        "types": [one.type for one in unit.staged],
        "ids": [one.id for one in unit.staged],
    }
    rows = await (await connection.execute(text, values)).fetchall()
    return {(row[1], row[2]): _Current(*row) for row in rows}


def _asker_values(asker: Asker, moment: datetime) -> dict[str, Any]:
    return {
        "who": asker.who, "role": asker.role, "organization": asker.organization, "purpose": asker.purpose,
        "keys": list(asker.keys), "now": moment,
    }  # fmt: skip


def _stamp(resource: Any, version: int, moment: datetime) -> None:
    if resource.meta is None:
        resource.meta = Meta()
    resource.meta.versionId = str(version)
    resource.meta.lastUpdated = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _tombstone(one: Staged) -> bytes:
    return msgspec.json.encode({"resourceType": one.type, "id": one.id})


def _violated(unit: Unit, error: psycopg.errors.UniqueViolation) -> str:
    if len(unit.staged) == 1:
        return f"{unit.staged[0].type}/{unit.staged[0].id}"
    detail = error.diag.message_detail or ""
    return next((f"{one.type}/{one.id}" for one in unit.staged if one.id in detail), unit.staged[0].type)

"""The tables review and review_decision: what the privacy officer is asked to look at, and what they decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from cordee.kernel.ids import new_id
from cordee.store.database import Database
from cordee.store.jobs import Job, defer

REVIEWS_MAX = 100  # a page
EVIDENCE_MAX = 200  # lines named


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at, as it is raised. `fingerprint` says when two are the same."""

    kind: str
    who: str
    role: str
    organization: str
    patient_id: str
    since: datetime
    until: datetime
    count: int
    evidence: tuple[str, ...]
    note: str
    fingerprint: str


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at, with where it stands now."""

    id: str
    kind: str
    who: str
    role: str
    organization: str
    patient_id: str
    since: datetime
    until: datetime
    count: int
    evidence: list[str]
    note: str
    raised_at: datetime
    state: str


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One decision, never changed afterwards: the next one says otherwise."""

    state: str
    comment: str
    who: str
    decided_at: datetime


class ReviewTable:
    """Raises, lists and decides."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, raised: Raised, jobs: Sequence[Job] = ()) -> str | None:
        """Store something to look at, with jobs, and return its id; None when the same was raised before: no job."""
        values = msgspec.structs.asdict(raised) | {
            "id": new_id(),
            "evidence": list(raised.evidence[:EVIDENCE_MAX]),
        }
        async with self._database.transaction() as connection:
            rows = await connection.execute(
                "INSERT INTO review (id, kind, who, role, organization, patient_id, since, until, count, evidence,"
                " note, fingerprint) VALUES (%(id)s, %(kind)s, %(who)s, %(role)s, %(organization)s, %(patient_id)s,"
                " %(since)s, %(until)s, %(count)s, %(evidence)s, %(note)s, %(fingerprint)s)"
                " ON CONFLICT (fingerprint) DO NOTHING RETURNING id",
                values,
            )
            row = await rows.fetchone()
            if row is not None:
                await defer(connection, jobs)
        return row[0] if row is not None else None

    async def page(self, states: tuple[str, ...], count: int, before: datetime | None) -> list[ReviewRow]:
        """Return the newest of those that stand so, before an instant; every state when none is named."""
        text = f"{_SELECT} WHERE (%(all)s OR coalesce(d.state, 'open') = ANY(%(states)s))"
        if before is not None:
            text += " AND r.raised_at < %(before)s"
        values = {
            "all": not states,
            "states": list(states),
            "before": before,
            "limit": min(count, REVIEWS_MAX),
        }
        return await self._rows(f"{text} ORDER BY r.raised_at DESC, r.id LIMIT %(limit)s", values)

    async def one(self, id_: str) -> ReviewRow | None:
        """Return one, or None."""
        found = await self._rows(f"{_SELECT} WHERE r.id = %(id)s", {"id": id_})
        return found[0] if found else None

    async def decisions(self, id_: str) -> list[DecisionRow]:
        """Return what was decided about one, newest first."""
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "SELECT state, comment, who, decided_at FROM review_decision WHERE review_id = %s ORDER BY id DESC",
                (id_,),
            )
            return [
                DecisionRow(state=row[0], comment=row[1], who=row[2], decided_at=row[3])
                for row in await rows.fetchall()
            ]

    async def decide(self, id_: str, decision: DecisionRow) -> None:
        """Add a decision."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO review_decision (review_id, state, comment, who, decided_at) VALUES (%s, %s, %s, %s, %s)",
                (id_, *msgspec.structs.astuple(decision)),
            )

    async def open_count(self) -> int:
        """Return how many wait for a decision."""
        async with self._database.connection() as connection:
            rows = await connection.execute(f"SELECT count(*) FROM ({_SELECT}) o WHERE o.state = 'open'")
            row = await rows.fetchone()
        return int(row[0]) if row is not None else 0

    async def _rows(self, text: str, values: dict[str, Any]) -> list[ReviewRow]:
        async with self._database.connection() as connection:
            rows = await (await connection.execute(text.encode(), values)).fetchall()
        return [ReviewRow(**dict(zip(ReviewRow.__struct_fields__, row, strict=True))) for row in rows]


_SELECT = """SELECT r.id, r.kind, r.who, r.role, r.organization, r.patient_id, r.since, r.until, r.count, r.evidence,
    r.note, r.raised_at, coalesce(d.state, 'open') AS state
    FROM review r LEFT JOIN LATERAL (
        SELECT x.state FROM review_decision x WHERE x.review_id = r.id ORDER BY x.id DESC LIMIT 1) d ON true"""

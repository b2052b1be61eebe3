"""One flush: staged resources become rows, checked, in one statement beside the one that keeps replaced versions."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import decode, encode
from cordee.fhir.r4 import Meta
from cordee.kernel.clock import now
from cordee.kernel.errors import Issue, NotFoundError
from cordee.kernel.ids import is_part_id
from cordee.store.authorship import check_author, check_own_refusal, foreign_signers, refuse_foreign
from cordee.store.columns import Columns, columns_of
from cordee.store.contents.contents import as_sent, reuse
from cordee.store.conversations import ConversationsWritten
from cordee.store.current import Current, answers, check_change
from cordee.store.database import Connection
from cordee.store.directory.settling import settle
from cordee.store.errors import AlreadyExistsError, ReservedIdError
from cordee.store.keys import KeyBlock
from cordee.store.letter_files import LetterFilesWritten, letter_of
from cordee.store.meetings import meetings_joined, refuse_foreign_meetings
from cordee.store.names import rename
from cordee.store.narrowing import Narrowed, narrowed_by
from cordee.store.orientations.sent import is_orientation
from cordee.store.orientations.settling import Addressed, addressed, settle_sent
from cordee.store.owned import ADDRESSED_TYPE, is_own_offer, is_owned
from cordee.store.positional import fetch
from cordee.store.profile_check import Budget, checked
from cordee.store.refused_parts import settle_refused_parts
from cordee.store.requested import Beside, beside, settle_requested
from cordee.store.rows import Rows, parameters, write_statement
from cordee.store.signers import Signer
from cordee.store.staged import Act, Past, Staged, Written
from cordee.store.statements import statement
from cordee.store.subscriptions.derived import Watching, prepare, watch
from cordee.store.unchanged import is_unchanged
from cordee.store.unit import Unit

STAGED_AT_ONCE = 16  # resources, a millisecond; then others' tasks go on
_TRACED_AS = {"created": "create", "updated": "update", "deleted": "delete"}


class Flush:
    """Writes one unit on one connection; afterwards `results` and `changed` (types by patient) tell what was done.

    `addressees` are those named by the letters written. `unseen` are deletions that found nothing to be seen, with
    the patient whose record it is when there was something.
    """

    def __init__(self, connection: Connection, unit: Unit, current: dict[tuple[str, str], Current]) -> None:
        self.results: list[Written] = []
        self.changed: dict[str, set[str]] = {}
        self.unseen: list[tuple[Staged, str | None]] = []
        self.addressees: set[str] = set()
        self._connection = connection
        self._unit = unit
        self._asker = unit.asker
        self._current = current
        self._granted = {
            row.patient_id: row.granted for row in current.values() if row.patient_id is not None
        }
        self.rows = Rows(unit.asker)
        self._replaced: list[int] = []
        self._foreign: list[tuple[str, Signer]] = []
        self._joined: set[str] = set()
        self._conversations = ConversationsWritten()
        self._files = LetterFilesWritten()
        self._watching: list[Watching] = []
        self.narrowed: list[Narrowed] = []
        self.sent: list[Addressed] = []
        self.requested: list[Beside] = []
        self._budget = Budget()
        self._moment = _whole_milliseconds(now())
        self._moment_text = _instant_text(self._moment)

    async def run(self, keys: KeyBlock) -> None:
        """Write everything staged. Cost: one statement, and one more when versions are replaced."""
        await self.stage(keys)
        if self._replaced:
            await self._connection.execute(statement("keep_versions").encode(), {"keys": self._replaced})
        await write_together(self._connection, [self])
        await settle(self._connection, self.rows.listed())
        await settle_sent(self._connection, self._asker, self.sent)
        await settle_requested(self._connection, self.requested)
        await settle_refused_parts(self._connection, self.rows.stored())
        await watch(self._connection, self._watching)

    async def stage(self, keys: KeyBlock) -> None:
        """Turn everything staged into rows; raises what can be refused without asking the database."""
        fresh = sum(self._current_of(one) is None and one.act is not Act.DELETE for one in self._unit.staged)
        taken = iter(await keys.take(self._connection, fresh))
        for number, one in enumerate(self._unit.staged, 1):
            self._add(one, taken)
            if number % STAGED_AT_ONCE == 0:
                await asyncio.sleep(0)
        self._files.refuse_foreign()
        if self._foreign:
            await refuse_foreign(self._connection, self._asker, self._foreign)
        if self._joined and not self._asker.is_system:
            await refuse_foreign_meetings(self._connection, self._asker, self._joined)
        await self._conversations.refuse_foreign(self._connection, self._asker)

    def _current_of(self, one: Staged) -> Current | None:
        return self._current.get((one.type, one.id))

    def _add(self, one: Staged, keys: Iterator[int]) -> None:
        row = self._current_of(one)
        if one.is_chosen and is_part_id(one.id) and (row is None or not row.is_visible):
            raise ReservedIdError  # taken elsewhere or not: who can draw the id learns nothing of it
        if one.has_names:
            rename(one, self._unit.names, row.content if row is not None and not row.deleted else None)
        if row is None:
            if one.may_be_absent:
                self._add_unseen(one, None)
                return
            if one.act in (Act.UPDATE, Act.DELETE):
                raise NotFoundError
            self._add_row(one, None, next(keys))
            return
        if one.act is Act.CREATE:
            raise AlreadyExistsError(f"{one.type}/{one.id}")
        if one.may_be_absent and not row.is_visible:
            self._add_unseen(one, row.patient_id)
            return
        check_change(one, row, self._asker)
        check_author(row, one.resource, self._asker)
        check_own_refusal(row, one.resource, self._asker)
        reuse(one, row.content)
        if _changes_nothing(one, row):
            self._add_unchanged(one, row)
            return
        self._replaced.append(row.key)
        self._add_row(one, row, row.key)

    def _add_unseen(self, one: Staged, patient_id: str | None) -> None:
        self.unseen.append((one, patient_id))
        self.results.append(Written(type=one.type, id=one.id, version=0, outcome="absent", is_deletion=True))

    def _add_unchanged(self, one: Staged, row: Current) -> None:
        self.results.append(
            Written(
                type=row.type,
                id=row.id,
                version=row.version,
                outcome="unchanged",
                is_deletion=row.deleted,
                content=as_sent(one, row.content),
                updated_at=row.updated_at,
            )
        )

    def _add_row(self, one: Staged, row: Current | None, key: int) -> None:
        version = row.version + 1 if row is not None else 1
        written = one.past or Past(self._asker.who, self._moment)
        columns, content, findings = self._derive(one, row, version, written.at)
        self._unit.refuse_narrowed(one.type, columns.patient_id)
        is_theirs = is_owned(one.type, columns.patient_id) or (
            row is not None and is_own_offer(self._asker, one.type, row.content, one.resource)
        )
        granted = is_theirs or answers(one, row) or self._is_granted(columns)
        if not is_theirs:
            self._unit.refuse_forbidden_categories(columns.category, columns.patient_id)
        elif row is None and one.type == ADDRESSED_TYPE:
            self._unit.refuse_unsigned_letter(one.resource)
        stood = row.content if row is not None and not row.deleted else None
        narrowed = narrowed_by(one.resource, one.type, columns, row, written.by)
        if narrowed is not None:
            self.narrowed.append(narrowed)
        if is_orientation(one.resource, one.type) and columns.patient_id is not None:
            self.sent.append(addressed(key, one.resource, columns.patient_id, stood))
        was, was_of = (row.category, row.patient_id) if row is not None else (0, None)
        asked = beside(key, one.type, one.id, one.resource, columns.patient_id, columns.category, was, was_of)
        if asked is not None:
            self.requested.append(asked)
        self._joined |= meetings_joined(one.resource, one.type, stood)
        if one.type == ADDRESSED_TYPE and not self._asker.is_system:
            self._conversations.add(one.id, one.resource, columns, row)
        if not self._asker.is_system:
            self._files.add(one.type, one.id, one.resource, columns, row)
        self.rows.add_resource(
            key=key,
            type=one.type,
            id=one.id,
            version=version,
            deleted=one.resource is None,
            patient_id=columns.patient_id,
            category=columns.category,
            hidden_from=columns.hidden_from,
            happened_at=columns.happened_at or written.at,
            content=content.decode(),
            granted=granted,
            opens=not granted and self._unit.opens(one, columns.patient_id),
            replaces=row is not None,
            updated_at=written.at,
            updated_by=written.by,
        )
        if one.resource is not None:
            signers = foreign_signers(one.resource, one.type, row, self._asker)
            self._foreign += [(one.type, signer) for signer in signers]
            self.rows.add_indexes(key, one.type, content, columns)
            self.rows.add_rights(key, one.type, one.resource, columns)
            self.addressees |= self.rows.add_addressees(key, one.type, one.resource, columns, written.at)
        if letter := letter_of(one.resource, one.type, columns.patient_id):
            self.rows.add_letter_file(key, letter)
        if one.kept is not None:
            self.rows.add_content(key, version, columns.patient_id, one.kept, written.by)
        if one.type == "Subscription":
            self._watching.append(Watching(key, one.id, one.resource, self._asker))
        outcome = _outcome(one, row)
        self.rows.trace(_TRACED_AS[outcome], one.type, one.id, columns.patient_id)
        self.results.append(
            Written(
                type=one.type,
                id=one.id,
                version=version,
                outcome=outcome,
                is_deletion=one.resource is None,
                content=as_sent(one, content),
                updated_at=written.at,
                findings=findings,
            )
        )
        if columns.patient_id is not None:
            self.changed.setdefault(columns.patient_id, set()).add(one.type)

    def _derive(
        self, one: Staged, row: Current | None, version: int, moment: datetime
    ) -> tuple[Columns, bytes, tuple[Issue, ...]]:
        if one.resource is None:
            assert row is not None
            tombstone = msgspec.json.encode({"resourceType": one.type, "id": one.id})
            return Columns(row.patient_id, row.category, row.hidden_from, row.happened_at), tombstone, ()
        is_right = one.is_decoded
        if one.type == "Subscription":
            prepare(one.resource, self._asker)
            is_right = False
        text = self._moment_text if moment is self._moment else _instant_text(moment)
        _stamp(one.resource, version, text)
        content = encode(one.resource)
        if self._asker.is_system:  # what imports and populations write was decoded, or is held by their tests
            return columns_of(one.resource, one.type), content, ()
        if not is_right:
            decode(content, one.type)
        return columns_of(one.resource, one.type), content, checked(one.type, one.id, content, self._budget)

    def _is_granted(self, columns: Columns) -> bool:
        """Return whether the write needs no look at the circle any more: `sql/write.sql` looks for the others."""
        if self._asker.is_system:
            return True
        known = self._granted.get(columns.patient_id or "", 0)
        return bool(known & columns.category)


async def write_together(connection: Connection, flushes: Sequence[Flush]) -> None:
    """Write the rows of staged flushes with one statement: all of them, or none when one is refused."""
    written = [flush.rows for flush in flushes if flush.rows.tables["resource"]]
    if written:
        await fetch(connection, write_statement(), parameters(written) | {"now": now()})


def _changes_nothing(one: Staged, row: Current) -> bool:
    if one.act is Act.DELETE:
        return row.deleted
    return one.act is Act.PUT and not row.deleted and is_unchanged(one.resource, row.content, one.type)


def _outcome(one: Staged, row: Current | None) -> str:
    if one.resource is None:
        return "deleted"
    return "updated" if row is not None and not row.deleted else "created"


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _instant_text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _stamp(resource: Any, version: int, moment: str) -> None:
    """Set the store's own marks: version and instant, to the millisecond, as `meta` shows them."""
    if resource.meta is None:
        resource.meta = Meta()
    resource.meta.versionId = str(version)
    resource.meta.lastUpdated = moment

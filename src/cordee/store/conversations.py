"""Whose a conversation of no record is: nobody writes in one they are not in by naming it, nor in one they left.

Whoever writes in a conversation may name somebody new, who is in it from then on. So taking part is a right, and is
checked where rows are written, for pages and FHIR alike. Who left, or was removed by who began it, is not in it any
more, until a word of the conversation adds them again.
"""

from copy import copy
from typing import Any

from cordee.fhir import decode
from cordee.store.addressees import is_about_members, removed_by, thread_of
from cordee.store.asker import Asker
from cordee.store.categories import MESSAGES
from cordee.store.columns import Columns
from cordee.store.current import Current
from cordee.store.database import Connection
from cordee.store.errors import ForeignConversationError, MessageOfRecordError, NotItsBeginnerError
from cordee.store.owned import ADDRESSED_TYPE
from cordee.store.positional import fetch
from cordee.store.unchanged import is_unchanged
from cordee.store.wall import shown_within

_PARTS = """
    SELECT t.thread,
        EXISTS (SELECT 1 FROM addressee a WHERE a.thread = t.thread AND a.who = ANY(%(keys)s::text[])
                AND a.patient_id IS NULL AND NOT a.is_notice) AS is_named,
        (SELECT a.is_in FROM addressee a WHERE a.thread = t.thread AND a.who = ANY(%(keys)s::text[])
         AND a.patient_id IS NULL AND a.is_in IS NOT NULL ORDER BY a.sent_at DESC, a.source_key DESC LIMIT 1) AS is_in
    FROM unnest(%(threads)s::text[]) AS t (thread)"""
_BEGUN = """
    SELECT r.id FROM resource r JOIN addressee a ON a.source_key = r.key
    WHERE r.type = 'Communication' AND r.id = ANY(%s) AND NOT r.deleted AND a.is_sender AND a.who = ANY(%s)"""


class ConversationsWritten:
    """The conversations of no record one unit writes in, and what its writer has to be in each."""

    def __init__(self) -> None:
        self._begun: set[str] = set()
        self._joined: set[str] = set()
        self._standing: set[str] = set()
        self._narrowed: set[str] = set()

    def add(self, id_: str, resource: Any, columns: Columns, row: Current | None) -> None:
        """Note a Communication about to be written, None when it is to be removed, and the row it replaces.

        - begun, or about somebody: nothing to be;
        - joined, by a message new to it: named there, and not gone since;
        - standing in it and changed, or come back to begin it as it did before: not gone. Whoever is gone still
          withdraws their own messages, says that they received others, and touches no word about who is in it;
        - narrowed, by a word that removes somebody: whoever began it.

        Raises MessageOfRecordError for one of a record that would be of none: those it names would read it, with the
        files it was sent with before, whoever chose them. One that is deleted is of the record it was of.
        """
        if (
            resource is not None
            and columns.patient_id is None
            and row is not None
            and row.patient_id is not None
        ):
            raise MessageOfRecordError
        stood = decode(row.content, ADDRESSED_TYPE) if row is not None and not row.deleted else None
        was_in = thread_of(stood) if stood is not None and row is not None and _is_letter(row) else ""
        if was_in and row is not None and not _is_harmless(resource, stood, row):
            self._standing.add(was_in)
        if resource is None or not _is_letter(columns):
            return
        thread = thread_of(resource)
        if row is None:
            self._begun.add(id_)
        if thread not in (id_, was_in):
            self._joined.add(thread)
        elif row is not None and not was_in:
            self._standing.add(thread)
        if removed_by(resource) - (removed_by(stood) if stood is not None else set()):
            self._narrowed.add(thread)

    async def refuse_foreign(self, connection: Connection, asker: Asker) -> None:
        """Raise ForeignConversationError for a conversation the asker is not in, one that does not exist alike, and
        NotItsBeginnerError for one they narrow and did not begin.

        Cost: one statement, one more to remove somebody, none when nothing is continued.
        """
        threads = sorted((self._joined | self._standing | self._narrowed) - self._begun)
        if not threads:
            return
        rows = await fetch(connection, _PARTS, {"threads": threads, "keys": list(asker.keys)})
        if any(is_in is False or (thread in self._joined and not named) for thread, named, is_in in rows):
            raise ForeignConversationError
        if narrowed := self._narrowed - self._begun:
            async with connection.transaction(), shown_within(connection, asker):
                found = await connection.execute(_BEGUN, (sorted(narrowed), list(asker.keys)))
                begun = {row[0] for row in await found.fetchall()}
            if narrowed - begun:
                raise NotItsBeginnerError


def _is_letter(one: Columns | Current) -> bool:
    return one.patient_id is None and bool(one.category & MESSAGES)


def _is_harmless(becomes: Any, stood: Any, row: Current) -> bool:
    """Return whether a change says nothing in a conversation: a message withdrawn or put back, or received.

    No change of a word about who is in it is: written again, it may come after what was said since.
    """
    if is_about_members(stood):
        return False
    if becomes is None:
        return True
    as_before = copy(becomes)
    as_before.received, as_before.status = stood.received, stood.status
    return is_unchanged(as_before, row.content, row.type)

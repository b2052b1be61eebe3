"""Whose a conversation of no record is: nobody writes in one they are not in by naming it.

Whoever writes in a conversation may name somebody new, who is in it from then on. So taking part is a right, and is
checked where rows are written, for pages and FHIR alike.
"""

from collections.abc import Iterable
from typing import Any

from cordee.fhir import decode
from cordee.store.addressees import thread_of
from cordee.store.asker import Asker
from cordee.store.categories import MESSAGES
from cordee.store.columns import Columns
from cordee.store.database import Connection
from cordee.store.errors import ForeignConversationError
from cordee.store.owned import ADDRESSED_TYPE
from cordee.store.positional import fetch

_TAKES_PART = """SELECT DISTINCT a.thread FROM addressee a
    WHERE a.thread = ANY(%(threads)s::text[]) AND a.who = ANY(%(keys)s::text[])
      AND a.patient_id IS NULL AND NOT a.is_notice"""


def conversation_joined(resource: Any, type_name: str, columns: Columns, stood: bytes | None) -> str:
    """Return the conversation a letter of no record says it is part of, and the version it replaces did not.

    Nothing for one that begins a conversation, and for what is no letter.
    """
    if type_name != ADDRESSED_TYPE or resource is None or columns.patient_id is not None:
        return ""
    thread = thread_of(resource)
    if not columns.category & MESSAGES or thread == resource.id:
        return ""
    return "" if stood is not None and thread_of(decode(stood, ADDRESSED_TYPE)) == thread else thread


async def refuse_foreign_conversations(connection: Connection, asker: Asker, threads: Iterable[str]) -> None:
    """Raise ForeignConversationError for a conversation no letter of which is from or to the asker.

    One that does not exist is refused alike. Cost: one statement.
    """
    asked = set(threads)
    values = {"threads": sorted(asked), "keys": list(asker.keys)}
    if asked - {row[0] for row in await fetch(connection, _TAKES_PART, values)}:
        raise ForeignConversationError

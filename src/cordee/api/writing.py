"""What the writing interactions share: reading the resource sent, and telling what was stored."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.access import Door
from cordee.api.call import Call, Reply
from cordee.fhir import decode
from cordee.store.staged import Written


class _Meta(msgspec.Struct):
    lastUpdated: datetime


class _Marked(msgspec.Struct):
    meta: _Meta


_decode_marks = msgspec.json.Decoder(_Marked).decode


async def sent_resource(call: Call) -> Any:
    """Return the typed resource of the body, of the type the address names.

    Raises: InvalidResourceError naming the path of what is wrong.
    """
    return decode(await call.read_body(), call.type)


async def written_reply(door: Door, written: Written) -> Reply:
    """Return the reply to one write: 201 with its location when it created, else 200.

    When the write changed nothing, the version that stands is read for the answer.
    """
    if written.outcome in {"unchanged", "deleted"} and not written.content:
        stored = await door.read(written.type, written.id)
        content, updated_at = stored.content, stored.updated_at
    else:
        content, updated_at = written.content, _decode_marks(written.content).meta.lastUpdated
    return Reply(
        status=201 if written.outcome == "created" else 200,
        content=content,
        version=written.version,
        updated_at=updated_at,
        location=f"{written.type}/{written.id}/_history/{written.version}",
        is_write=True,
    )

"""What the writing interactions share: reading the resource sent, and telling what was stored."""

from typing import Any

from cordee.api.call import Call, Reply
from cordee.fhir import decode
from cordee.store import Written


async def sent_resource(call: Call) -> Any:
    """Return the typed resource of the body, of the type the address names.

    Raises: InvalidResourceError naming the path of what is wrong.
    """
    return decode(await call.read_body(), call.type)


def written_reply(written: Written) -> Reply:
    """Return the reply to one write: 201 when it created, else 200, with the version that stands now."""
    return Reply(
        status=201 if written.outcome == "created" else 200,
        content=written.content,
        version=written.version,
        updated_at=written.updated_at,
        location=f"{written.type}/{written.id}/_history/{written.version}",
        is_write=True,
        findings=written.findings,
    )


def deleted_reply(written: Written) -> Reply:
    """Return the reply to one deletion: 204, with the version that is the deletion when there is one."""
    return Reply(
        status=204,
        version=written.version or None,
        updated_at=written.updated_at,
        is_write=True,
        deleted=written.reference,
    )

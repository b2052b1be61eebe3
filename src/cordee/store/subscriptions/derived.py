"""The table `subscription`, derived from Subscription resources in the transaction that writes them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cordee.fhir.subscription import check, end_of, heartbeat_of, type_of
from cordee.store.asker import Asker
from cordee.store.database import Connection
from cordee.store.statements import statement


class Watching(msgspec.Struct, frozen=True):
    """One Subscription about to be written; `resource` is None when it is deleted."""

    key: int
    id: str
    resource: Any
    asker: Asker


def prepare(subscription: Any, asker: Asker) -> None:
    """Set what only the server says: whoever writes a Subscription requests it, or turns it off.

    When the server could not honour it, raises UnsupportedSubscriptionError. What the platform writes is kept as it is.
    """
    if asker.is_system:
        return
    if subscription.status != "off":
        check(subscription)
        subscription.status = "requested"
    subscription.error = None


async def watch(connection: Connection, written: Sequence[Watching]) -> None:
    """Derive the rows of Subscriptions just written; without any, sends nothing.

    Events are wanted from the moment a Subscription is requested, so that none is missed until it is active; a change
    to one that is watched misses none either.
    """
    for one in written:
        if one.resource is None:
            await connection.execute("UPDATE subscription SET status = 'off' WHERE key = %s", (one.key,))
        else:
            await connection.execute(statement("watch").encode(), _values(one))


def _values(one: Watching) -> dict[str, Any]:

    return {
        "key": one.key,
        "id": one.id,
        "type": type_of(one.resource.criteria or ""),
        "criteria": one.resource.criteria or "",
        "channel": one.resource.channel.type or "",
        "status": one.resource.status or "error",
        "account_id": one.asker.account,
        "by_platform": one.asker.is_system,
        "ends_at": end_of(one.resource),
        "heartbeat_s": heartbeat_of(one.resource),
    }

"""The table `subscription`, derived from Subscription resources in the transaction that writes them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cordee.fhir.subscription import check, end_of, heartbeat_of, type_of
from cordee.store.asker import Asker
from cordee.store.database import Connection
from cordee.store.errors import TooManySubscriptionsError
from cordee.store.statements import statement

WATCHED_MAX = 100  # subscriptions of one account: each is a search for every batch of events of its type


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

    Raises: TooManySubscriptionsError when an account would have more than `WATCHED_MAX` that are not off or in error.
    """
    for one in written:
        if one.resource is None:
            await connection.execute("UPDATE subscription SET status = 'off' WHERE key = %s", (one.key,))
        else:
            await connection.execute(statement("watch").encode(), _values(one))
            await _count(connection, one.asker)


async def _count(connection: Connection, asker: Asker) -> None:
    if asker.is_system:
        return
    text = """SELECT count(*) FROM subscription
        WHERE status IN ('requested', 'active') AND account_id = %s"""
    row = await (await connection.execute(text, (asker.account,))).fetchone()
    if row is not None and row[0] > WATCHED_MAX:
        raise TooManySubscriptionsError(WATCHED_MAX)


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

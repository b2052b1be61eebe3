"""The states of a Subscription, moved by the platform: active once its receiver answers, error, off at its end."""

from cordee.access import Door
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError, VersionConflictError
from cordee.store import Past
from cordee.store.subscriptions.event import Watcher

_REPLACED = (VersionConflictError, NotFoundError, GoneError)


async def move(door: Door, watcher: Watcher, status: str, error: str | None = None) -> bool:
    """Write a Subscription's new state in its owner's name; False when the owner changed it meanwhile.

    It stays its owner's: what the platform moves is the state, not whose it is.
    """
    resource = watcher.resource
    resource.status = status
    resource.error = error
    try:
        async with door.writing() as unit:
            unit.put(resource, expected_version=watcher.version, past=Past(watcher.owner, now()))
    except _REPLACED:
        return False
    return True

"""Subscribers: the doors of the accounts that wrote Subscriptions, as they are at the moment they are told."""

from collections.abc import Iterable

from cordee.access.acting import Acting
from cordee.access.door import Door
from cordee.access.policy import policy_of
from cordee.store import Asker, Repository, system_asker
from cordee.store.subscriptions.dead import DeadLetters
from cordee.store.subscriptions.deliveries import Deliveries
from cordee.store.subscriptions.matching import Matcher
from cordee.store.subscriptions.sockets import Sockets

PURPOSE = "subscription"


class Subscribers:
    """What the worker needs to match events and to deliver them, each with its subscriber's own access.

    An account that is gone has no door: nothing is delivered in its name.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._acting = Acting(repository.database)
        self.matcher = Matcher(repository.database, repository.matching_ids, self._askers)
        self.deliveries = Deliveries(repository.database)
        self.dead = DeadLetters(repository.database)
        self.sockets = Sockets(repository.database)
        self.wakes = repository.wakes

    async def door(self, account_id: str) -> Door | None:
        """Return the door of an account, with the rights it has now."""
        found = await self._acting.by_ids([account_id])
        return Door(self._repository, policy_of(found[0], PURPOSE), found[0]) if found else None

    def platform_door(self) -> Door:
        """Return the door that moves Subscriptions through their states."""
        return Door(self._repository, system_asker(PURPOSE), None)

    async def _askers(self, account_ids: Iterable[str]) -> dict[str, Asker]:
        return {actor.id: policy_of(actor, PURPOSE) for actor in await self._acting.by_ids(account_ids)}

"""Subscribers: the doors of the accounts that wrote Subscriptions, as they are at the moment they are told."""

from collections.abc import Iterable

import msgspec

from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.policy import policy_of
from cordee.store import Asker, Repository, system_asker
from cordee.store.people import AccountRow, People
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
        self._people = People(repository.database)
        self.matcher = Matcher(repository.database, repository.matching_ids, self._askers)
        self.deliveries = Deliveries(repository.database)
        self.dead = DeadLetters(repository.database)
        self.sockets = Sockets(repository.database)
        self.wakes = repository.wakes

    async def door(self, account_id: str) -> Door | None:
        """Return the door of an account, with the rights it has now."""
        rows = await self._people.by_ids([account_id]) if account_id else []
        if not rows:
            return None
        actor = actor_of(rows[0])
        return Door(self._repository, policy_of(actor, PURPOSE), actor)

    def platform_door(self) -> Door:
        """Return the door that moves Subscriptions through their states."""
        return Door(self._repository, system_asker(PURPOSE), None)

    async def _askers(self, account_ids: Iterable[str]) -> dict[str, Asker]:
        rows = await self._people.by_ids([id_ for id_ in account_ids if id_])
        return {row.id: policy_of(actor_of(row), PURPOSE) for row in rows}


def actor_of(account: AccountRow) -> Actor:
    """Return the actor an account signs in as."""
    fields = msgspec.structs.asdict(account)
    del fields["is_demo"], fields["identity_id"]
    return Actor(**(fields | {"keys": tuple(account.keys)}))

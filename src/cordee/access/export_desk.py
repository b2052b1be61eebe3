"""The desk of bulk exports: what was asked, and the door each is made through."""

from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.policy import policy_of
from cordee.access.subscribers import actor_of
from cordee.store import Repository
from cordee.store.exports.exports import Exports
from cordee.store.people import People

PURPOSE = "export"


class ExportDesk:
    """Exports of accounts, each made with the rights its account has at that moment."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._people = People(repository.database)
        self.exports = Exports(repository.database)

    async def door(self, account_id: str) -> Door | None:
        """Return the door of an account, or None when it is gone."""
        rows = await self._people.by_ids([account_id])
        actor: Actor | None = actor_of(rows[0]) if rows else None
        return Door(self._repository, policy_of(actor, PURPOSE), actor) if actor is not None else None

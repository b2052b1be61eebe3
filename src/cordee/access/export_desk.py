"""The desk of bulk exports: what was asked, and the door each is made through."""

from cordee.access.acting import Acting
from cordee.access.door import Door
from cordee.access.policy import policy_of
from cordee.store import Repository
from cordee.store.exports.exports import Exports

PURPOSE = "export"


class ExportDesk:
    """Exports of accounts, each made with the rights its account has at that moment."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._acting = Acting(repository.database)
        self.exports = Exports(repository.database)

    async def door(self, account_id: str) -> Door | None:
        """Return the door of an account, or None when it is gone."""
        found = await self._acting.by_ids([account_id])
        return Door(self._repository, policy_of(found[0], PURPOSE), found[0]) if found else None

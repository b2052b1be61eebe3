"""What is done with grants, in the trace: under the account that gave them."""

from cordee.access.acting import actor_of
from cordee.access.errors import OAuthError
from cordee.access.policy import policy_of
from cordee.kernel.clock import now
from cordee.store import Repository
from cordee.store.applications.grants import GrantRow, Grants
from cordee.store.people import AccountRow, People

PURPOSE = "api"


class GrantTrace:
    """Notes acts about grants, and ends the grants that end."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._grants = Grants(repository.database)
        self._people = People(repository.database)

    async def account(self, grant: GrantRow) -> AccountRow:
        """Return the account a grant acts under; raises OAuthError `invalid_grant` when it was closed."""
        found = await self._people.by_ids([grant.account_id])
        if not found:
            raise invalid_grant()
        return found[0]

    async def note(self, grant: GrantRow, action: str, outcome: str = "done", detail: str = "") -> None:
        """Trace an act about a grant."""
        asker = policy_of(actor_of(await self.account(grant)), PURPOSE)
        type_ = "Patient" if grant.patient_id else ""
        await self._repository.note(
            asker, action, outcome, type_=type_, patient_id=grant.patient_id, detail=detail
        )

    async def end(self, grant: GrantRow, action: str, outcome: str) -> None:
        """End a grant and all that came of it, and trace why."""
        await self._grants.revoke(grant.id, now())
        await self.note(grant, action, outcome)


def invalid_grant() -> OAuthError:
    """Return the one refusal of a code or a token that opens nothing."""
    return OAuthError(
        "invalid_grant",
        "Ce code ou ce jeton n’est pas valable, ou ne l’est plus.",
        "This code or token is not valid, or not any more.",
    )

"""Identities: one human being, whatever they prove themselves with and however many roles they have."""

import msgspec

from cordee.access.acting import actor_of
from cordee.access.actor import Actor
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError
from cordee.kernel.ids import new_id
from cordee.store import Database
from cordee.store.identities import IdentityRow, IdentityTable
from cordee.store.people import AccountRow, People

Identity = IdentityRow
"""Who a human being is: `id`, `name`, `email`, `disabled_at`."""


class IdentityDesk:
    """Finds people by what a provider says of them, makes them, and opens and closes their roles."""

    def __init__(self, database: Database) -> None:
        self._identities = IdentityTable(database)
        self._people = People(database)

    async def find(self, identity_id: str) -> Identity | None:
        """Return an identity, or None."""
        return await self._identities.find(identity_id)

    async def find_by_email(self, email: str) -> Identity | None:
        """Return the identity of an e-mail address, whatever its case, or None."""
        return await self._identities.by_email(_email(email) or "")

    async def everybody(self) -> list[Identity]:
        """Return every identity, by name."""
        return await self._identities.everybody()

    async def officers(self) -> list[str]:
        """Return the ids of the identities of privacy officers."""
        return await self._identities.officers()

    async def find_by_link(self, issuer: str, subject: str) -> Identity | None:
        """Return who a provider's subject is here, or None."""
        return await self._identities.by_link(issuer, subject)

    async def create(self, name: str, email: str | None = None) -> Identity:
        """Make an identity; when the e-mail address is somebody's already, returns that one."""
        return await self._identities.create(IdentityRow(id=new_id(), name=name, email=_email(email)))

    async def find_or_create(self, issuer: str, subject: str, name: str) -> Identity:
        """Return who a provider's subject is here; two sign-ins at once make one identity."""
        found = await self._identities.by_link(issuer, subject)
        if found is not None:
            return found
        made = await self.create(name)
        identity_id = await self._identities.link(issuer, subject, made.id)
        if identity_id != made.id:
            await self._identities.discard(made.id)
        winner = await self._identities.find(identity_id)
        assert winner is not None
        return winner

    async def link(self, issuer: str, subject: str, identity_id: str) -> bool:
        """Tie a provider's subject to an identity; return False when it is tied to another one already."""
        return await self._identities.link(issuer, subject, identity_id) == identity_id

    async def set_email(self, identity_id: str, email: str) -> bool:
        """Give an identity its e-mail address; return False when it is somebody else's."""
        return await self._identities.set_email(identity_id, _email(email) or "")

    async def mailbox_of(self, who: str) -> str:
        """Return the e-mail address of whoever acts under a reference, empty when there is none."""
        for account in await self._people.signing_as([who]):
            identity = await self._identities.find(account.identity_id) if account.identity_id else None
            if identity is not None and identity.email:
                return identity.email
        return ""

    async def accounts_of(self, identity_id: str) -> list[Actor]:
        """Return the roles an identity may act in now, in the order they were given."""
        return [actor_of(row) for row in await self._people.of_identity(identity_id)]

    async def is_free(self, login: str, identity_id: str) -> bool:
        """Return whether a login is nobody's, or that identity's and open: a closed account is not taken again."""
        holder = await self._people.holder(login)
        return holder is None or (holder[0] == identity_id and not holder[1])

    async def open_account(self, identity_id: str, actor: Actor) -> Actor:
        """Give an identity a role; its account of the same login is replaced, the id kept, and opened again.

        Raises: ForbiddenError when the login is another identity's: an account never changes hands.
        """
        fields = msgspec.structs.asdict(actor) | {"keys": list(actor.keys), "is_demo": False}
        del fields["limits"]  # a token's, never an account's
        row = AccountRow(**fields, identity_id=identity_id)
        await self._people.save(row)
        saved = await self._people.by_login(actor.login)
        if saved is None or saved.identity_id != identity_id:
            raise ForbiddenError
        return actor_of(saved)

    async def close_accounts(self, identity_id: str, account_ids: list[str]) -> None:
        """Close roles: at this instant no session acts in them and their tokens open nothing, in every process."""
        await self._people.close_accounts(identity_id, account_ids, now())

    async def disable(self, identity_id: str) -> None:
        """Disable an identity: every session of theirs is closed, and they sign in no more."""
        await self._identities.set_disabled(identity_id, now())

    async def enable(self, identity_id: str) -> None:
        """Let a disabled identity sign in again."""
        await self._identities.set_disabled(identity_id, None)


def _email(email: str | None) -> str | None:
    return email.strip().lower() or None if email else None

"""Invitations: who may ask whom to join, and what becomes of the letters they cause.

The link itself is made when its letter leaves (`access/local/links.py`): nobody here ever holds its secret.
"""

from datetime import timedelta

import msgspec

from cordee.access.actor import Actor
from cordee.access.inviting import Draft, email_of, may_confirm, may_invite, structure_of
from cordee.access.letters import invitation_job
from cordee.access.refusals import NotYoursToInviteError
from cordee.access.witness import witness_actor
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store.credentials import InvitationRow, Invitations
from cordee.store.database import BorrowedConnection, Database
from cordee.store.identities import IdentityTable
from cordee.store.people import People

Invitation = InvitationRow
"""An invitation as lists show it; never its secret."""

PENDING_MAX = 200
FORGOTTEN_LIFE = timedelta(hours=1)


class InvitationDesk:
    """Makes, sends again, cancels and lists invitations."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._invitations = Invitations(database)
        self._identities = IdentityTable(database)
        self._people = People(database)
        self._life = timedelta(hours=settings.invitation_hours)

    async def invite(
        self, draft: Draft, *, email: str, invited_by: Actor | None, by_mail: bool = True
    ) -> str:
        """Store an invitation with the job that sends it; return its id. One still open for the same is replaced.

        Without `by_mail` nothing is sent: the caller has the link made and hands it over.

        - the command line (`invited_by` is None) invites anybody;
        - an officer invites professionals, patients and carers, not another officer;
        - a coordinator invites patients, carers and professionals, other coordinators of their structure only;
        - other professionals, patients and carers invite patients and carers: the caller has made sure that the
          record is one they may add them to.

        Raises: NotYoursToInviteError; NotAnAddressError.
        """
        if not may_invite(draft, invited_by):
            raise NotYoursToInviteError
        return await self._add(
            "join", email_of(email), draft.name, invited_by, account=draft, by_mail=by_mail
        )

    async def give_access_anew(self, email: str, *, confirmed_by: Actor | None, by_mail: bool = True) -> str:
        """Send a link that replaces every means of somebody who has lost theirs; return the id of its invitation.

        Two things are needed, never one: this confirmation, and their mailbox. Those who may confirm:

        - the command line;
        - an officer, for everyone who is no officer;
        - a coordinator, for the people who hold a role in their structure.

        Raises: NotFoundError when it is nobody's, or not theirs to confirm: the two answer alike.
        """
        identity = await self._identities.by_email(email_of(email))
        if identity is None:
            raise NotFoundError
        roles = await self._people.of_identity(identity.id)
        if confirmed_by is not None and not may_confirm(
            confirmed_by, [(one.kind, one.organization) for one in roles]
        ):
            raise NotFoundError
        return await self._add(
            "renew",
            identity.email or "",
            identity.name,
            confirmed_by,
            identity_id=identity.id,
            by_mail=by_mail,
        )

    async def ask_new_password(self, email: str) -> None:
        """Send who has this e-mail a link to choose another password, for which they still need their second factor.

        Known or not, the work is the same: the letter is not written for who is unknown.
        """
        await self._add("forgotten", email_of(email), "", None, life=FORGOTTEN_LIFE)

    async def pending(self, asker: Actor | None) -> list[Invitation]:
        """Return invitations that were not used, newest first: all for an officer, those of a coordinator's structure.

        Raises: NotFoundError for anybody else.
        """
        return await self._invitations.pending(structure_of(asker), count=PENDING_MAX)

    async def send_again(self, id_: str, asker: Actor | None) -> None:
        """Send an invitation again, with a new link and its full life; NotFoundError when it is not open or theirs."""
        await self._ensure_theirs(id_, asker)
        if not await self._invitations.renew(id_, now() + self._life, invitation_job(id_)):
            raise NotFoundError

    async def cancel(self, id_: str, asker: Actor | None) -> None:
        """Cancel an invitation: its link works no more; NotFoundError when it is not open or theirs."""
        await self._ensure_theirs(id_, asker)
        if not await self._invitations.cancel(id_, now()):
            raise NotFoundError

    async def _ensure_theirs(self, id_: str, asker: Actor | None) -> None:
        structure = structure_of(asker)
        found = await self._invitations.find(id_)
        if found is None or (structure is not None and found.organization != structure):
            raise NotFoundError

    async def _add(
        self,
        purpose: str,
        email: str,
        name: str,
        by: Actor | None,
        *,
        account: Draft | None = None,
        identity_id: str | None = None,
        life: timedelta | None = None,
        by_mail: bool = True,
    ) -> str:
        moment, id_ = now(), new_id()
        row = InvitationRow(
            id=id_,
            purpose=purpose,
            email=email,
            name=name,
            identity_id=identity_id,
            account=msgspec.to_builtins(account) if account else None,
            made_by=by.id if by else "",
            made_by_name=", ".join(part for part in (by.name, by.organization_name) if part) if by else "",
            organization=by.organization if by else "",
            made_at=moment,
            expires_at=moment + (life or self._life),
        )
        async with self._database.transaction() as connection:
            inside = BorrowedConnection(connection)
            await Invitations(inside).add(row, invitation_job(id_) if by_mail else None)
            if purpose != "forgotten":
                await witness_actor(inside, by, "invite", "accès redonné" if purpose == "renew" else "")
        return id_

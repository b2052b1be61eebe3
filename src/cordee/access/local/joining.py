"""Accepting what a link opens: choosing the means, and getting the role, in one transaction."""

from collections.abc import Awaitable, Callable

import msgspec

from cordee.access.identities import IdentityDesk
from cordee.access.letters import warning_job
from cordee.access.local import recovery, totp
from cordee.access.local.links import Links, Opened
from cordee.access.local.passkeys import PasskeyDesk
from cordee.access.local.relying_party import RelyingParty
from cordee.access.local.sealing import Sealer
from cordee.access.local.security import SecurityDesk, first_step
from cordee.access.local.sign_in import changed_now
from cordee.access.local.steps import LINK, Steps
from cordee.access.refusals import AlreadyHereError, CeremonyOverError, LinkOverError
from cordee.access.witness import witness
from cordee.kernel.clock import now
from cordee.store.credentials import (
    Invitations,
    KnownDevices,
    Passkeys,
    Passwords,
    RecoveryCodes,
    Totps,
    hold_identity,
    means_of,
)
from cordee.store.database import BorrowedConnection, Database
from cordee.store.identities import IdentityRow, IdentityTable
from cordee.store.jobs import defer
from cordee.store.sessions import SessionTable

Keep = Callable[[Database, str], Awaitable[None]]


class Joined(msgspec.Struct, frozen=True):
    """Who has joined, and the recovery codes to show them once; none when they use a passkey."""

    identity_id: str
    codes: list[str] = []


class Joining:
    """The ways through a link. Nothing is in force until the last step, and then all of it."""

    def __init__(
        self,
        database: Database,
        links: Links,
        steps: Steps,
        sealer: Sealer,
        security: SecurityDesk,
        passkeys: PasskeyDesk,
    ) -> None:
        self._database = database
        self._links = links
        self._steps = steps
        self._sealer = sealer
        self._security = security
        self._passkeys = passkeys

    async def choose_password(self, secret: str, password: str) -> None:
        """Keep a password chosen, with a new authenticator that waits for its first code.

        Raises: PasswordRefusedError, AlreadyHereError, CeremonyOverError, LinkOverError.
        """
        opened = await self._fresh(secret)
        invitation = opened.invitation
        hash_ = await self._security.accept_password(password, invitation.name, invitation.email)
        sealed = self._sealer.seal(totp.new_secret().encode(), invitation.id)
        await self._steps.advance(opened.step, password_hash=hash_, sealed_secret=sealed)

    async def authenticator_of(self, secret: str) -> str | None:
        """Return the secret of the authenticator being added; None while no password is chosen."""
        opened = await self._fresh(secret)
        sealed = opened.step.sealed_secret
        return self._sealer.open(sealed, opened.invitation.id).decode() if sealed else None

    async def finish_with_code(self, secret: str, code: str) -> Joined:
        """Put the password and the authenticator in force, with the role; WrongProofError when the code is not its."""
        opened = await self._fresh(secret)
        step = opened.step
        if step.sealed_secret is None or step.password_hash is None:
            raise CeremonyOverError
        hash_, plain = step.password_hash, self._sealer.open(step.sealed_secret, opened.invitation.id)
        first = first_step(plain.decode(), code)
        codes = recovery.new_codes()

        async def keep(inside: Database, identity_id: str) -> None:
            await Passwords(inside).save(changed_now(identity_id, hash_))
            await Totps(inside).save(identity_id, self._sealer.seal(plain, identity_id), first, now())
            await RecoveryCodes(inside).replace(identity_id, [recovery.digest_of(one) for one in codes])

        return Joined(await self._settle(secret, opened, keep), codes)

    async def offer_passkey(self, secret: str, party: RelyingParty) -> tuple[str, str]:
        """Return what the browser needs to make a passkey, and the secret of that step."""
        opened = await self._fresh(secret)
        invitation = opened.invitation
        return await self._passkeys.offer_registration(
            party,
            identity_id=None,
            handle=opened.identity_id,
            email=invitation.email,
            name=invitation.name,
            invitation_id=invitation.id,
        )

    async def finish_with_passkey(
        self, secret: str, party: RelyingParty, registration: str, answer: str, name: str
    ) -> Joined:
        """Put a passkey in force, with the role."""
        opened = await self._fresh(secret)
        row = await self._passkeys.registered(
            party,
            registration,
            answer,
            identity_id=opened.identity_id,
            name=name,
            step_of=opened.invitation.id,
        )

        async def keep(inside: Database, identity_id: str) -> None:
            if identity_id != row.identity_id or not await Passkeys(inside).add(row):
                raise CeremonyOverError

        return Joined(await self._settle(secret, opened, keep))

    async def accept_as(self, secret: str, identity_id: str) -> Joined:
        """Give the role to somebody signed in; AlreadyHereError when the invitation is for another one who is here."""
        opened = await self._links.look(secret)
        meant = opened.means.identity_id if opened.must_sign_in and opened.means else identity_id
        draft = opened.draft
        if opened.invitation.purpose != "join" or draft is None or meant != identity_id:
            raise AlreadyHereError
        await self._steps.take(secret, LINK)
        async with self._database.transaction() as connection:
            inside = BorrowedConnection(connection)
            if not await Invitations(inside).use(opened.invitation.id, identity_id, now()):
                raise LinkOverError
            await IdentityDesk(inside).open_account(identity_id, draft.actor(identity_id))
            await witness(inside, identity_id, "invitation-accepted")
            await defer(connection, [warning_job(identity_id, "account", now())])
        return Joined(identity_id)

    async def _fresh(self, secret: str) -> Opened:
        """Return what a link opens to who chooses their means: somebody new, or given access anew."""
        opened = await self._links.look(secret)
        if opened.must_sign_in or opened.invitation.purpose == "forgotten":
            raise AlreadyHereError
        return opened

    async def _settle(self, secret: str, opened: Opened, keep: Keep) -> str:
        await self._steps.take(secret, LINK)
        invitation, draft = opened.invitation, opened.draft
        async with self._database.transaction() as connection:
            inside = BorrowedConnection(connection)
            identity = await _whose(IdentityTable(inside), opened)
            await hold_identity(inside, identity.id)
            held = await means_of(inside, identity_id=identity.id)
            if invitation.purpose == "renew":
                await _forget_means(inside, identity.id)
                await defer(connection, [warning_job(identity.id, "renewed", now())])
            elif held is not None and held.has_any:
                raise AlreadyHereError
            await keep(inside, identity.id)
            if not await Invitations(inside).use(invitation.id, identity.id, now()):
                raise LinkOverError
            if draft is not None:
                await IdentityDesk(inside).open_account(identity.id, draft.actor(identity.id))
            renewed = invitation.purpose == "renew"
            await witness(
                inside, identity.id, "invitation-accepted", detail="accès redonné" if renewed else ""
            )
        return identity.id


async def _whose(identities: IdentityTable, opened: Opened) -> IdentityRow:
    """Return whose means are chosen: somebody made now, or who is given access anew at the mailbox they still have."""
    invitation = opened.invitation
    if invitation.purpose == "join":
        wanted = IdentityRow(id=opened.identity_id, name=invitation.name, email=invitation.email)
        return await identities.create(wanted)
    found = await identities.find(invitation.identity_id or "")
    if found is None or found.email != invitation.email:
        raise LinkOverError
    return found


async def _forget_means(inside: Database, identity_id: str) -> None:
    """Forget everything somebody could prove themselves with here, and close what it opened."""
    await Passwords(inside).drop(identity_id)
    await Totps(inside).drop(identity_id)
    await RecoveryCodes(inside).replace(identity_id, [])
    await Passkeys(inside).drop_all(identity_id)
    await KnownDevices(inside).forget_all(identity_id)
    await SessionTable(inside).close_all(identity_id)

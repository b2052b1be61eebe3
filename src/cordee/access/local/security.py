"""What somebody changes about their own access. Each change is told by e-mail and closes their other sessions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cordee.access.identities import Identity
from cordee.access.letters import warning_job
from cordee.access.local import password_rule, recovery, totp
from cordee.access.local.hashing import Hashing
from cordee.access.local.passkeys import PasskeyDesk
from cordee.access.local.relying_party import RelyingParty
from cordee.access.local.sealing import Sealer
from cordee.access.local.sign_in import changed_now
from cordee.access.local.steps import AUTHENTICATOR, Steps
from cordee.access.refusals import LastProofError, PasswordRefusedError, WrongProofError
from cordee.access.witness import witness
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, RuleViolatedError
from cordee.store.credentials import (
    KnownDevices,
    Means,
    PasskeyRow,
    Passkeys,
    Passwords,
    RecoveryCodes,
    Totps,
    hold_identity,
    means_of,
)
from cordee.store.database import BorrowedConnection, Database
from cordee.store.jobs import defer
from cordee.store.sessions import SessionTable

PASSKEYS_MAX = 10
TRACED = {
    "password": ("password-changed", ""),
    "authenticator": ("means-added", "application de codes"),
    "authenticator-removed": ("means-removed", "application de codes"),
    "passkey": ("means-added", "clé d’accès"),
    "passkey-removed": ("means-removed", "clé d’accès"),
    "codes": ("means-added", "codes de secours"),
}
"""How each change is told in the trace: its action, and the means."""


class SecurityDesk:
    """Changes passwords, authenticators, passkeys and recovery codes; pages ask a recent proof before."""

    def __init__(
        self, database: Database, hashing: Hashing, sealer: Sealer, steps: Steps, passkeys: PasskeyDesk
    ) -> None:
        self._database = database
        self._hashing = hashing
        self._sealer = sealer
        self._steps = steps
        self._passkeys = passkeys

    async def means_of(self, identity_id: str) -> Means:
        """Return what somebody can prove themselves with."""
        found = await means_of(self._database, identity_id=identity_id)
        if found is None:
            raise NotFoundError
        return found

    async def passkeys_of(self, identity_id: str) -> list[PasskeyRow]:
        """Return somebody's passkeys, oldest first."""
        return await Passkeys(self._database).of(identity_id)

    async def accept_password(self, password: str, *own: str) -> str:
        """Return the hash of a password that may be chosen; PasswordRefusedError, saying why, when it may not."""
        reason = await self._hashing.off_loop(lambda: password_rule.refuse(password, *own))
        if reason:
            raise PasswordRefusedError(reason)
        return await self._hashing.hash(password)

    async def change_password(self, identity: Identity, password: str, session_id: str) -> None:
        """Give somebody another password; every other session of theirs is closed, and no device is known any more.

        Raises: PasswordRefusedError; LastProofError when they have nothing beside it to prove themselves with.
        """
        held = await self.means_of(identity.id)
        if held.authenticator_at is None and not held.passkeys:
            raise LastProofError
        hash_ = await self.accept_password(password, identity.name, identity.email or "")
        async with self._change(identity.id, "password", session_id) as inside:
            await Passwords(inside).save(changed_now(identity.id, hash_))
            await KnownDevices(inside).forget_all(identity.id)

    async def begin_authenticator(self, identity_id: str) -> tuple[str, str]:
        """Return a new secret to show, and the secret of the step that waits for its first code."""
        plain = totp.new_secret()
        sealed = self._sealer.seal(plain.encode(), identity_id)
        return plain, await self._steps.begin(AUTHENTICATOR, identity_id=identity_id, sealed_secret=sealed)

    async def shown_authenticator(self, identity_id: str, secret: str) -> str:
        """Return the secret of an authenticator being added, to show it again."""
        step = await self._steps.find(secret, AUTHENTICATOR)
        if step.identity_id != identity_id or step.sealed_secret is None:
            raise NotFoundError
        return self._sealer.open(step.sealed_secret, identity_id).decode()

    async def add_authenticator(self, identity_id: str, secret: str, code: str, session_id: str) -> list[str]:
        """Put an authenticator in the place of the one before; return new recovery codes, shown once.

        Raises: CeremonyOverError; WrongProofError when the code is not its.
        """
        plain = await self.shown_authenticator(identity_id, secret)
        step = first_step(plain, code)
        await self._steps.take(secret, AUTHENTICATOR)
        codes = recovery.new_codes()
        async with self._change(identity_id, "authenticator", session_id) as inside:
            await Totps(inside).save(identity_id, self._sealer.seal(plain.encode(), identity_id), step, now())
            await RecoveryCodes(inside).replace(identity_id, [recovery.digest_of(one) for one in codes])
        return codes

    async def remove_authenticator(self, identity_id: str, session_id: str) -> None:
        """Remove the authenticator and the recovery codes; LastProofError when there is no passkey beside it."""
        async with self._change(identity_id, "authenticator-removed", session_id) as inside:
            await Totps(inside).drop(identity_id)
            await RecoveryCodes(inside).replace(identity_id, [])
            await ensure_strong(inside, identity_id)

    async def renew_codes(self, identity_id: str, session_id: str) -> list[str]:
        """Return new recovery codes, shown once; those before no longer pass."""
        if (await self.means_of(identity_id)).authenticator_at is None:
            raise NotFoundError
        codes = recovery.new_codes()
        async with self._change(identity_id, "codes", session_id) as inside:
            await RecoveryCodes(inside).replace(identity_id, [recovery.digest_of(one) for one in codes])
        return codes

    async def offer_passkey(self, party: RelyingParty, identity: Identity) -> tuple[str, str]:
        """Return what the browser needs to make a passkey, and the secret of the step."""
        email = identity.email or identity.name
        return await self._passkeys.offer_registration(
            party, identity_id=identity.id, handle=identity.id, email=email, name=identity.name
        )

    async def add_passkey(
        self, party: RelyingParty, identity_id: str, secret: str, answer: str, name: str, session_id: str
    ) -> None:
        """Store the passkey a browser has just made.

        Raises: CeremonyOverError, WrongProofError; RuleViolatedError beyond PASSKEYS_MAX or for one that is stored.
        """
        row = await self._passkeys.registered(party, secret, answer, identity_id=identity_id, name=name)
        async with self._change(identity_id, "passkey", session_id) as inside:
            held = await Passkeys(inside).of(identity_id)
            if len(held) >= PASSKEYS_MAX or not await Passkeys(inside).add(row):
                raise RuleViolatedError(
                    f"Cette clé est déjà enregistrée, ou vous en avez déjà {PASSKEYS_MAX}. Rien n’a été ajouté.",
                    f"This passkey is registered already, or you have {PASSKEYS_MAX}. Nothing was added.",
                )

    async def remove_passkey(self, identity_id: str, credential_id: bytes, session_id: str) -> None:
        """Remove a passkey; NotFoundError when it is not theirs, LastProofError when it is the last safe way in."""
        async with self._change(identity_id, "passkey-removed", session_id) as inside:
            if not await Passkeys(inside).drop(identity_id, credential_id):
                raise NotFoundError
            await ensure_strong(inside, identity_id)

    @asynccontextmanager
    async def _change(self, identity_id: str, event: str, session_id: str) -> AsyncIterator[Database]:
        """Lend a transaction for one change, told to its owner and closing their other sessions: all or nothing."""
        async with self._database.transaction() as connection:
            inside = BorrowedConnection(connection)
            await hold_identity(inside, identity_id)
            yield inside
            action, detail = TRACED[event]
            await witness(inside, identity_id, action, detail=detail, session_id=session_id)
            await SessionTable(inside).close_all(identity_id, session_id)
            await defer(connection, [warning_job(identity_id, event, now())])


def first_step(secret: str, code: str) -> int:
    """Return the step of an authenticator's first code; WrongProofError when it is not its."""
    step = totp.step_of(secret, code, now())
    if step is None:
        raise WrongProofError(
            "Ce code n’est pas celui que l’application affiche. Vérifiez l’heure du téléphone, puis recommencez.",
            "This is not the code the application shows. Check the phone's clock, then try again.",
        )
    return step


async def ensure_strong(database: Database, identity_id: str) -> None:
    """Return when a passkey, a provider, or a password and its authenticator are left; else LastProofError."""
    left = await means_of(database, identity_id=identity_id)
    if left is None or not (
        left.passkeys
        or left.providers
        or (left.password_at is not None and left.authenticator_at is not None)
    ):
        raise LastProofError

"""Signing in here: password then code, or passkey. Unknown and known people are answered alike, at the same cost."""

from cordee.access.local import password_rule
from cordee.access.local.hashing import Hashing
from cordee.access.local.passkeys import PasskeyDesk
from cordee.access.local.place import Place, Places
from cordee.access.local.relying_party import RelyingParty
from cordee.access.local.second_factor import SecondFactor
from cordee.access.local.steps import CODE, Steps
from cordee.access.refusals import WrongProofError
from cordee.access.throttle import Throttle
from cordee.access.witness import witness
from cordee.kernel.clock import now
from cordee.store.credentials import Means, PasswordRow, Passwords, means_of
from cordee.store.database import Database


class LocalSignIn:
    """Says who somebody is once they have proved it; `Gate.open_session` then lets them in."""

    def __init__(
        self,
        database: Database,
        hashing: Hashing,
        throttle: Throttle,
        places: Places,
        steps: Steps,
        second: SecondFactor,
        passkeys: PasskeyDesk,
    ) -> None:
        self._database = database
        self._passwords = Passwords(database)
        self._hashing = hashing
        self._throttle = throttle
        self._places = places
        self._steps = steps
        self._second = second
        self._passkeys = passkeys

    async def check_password(self, email: str, password: str, place: Place) -> str:
        """Return the secret of the step that asks for the code.

        When the e-mail is nobody's, when they have no password and when it is another one: WrongProofError, the same
        words after the same work. While attempts are slowed down: ThrottledError, before any work.
        """
        found = await self._matching(email.strip().lower(), password, place)
        return await self._steps.begin(CODE, identity_id=found.identity_id)

    async def asks_code_of(self, secret: str) -> Means:
        """Return the means of who gave their password and is asked for a code; CeremonyOverError when it is over."""
        step = await self._steps.find(secret, CODE)
        found = await means_of(self._database, identity_id=step.identity_id or "")
        assert found is not None  # a step goes with its identity
        return found

    async def check_code(self, secret: str, code: str, place: Place) -> str:
        """Return whose password and code they are: the identity, to whom a session may be opened.

        Raises: CeremonyOverError, WrongProofError, ThrottledError.
        """
        step = await self._steps.find(secret, CODE)
        assert step.identity_id is not None
        await self._second.check(step.identity_id, code, place)
        await self._steps.take(secret, CODE)
        return step.identity_id

    def offer_passkey(self, party: RelyingParty) -> tuple[str, str]:
        """Return what the browser needs to use a passkey, and the secret of the step."""
        return self._passkeys.offer_sign_in(party)

    async def check_passkey(self, party: RelyingParty, secret: str, answer: str) -> str:
        """Return whose passkey answered: the identity, to whom a session may be opened.

        Never slowed down: nobody guesses a signature, and a passkey is the way in that no stranger can close.
        Raises: CeremonyOverError, WrongProofError.
        """
        return await self._passkeys.check(party, secret, answer)

    async def prove_again(self, identity_id: str, password: str, code: str, place: Place) -> None:
        """Return when somebody signed in gave their password and a code again.

        Raises: WrongProofError, ThrottledError.
        """
        row = await self._passwords.of(identity_id)
        await self._check(row, identity_id, password, place)
        await self._second.check(identity_id, code, place)

    async def means_of(self, identity_id: str) -> Means:
        """Return what somebody can prove themselves with."""
        found = await means_of(self._database, identity_id=identity_id)
        assert found is not None
        return found

    async def _matching(self, email: str, password: str, place: Place) -> PasswordRow:
        return await self._check(await self._passwords.by_email(email), email, password, place)

    async def _check(self, row: PasswordRow | None, who: str, password: str, place: Place) -> PasswordRow:
        attempts = await self._places.attempts("password", who, place)
        await self._throttle.start(attempts)
        sent = password[: password_rule.LENGTH_MAX + 1]
        if not await self._hashing.matches(row.hash if row else None, sent) or row is None:
            tried = row.identity_id if row else ""
            await witness(self._database, tried, "sign-in", outcome="refused", detail="mot de passe")
            raise WrongProofError
        await self._throttle.succeed(attempts)
        if self._hashing.is_outdated(row.hash):
            await self._passwords.rehash(row, await self._hashing.hash(sent))
        return row


def changed_now(identity_id: str, hash_: str) -> PasswordRow:
    """Return a password chosen at this instant."""
    return PasswordRow(identity_id, hash_, now())

"""All about local accounts in one place: what the gate hands to pages, jobs and commands."""

from cordee.access.invitations import InvitationDesk
from cordee.access.inviting import email_of
from cordee.access.local.challenges import Challenges
from cordee.access.local.forgetting import Forgetting
from cordee.access.local.hashing import Hashing
from cordee.access.local.joining import Joining
from cordee.access.local.links import Links
from cordee.access.local.passkeys import PasskeyDesk
from cordee.access.local.place import Place, Places
from cordee.access.local.sealing import Sealer
from cordee.access.local.second_factor import SecondFactor
from cordee.access.local.security import SecurityDesk
from cordee.access.local.sign_in import LocalSignIn
from cordee.access.local.steps import Steps
from cordee.access.refusals import ThrottledError
from cordee.access.throttle import MAILBOX, Attempt, Throttle, key_of
from cordee.kernel.settings import Settings
from cordee.store.database import Database


class Credentials:
    """The desks of local accounts over one database. See `docs/sign-in-local.md`."""

    def __init__(self, database: Database, settings: Settings) -> None:
        sealer, steps = Sealer(settings), Steps(database)
        self._hashing = Hashing()
        self._steps = steps
        self.throttle = Throttle(database)
        self.places = Places(database)
        passkeys = PasskeyDesk(database, steps, Challenges(database, sealer))
        second = SecondFactor(database, sealer, self.throttle, self.places)
        self.sign_in = LocalSignIn(
            database, self._hashing, self.throttle, self.places, steps, second, passkeys
        )
        self.security = SecurityDesk(database, self._hashing, sealer, steps, passkeys)
        self.invitations = InvitationDesk(database, settings)
        self.links = Links(database, settings, steps, self.throttle)
        self.joining = Joining(database, self.links, steps, sealer, self.security, passkeys)
        self.forgetting = Forgetting(database, self.links, steps, self.security, second)

    async def ask_new_password(self, email: str, place: Place) -> None:
        """Send who has this e-mail a link to choose another password; whether anybody has it does not show.

        Raises: NotAnAddressError; ThrottledError when this source asks too often. A mailbox that was sent several
        lately is sent no more for a while, without a word.
        """
        address = email_of(email)
        await self.throttle.start(await self.places.attempts("forgotten", address, place))
        try:
            await self.throttle.start([Attempt(key_of("mailbox", address), MAILBOX)])
        except ThrottledError:
            return
        await self.invitations.ask_new_password(address)

    async def tidy(self) -> None:
        """Forget steps that are over, counts and devices not seen for long."""
        await self._steps.tidy()
        await self.throttle.tidy()
        await self.places.tidy()

    def close(self) -> None:
        """End the thread that hashes passwords."""
        self._hashing.close()

"""Another password for who has forgotten theirs, and still has their second factor."""

from cordee.access.letters import warning_job
from cordee.access.local.joining import Joined
from cordee.access.local.links import Links
from cordee.access.local.place import Place
from cordee.access.local.second_factor import SecondFactor
from cordee.access.local.security import SecurityDesk
from cordee.access.local.sign_in import changed_now
from cordee.access.local.steps import LINK, Steps
from cordee.access.refusals import LinkOverError
from cordee.access.witness import witness
from cordee.kernel.clock import now
from cordee.store.credentials import Invitations, KnownDevices, Passwords, hold_identity
from cordee.store.database import BorrowedConnection, Database
from cordee.store.identities import IdentityTable
from cordee.store.jobs import defer
from cordee.store.sessions import SessionTable


class Forgetting:
    """The end of « Mot de passe oublié »: the mailbox brought the link, the second factor opens it."""

    def __init__(
        self, database: Database, links: Links, steps: Steps, security: SecurityDesk, second: SecondFactor
    ) -> None:
        self._database = database
        self._links = links
        self._steps = steps
        self._security = security
        self._second = second

    async def finish(self, secret: str, password: str, code: str, place: Place) -> Joined:
        """Put another password in force for who still has their second factor: a mailbox alone opens nothing.

        Raises: PasswordRefusedError, WrongProofError, ThrottledError, LinkOverError, CeremonyOverError.
        """
        opened = await self._links.look(secret)
        if opened.invitation.purpose != "forgotten" or opened.means is None:
            raise LinkOverError
        identity = await IdentityTable(self._database).find(opened.means.identity_id)
        assert identity is not None
        hash_ = await self._security.accept_password(password, identity.name, identity.email or "")
        await self._second.check(identity.id, code, place)
        await self._steps.take(secret, LINK)
        async with self._database.transaction() as connection:
            inside = BorrowedConnection(connection)
            await hold_identity(inside, identity.id)
            if not await Invitations(inside).use(opened.invitation.id, identity.id, now()):
                raise LinkOverError
            await Passwords(inside).save(changed_now(identity.id, hash_))
            await KnownDevices(inside).forget_all(identity.id)
            await SessionTable(inside).close_all(identity.id)
            await witness(inside, identity.id, "password-changed")
            await defer(connection, [warning_job(identity.id, "password", now())])
        return Joined(identity.id)

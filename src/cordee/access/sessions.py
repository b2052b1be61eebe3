"""Sessions: opened once somebody proved who they are, turned over when what they open changes, closed at once."""

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec

from cordee.access.errors import NoRoleError
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, UnauthenticatedError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database
from cordee.store.identities import IdentityTable
from cordee.store.people import AccountRow, People
from cordee.store.sessions import SessionRow, SessionTable

SessionInfo = SessionRow
"""What pages may know of a session; see `request.state.session`."""

TOKEN_BYTES = 32
DEVICE_LENGTH_MAX = 200
TOUCH_EVERY = timedelta(seconds=15)


class Session(msgspec.Struct, frozen=True):
    """A session just opened or turned over: the token goes into the cookie and is kept nowhere."""

    token: str
    expires_at: datetime
    account: AccountRow | None = None


class SessionDesk:
    """Opens, finds, turns over and closes sessions. Nothing is remembered: each request asks the database."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._sessions = SessionTable(database)
        self._people = People(database)
        self._identities = IdentityTable(database)
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._life = timedelta(hours=settings.session_hours)

    async def open(
        self, identity_id: str, method: str, device: str, account_id: str | None = None, logout_hint: str = ""
    ) -> Session:
        """Open a session for somebody who has just proved who they are.

        With one role only, it acts in that one; with several and none named, its role is to be chosen.

        Raises: ForbiddenError for an identity that is disabled; NoRoleError when it has no role, or not that one.
        """
        identity = await self._identities.find(identity_id)
        if identity is None or identity.disabled_at is not None:
            raise ForbiddenError
        accounts = await self._people.of_identity(identity_id)
        if account_id is None and len(accounts) == 1:
            account_id = accounts[0].id
        account = next((one for one in accounts if one.id == account_id), None)
        if not accounts or (account_id is not None and account is None):
            raise NoRoleError
        return await self._open(identity_id, account, method, device, logout_hint)

    async def open_demo(self, account: AccountRow, device: str) -> Session:
        """Open a session for a person of the demonstration, who proves nothing."""
        return await self._open(None, account, "demo", device, "")

    async def find(self, token: str, *, is_act: bool) -> tuple[SessionInfo, AccountRow | None]:
        """Return a living session and the account it acts in, None while the role is to be chosen.

        Raises: UnauthenticatedError when it does not exist, is idle or has expired.
        """
        digest, moment = digest_of(token), now()
        found = await self._sessions.find(digest, moment, moment - self._idle)
        if found is None or (found[1] is None and found[0].identity_id is None):
            raise UnauthenticatedError
        if is_act and moment - found[0].seen_at > TOUCH_EVERY:
            await self._sessions.touch(digest, moment)
        return found

    async def choose(self, token: str, account_id: str) -> Session:
        """Act in another role of the same person from now on; the token before opens nothing any more.

        Raises: UnauthenticatedError; NoRoleError when the role is not theirs or was closed.
        """
        session, _ = await self.find(token, is_act=True)
        roles = await self._people.of_identity(session.identity_id) if session.identity_id else []
        account = next((one for one in roles if one.id == account_id), None)
        if account is None:
            raise NoRoleError
        return await self._turn_over(token, session, account, session.verified_at, session.method)

    async def confirm(self, token: str, method: str) -> Session:
        """Note that the person proved again who they are; the token before opens nothing any more.

        Raises: UnauthenticatedError.
        """
        session, account = await self.find(token, is_act=True)
        return await self._turn_over(token, session, account, now(), method)

    async def devices(self, identity_id: str) -> list[SessionInfo]:
        """Return the living sessions of a person, the last used first."""
        moment = now()
        return await self._sessions.of_identity(identity_id, moment, moment - self._idle)

    async def close(self, token: str) -> None:
        """Close a session; closing one that does not exist is not an error."""
        await self._sessions.close(digest_of(token))

    async def close_one(self, identity_id: str, session_id: str) -> None:
        """Close one session of a person; one that is not theirs, or gone, is left alone."""
        await self._sessions.close_one(identity_id, session_id)

    async def close_all(self, identity_id: str, but: str = "") -> int:
        """Close every session of a person, but one when it is named; return how many."""
        return await self._sessions.close_all(identity_id, but)

    async def forget_dead(self) -> int:
        """Forget sessions that open nothing any more; return how many."""
        moment = now()
        return await self._sessions.forget_dead(moment, moment - self._idle)

    async def _open(
        self, identity_id: str | None, account: AccountRow | None, method: str, device: str, logout_hint: str
    ) -> Session:
        token, moment = secrets.token_urlsafe(TOKEN_BYTES), now()
        row = SessionRow(
            id=new_id(),
            identity_id=identity_id,
            account_id=account.id if account else None,
            method=method,
            device=device[:DEVICE_LENGTH_MAX],
            created_at=moment,
            seen_at=moment,
            verified_at=moment,
            expires_at=moment + self._life,
            logout_hint=logout_hint,
        )
        await self._sessions.open(digest_of(token), row)
        return Session(token, row.expires_at, account)

    async def _turn_over(
        self, token: str, session: SessionInfo, account: AccountRow | None, verified_at: datetime, method: str
    ) -> Session:
        fresh = secrets.token_urlsafe(TOKEN_BYTES)
        account_id = account.id if account else None
        if not await self._sessions.turn_over(
            digest_of(token), digest_of(fresh), account_id=account_id, verified_at=verified_at, method=method
        ):
            raise UnauthenticatedError
        return Session(fresh, session.expires_at, account)


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()

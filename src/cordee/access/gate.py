"""From a session cookie or a bearer token to a door."""

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec

from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.export_desk import ExportDesk
from cordee.access.recent import Recent
from cordee.access.subscribers import Subscribers, actor_of
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, UnauthenticatedError
from cordee.kernel.settings import Settings
from cordee.store import Repository, system_asker
from cordee.store.people import AccountRow, People

TOKEN_BYTES = 32
TOKEN_DAYS_MAX = 365
TOUCH_EVERY = timedelta(seconds=60)
REMEMBER_SECONDS = 5.0  # a revoked token or a closed session may answer this long in another process


class Session(msgspec.Struct, frozen=True):
    """A session just opened: the token goes into the cookie and is kept nowhere."""

    token: str
    expires_at: datetime


class Gate:
    """Signs people in, and opens their door at each request."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._repository = repository
        self._settings = settings
        self._people = People(repository.database)
        self.subscribers = Subscribers(repository)
        self.exports = ExportDesk(repository).exports
        self._sessions: Recent[AccountRow] = Recent(REMEMBER_SECONDS)
        self._tokens: Recent[Door] = Recent(REMEMBER_SECONDS)

    async def demo_people(self) -> list[Actor]:
        """Return the people of the demonstration; none when this is not one."""
        if not self._settings.demo:
            return []
        return [actor_of(row) for row in await self._people.demo_accounts()]

    async def sign_in_demo(self, login: str, device: str) -> Session:
        """Open a session for a person of the demonstration; ForbiddenError when this is not one."""
        account = await self._people.by_login(login) if self._settings.demo else None
        if account is None or not account.is_demo:
            raise ForbiddenError
        token, moment = secrets.token_urlsafe(TOKEN_BYTES), now()
        expires_at = moment + timedelta(hours=self._settings.session_hours)
        await self._people.open_session(_digest(token), account.id, device[:200], moment, expires_at)
        await self._repository.note(actor_of(account).asker("sign-in"), "sign-in")
        return Session(token, expires_at)

    async def door_for_session(self, token: str, *, is_act: bool = True) -> Door:
        """Return the door of a session; UnauthenticatedError when it does not exist, is idle or has expired.

        What the browser asks by itself is no act of the person: an unattended page must not keep its session open.
        """
        digest = _digest(token)
        account = self._sessions.get(digest)
        if account is None:
            moment = now()
            idle_since = moment - timedelta(minutes=self._settings.session_idle_minutes)
            account = await self._people.of_session(digest, moment, idle_since)
            if account is None:
                raise UnauthenticatedError
            if is_act:
                self._sessions.put(digest, account)
                await self._people.touch_session(digest, moment)
        return self._door(account, "care")

    async def welcome_demo_relative(self, reference: str, name: str, label: str) -> None:
        """In a demonstration, let a relative just added to a circle sign in; elsewhere does nothing.

        Real relatives will be invited and prove who they are; the people of a demonstration are chosen from a list.
        """
        if not self._settings.demo:
            return
        id_ = reference.rpartition("/")[2]
        actor = Actor(
            id=id_,
            login=f"proche-{id_}",
            name=name,
            kind="carer",
            role="",
            role_label=label,
            who=reference,
            keys=(reference,),
            organization="",
            organization_name="Ajouté pendant la démonstration",
        )
        await self.save_account(actor, is_demo=True)

    async def sign_out(self, token: str) -> None:
        """Close a session; closing one that does not exist is not an error."""
        self._sessions.forget(_digest(token))
        await self._people.close_session(_digest(token))

    async def create_token(self, login: str, label: str, days: int) -> str:
        """Return a new bearer token acting as an account, shown once; ForbiddenError for an unknown account."""
        account = await self._people.by_login(login)
        if account is None:
            raise ForbiddenError(
                "Aucun compte ne porte cet identifiant. Aucun jeton n’a été créé.",
                "No account has this login. No token was created.",
            )
        token = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = now() + timedelta(days=min(days, TOKEN_DAYS_MAX))
        await self._people.save_token(_digest(token), account.id, label, expires_at)
        return token

    async def door_for_token(self, bearer: str) -> Door:
        """Return the door of a bearer token; UnauthenticatedError when it does not exist or has expired."""
        digest = _digest(bearer)
        door = self._tokens.get(digest)
        if door is None:
            account = await self._people.of_token(digest, now())
            if account is None:
                raise UnauthenticatedError
            door = self._door(account, "api")
            self._tokens.put(digest, door)
        return door

    def system_door(self, purpose: str) -> Door:
        """Return the platform's own door, for imports, jobs and set-up; traced under that purpose."""
        return Door(self._repository, system_asker(purpose), None)

    async def save_account(self, actor: Actor, *, is_demo: bool = False) -> None:
        """Store an account, replacing the one of the same login."""
        fields = msgspec.structs.asdict(actor) | {"keys": list(actor.keys), "is_demo": is_demo}
        await self._people.save(AccountRow(**fields))

    def _door(self, account: AccountRow, purpose: str) -> Door:
        actor = actor_of(account)
        return Door(self._repository, actor.asker(purpose), actor)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()

"""From a session cookie or a bearer token to a door."""

import secrets
from datetime import datetime, timedelta

import msgspec

from cordee.access.acting import Acting, actor_of
from cordee.access.actor import Actor
from cordee.access.applications.server import ApplicationServer
from cordee.access.calendars import CalendarDesk
from cordee.access.credentials import Credentials
from cordee.access.door import Door
from cordee.access.emergency import EmergencyDesk
from cordee.access.export_desk import ExportDesk
from cordee.access.identities import IdentityDesk
from cordee.access.notice_desk import NoticeDesk
from cordee.access.openid import OpenIdClient, providers_of
from cordee.access.persons import PersonDesk
from cordee.access.policy import policy_of
from cordee.access.professionals import ProfessionalDesk
from cordee.access.public_form import PublicForm
from cordee.access.rates import Rates
from cordee.access.recent import Recent
from cordee.access.reviews import Reviews
from cordee.access.sessions import TOKEN_BYTES, Session, SessionDesk, SessionInfo, digest_of
from cordee.access.subscribers import Subscribers
from cordee.access.trace import TraceKeeper
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, UnauthenticatedError
from cordee.kernel.settings import Settings
from cordee.store import Repository, system_asker
from cordee.store.closings import Closings
from cordee.store.people import AccountRow, People
from cordee.store.rounds import Rounds

TOKEN_DAYS_MAX = 365
REMEMBER_SECONDS = 5.0  # a burst of calls with one token asks once; what is closed is heard before that

METHODS = frozenset({"demo", "psc", "franceconnect", "password", "passkey"})


class Passage(msgspec.Struct, frozen=True):
    """A living session, and the door it opens; None while the role is to be chosen."""

    session: SessionInfo
    door: Door | None


class Gate:
    """Signs people in, and opens their door at each request."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._repository = repository
        self._settings = settings
        self._people = People(repository.database)
        self._acting = Acting(repository.database)
        self.subscribers = Subscribers(repository)
        self.exports = ExportDesk(repository).exports
        self.calendars = CalendarDesk(repository)
        self.identities = IdentityDesk(repository.database)
        self.sessions = SessionDesk(repository.database, settings)
        self.professionals = ProfessionalDesk(repository, self.identities)
        self.persons = PersonDesk(repository, self.identities)
        self.openid = {key: OpenIdClient(one) for key, one in providers_of(settings).items()}
        self.applications = ApplicationServer(repository, settings)
        self.credentials = Credentials(repository.database, settings)
        self.public_form = PublicForm(self.credentials.throttle)
        self._tokens: Recent[tuple[Door, datetime]] = Recent(REMEMBER_SECONDS)
        self._rates = Rates(settings.requests_per_minute)
        self.trace = TraceKeeper(repository, settings)
        self.reviews = Reviews(repository)
        self.emergencies = EmergencyDesk(repository)
        self.notices = NoticeDesk(repository.database)
        self.rounds = Rounds(repository.database)
        self.closings = Closings(repository.database, self._tokens.forget_all)

    async def start(self) -> None:
        """Listen to what other processes close; until then nothing is remembered."""
        await self.closings.start()

    async def close(self) -> None:
        """Stop listening, and end the thread that hashes passwords."""
        self.credentials.close()
        await self.closings.close()

    async def accounts_signing_as(self, references: list[str]) -> list[AccountRow]:
        """Return the accounts that sign what they do by these references, closed ones too: the trace outlives them."""
        return await self._people.signing_as(references)

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
        session = await self.sessions.open_demo(account, device)
        await self._note(session, "sign-in", "demo")
        return session

    async def open_session(
        self,
        identity_id: str,
        method: str,
        device: str,
        account_id: str | None = None,
        *,
        logout_hint: str = "",
    ) -> Session:
        """Open the session of somebody who has just proved who they are, by one of METHODS.

        With one role only it acts in that one; with several and none named, the role page asks.

        Raises: ForbiddenError for an identity that is disabled; NoRoleError when it has no role, or not that one.
        """
        assert method in METHODS
        session = await self.sessions.open(identity_id, method, device, account_id, logout_hint)
        await self._note(session, "sign-in", method)
        return session

    async def choose_role(self, token: str, account_id: str) -> Session:
        """Act in another role of the same person; the session goes on under a new token."""
        before = (await self.pass_session(token)).session
        session = await self.sessions.choose(token, account_id)
        is_first = before.account_id is None
        await self._note(session, "sign-in" if is_first else "role-switch", before.method if is_first else "")
        return session

    async def confirm(self, token: str, method: str) -> Session:
        """Note that the person proved again who they are; the session goes on under a new token."""
        session = await self.sessions.confirm(token, method)
        await self._note(session, "step-up", method)
        return session

    async def pass_session(self, token: str, *, is_act: bool = True) -> Passage:
        """Return a living session and its door; UnauthenticatedError when it does not exist, is idle or has expired.

        Raises TooManyRequestsError for somebody who asks too much. What the browser asks by itself is no act of the
        person: an unattended page must not keep its session open.
        Cost: one statement by key; nothing is remembered, so that a closing is effective everywhere at once.
        """
        session, account = await self.sessions.find(token, is_act=is_act)
        if account is not None:
            self._rates.take(account.id)
        return Passage(session, self._door(account, "care") if account else None)

    async def door_for_session(self, token: str, *, is_act: bool = True) -> Door:
        """Return the door of a session; UnauthenticatedError also while its role is to be chosen."""
        passage = await self.pass_session(token, is_act=is_act)
        if passage.door is None:
            raise UnauthenticatedError
        return passage.door

    async def welcome_demo_relative(
        self, reference: str, name: str, label: str, *, is_guardian: bool = False
    ) -> None:
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
            role="guardian" if is_guardian else "",
            role_label=label,
            who=reference,
            keys=(reference,),
            organization="",
            organization_name="Ajouté pendant la démonstration",
        )
        await self.save_account(actor, is_demo=True)

    async def sign_out(self, token: str) -> None:
        """Close a session; closing one that does not exist is not an error."""
        try:
            door = (await self.pass_session(token)).door
        except UnauthenticatedError:
            return
        await self.sessions.close(token)
        if door is not None:
            await self.note_act(door.actor, "sign-out")

    async def note_act(self, actor: Actor, action: str) -> None:
        """Trace what somebody did with their own access: closing devices, proving again."""
        await self._repository.note(policy_of(actor, "sign-in"), action)

    async def note_refusal(self, means: str, code: str) -> None:
        """Trace that somebody proved who they are and was let in nowhere: by which means and why, never who."""
        await self._repository.note(system_asker("sign-in"), "sign-in", "refused", reason=code, detail=means)

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
        await self._people.save_token(digest_of(token), account.id, label, expires_at)
        await self._repository.note(policy_of(actor_of(account), "sign-in"), "token-issue", detail=label)
        return token

    async def door_for_token(self, bearer: str) -> Door:
        """Return the door of a bearer token; UnauthenticatedError when it does not exist or has expired.

        Raises TooManyRequestsError for an actor who asks too much.
        """
        digest = digest_of(bearer)
        known = self._tokens.get(digest)
        if known is None or known[1] <= now():
            heard = self.closings.count
            found = await self._acting.of_token(digest)
            if found is None:
                raise UnauthenticatedError
            known = Door(self._repository, policy_of(found[0], "api"), found[0]), found[1]
            if self.closings.is_listening and heard == self.closings.count:
                self._tokens.put(digest, known)
        self._rates.take(known[0].actor.id)
        return known[0]

    def system_door(self, purpose: str) -> Door:
        """Return the platform's own door, for imports, jobs and set-up; traced under that purpose."""
        return Door(self._repository, system_asker(purpose), None)

    async def save_account(self, actor: Actor, *, is_demo: bool = False) -> None:
        """Store an account, replacing the one of the same login."""
        fields = msgspec.structs.asdict(actor) | {"keys": list(actor.keys), "is_demo": is_demo}
        del fields["limits"]  # a token's, never an account's
        await self._people.save(AccountRow(**fields))

    async def _note(self, session: Session, action: str, detail: str = "") -> None:
        """Trace an act of signing in, once it is known in which role."""
        if session.account is not None:
            asker = policy_of(actor_of(session.account), "sign-in")
            await self._repository.note(asker, action, detail=detail)

    def _door(self, account: AccountRow, purpose: str) -> Door:
        actor = actor_of(account)
        return Door(self._repository, policy_of(actor, purpose), actor)

"""An application asks, a person decides: from the authorization request to the code.

Code flow with PKCE S256 only. Nobody is ever sent to an address that is not registered, letter for letter.
Source: RFC 6749 section 4.1, RFC 7636, RFC 9207; https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from cordee.access.actor import Actor
from cordee.access.applications.address import ServerAddress
from cordee.access.applications.asked import Asked, SentBackError, answer_to, read_asked, text_of
from cordee.access.applications.errors import ApplicationRefusedError, RequestOverError
from cordee.access.errors import OAuthError
from cordee.access.scopes import Scopes, read_scopes
from cordee.access.sessions import TOKEN_BYTES, digest_of
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError
from cordee.kernel.ids import new_id
from cordee.store import Database
from cordee.store.applications.grants import GrantRow, Grants
from cordee.store.applications.pending import LaunchRow, Pending, RequestRow
from cordee.store.applications.registry import ApplicationRow, Applications

REQUEST_LIFE = timedelta(minutes=15)
LAUNCH_LIFE = timedelta(minutes=5)
CODE_LIFE = timedelta(seconds=60)
REMEMBERED_DAYS = 90  # after that, opening a record in an application asks again
GRANT_DAYS_MAX = 180  # after that the person is asked again, however often the token was renewed


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is to decide. `patient_id` is the launch's, None when it is to be chosen, '' when none is asked.

    `ends` is session, refresh or access: with what the application's access ends. `was_allowed` when this person,
    opening a record in the application, gave it the same rights before: opening another one says yes.
    """

    application: ApplicationRow
    asked: Asked
    scopes: Scopes
    patient_id: str | None
    ends: str
    is_launch: bool = False
    was_allowed: bool = False


class Asking:
    """Takes requests, keeps them until somebody signed in decides, and turns a yes into a code."""

    def __init__(self, database: Database) -> None:
        self._applications = Applications(database)
        self._pending = Pending(database)
        self._grants = Grants(database)

    async def take(self, form: Mapping[str, str], address: ServerAddress) -> str:
        """Return the reference of a request that may be shown to a person.

        Raises: ApplicationRefusedError when there is nobody to answer to; SentBackError with where to send the refusal.
        """
        application = await self._applications.find(text_of(form, "client_id"))
        redirect_uri = text_of(form, "redirect_uri")
        if (
            application is None
            or application.kind == "system"
            or redirect_uri not in application.redirect_uris
        ):
            raise ApplicationRefusedError
        try:
            asked = read_asked(form, application, redirect_uri, address)
        except OAuthError as refusal:
            raise SentBackError(redirect_uri, text_of(form, "state"), address, refusal) from refusal
        launch = text_of(form, "launch") if "launch" in read_scopes(asked.scopes) else ""
        reference = secrets.token_urlsafe(TOKEN_BYTES)
        row = RequestRow(
            application.id, msgspec.json.encode(asked).decode(), digest_of(launch) if launch else None
        )
        await self._pending.put_request(digest_of(reference), row, now() + REQUEST_LIFE)
        return reference

    async def question(self, reference: str, actor: Actor, session_id: str) -> Question:
        """Return what is to be decided; raises RequestOverError when that is over, or another person's launch."""
        row = await self._pending.request(digest_of(reference), now())
        if row is None:
            raise RequestOverError
        return await self._question(row, actor, session_id)

    async def allow(
        self, reference: str, actor: Actor, session_id: str, patient_id: str, address: ServerAddress
    ) -> str:
        """Give what was asked, for a record the caller has checked this person sees, and return where to send them.

        Raises: RequestOverError; ForbiddenError for another record than the launch's, or none where one is needed.
        """
        row = await self._taken(reference)
        question = await self._question(row, actor, session_id)
        if question.patient_id is None:
            if not patient_id:
                raise ForbiddenError
        elif patient_id != question.patient_id:
            raise ForbiddenError
        if row.launch_digest and not await self._pending.take_launch(row.launch_digest, now()):
            raise RequestOverError
        code = await self._give(question, actor, session_id, patient_id, is_launch=bool(row.launch_digest))
        return answer_to(question.asked.redirect_uri, question.asked.state, address, {"code": code})

    async def refuse(self, reference: str, address: ServerAddress) -> str:
        """Give nothing, and return where to send the person."""
        row = await self._taken(reference)
        asked = msgspec.json.decode(row.asked, type=Asked)
        return answer_to(asked.redirect_uri, asked.state, address, {"error": "access_denied"})

    async def launch(self, application_id: str, actor_id: str, session_id: str, patient_id: str) -> str:
        """Return an opaque launch value for a record the caller has checked this person sees."""
        value = secrets.token_urlsafe(TOKEN_BYTES)
        row = LaunchRow(application_id, actor_id, session_id, patient_id)
        await self._pending.put_launch(digest_of(value), row, now() + LAUNCH_LIFE)
        return value

    async def _taken(self, reference: str) -> RequestRow:
        row = await self._pending.take_request(digest_of(reference), now())
        if row is None:
            raise RequestOverError
        return row

    async def _question(self, row: RequestRow, actor: Actor, session_id: str) -> Question:
        application = await self._applications.find(row.application_id)
        if application is None:
            raise RequestOverError
        asked = msgspec.json.decode(row.asked, type=Asked)
        scopes = read_scopes(asked.scopes)
        return Question(
            application=application,
            asked=asked,
            scopes=scopes,
            patient_id=await self._patient(row, actor, session_id, scopes),
            is_launch=row.launch_digest is not None,
            was_allowed=row.launch_digest is not None
            and await self._grants.was_given_by_launch(
                application.id, actor.id, scopes.text, now() - timedelta(days=REMEMBERED_DAYS)
            ),
            ends="refresh"
            if "offline_access" in scopes
            else "session"
            if "online_access" in scopes
            else "access",
        )

    async def _patient(self, row: RequestRow, actor: Actor, session_id: str, scopes: Scopes) -> str | None:
        if row.launch_digest is not None:
            launch = await self._pending.launch(row.launch_digest, now())
            if launch is None or (launch.application_id, launch.account_id, launch.session_id) != (
                row.application_id,
                actor.id,
                session_id,
            ):
                raise RequestOverError
            return launch.patient_id
        needs_one = scopes.of_context("patient") or "launch/patient" in scopes
        return None if needs_one else ""

    async def _give(
        self, question: Question, actor: Actor, session_id: str, patient_id: str, *, is_launch: bool
    ) -> str:
        moment = now()
        grant = GrantRow(
            id=new_id(),
            application_id=question.application.id,
            account_id=actor.id,
            scopes=question.scopes.text,
            patient_id=patient_id,
            session_id=None if question.ends == "refresh" else session_id,
            origin="launch" if is_launch else "standalone",
            nonce=question.asked.nonce,
        )
        await self._grants.give(grant, moment, moment + timedelta(days=GRANT_DAYS_MAX))
        code = secrets.token_urlsafe(TOKEN_BYTES)
        await self._grants.put_code(
            digest_of(code),
            grant.id,
            question.asked.redirect_uri,
            question.asked.challenge,
            moment + CODE_LIFE,
        )
        return code

"""The links of invitations: made when a letter leaves, exchanged at once for a step that only one browser holds."""

import secrets

import msgspec

from cordee.access.invitations import Invitation
from cordee.access.inviting import Draft
from cordee.access.local.place import Place
from cordee.access.local.steps import LINK, SECRET_BYTES, Step, Steps
from cordee.access.refusals import CeremonyOverError, LinkOverError
from cordee.access.sessions import digest_of
from cordee.access.throttle import ONE_SOURCE, Attempt, Throttle, key_of, source_of
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings
from cordee.store.credentials import Invitations, Means, means_of
from cordee.store.database import Database

TITLES = frozenset({"m.", "mme", "mlle", "dr", "pr", "m", "mr", "dr.", "pr.", "mme."})


class Letter(msgspec.Struct, frozen=True):
    """What a letter may say: a first name, why it is sent, until when its link works. Nothing else about anybody."""

    email: str
    first_name: str
    purpose: str
    link: str
    hours: int


class Opened(msgspec.Struct, frozen=True):
    """What a link opens: the invitation, and what the person can prove themselves with already."""

    invitation: Invitation
    means: Means | None
    step: Step

    @property
    def draft(self) -> Draft | None:
        """Return the account they are invited to."""
        return msgspec.convert(self.invitation.account, Draft) if self.invitation.account else None

    @property
    def must_sign_in(self) -> bool:
        """Return whether they have an access already, which a mailbox alone must not replace."""
        return self.invitation.purpose == "join" and self.means is not None and self.means.has_any

    @property
    def identity_id(self) -> str:
        """Return who they are, or will be."""
        return self.means.identity_id if self.means else self.invitation.id


class Links:
    """Makes and opens links."""

    def __init__(self, database: Database, settings: Settings, steps: Steps, throttle: Throttle) -> None:
        self._database = database
        self._settings = settings
        self._invitations = Invitations(database)
        self._steps = steps
        self._throttle = throttle

    async def letter(self, invitation_id: str) -> Letter | None:
        """Return the letter of an invitation, with a new link that replaces the one before.

        None when there is nothing to send: it was used, cancelled or has expired, or a password was said to be
        forgotten by who has none here.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        found = await self._invitations.put_link(invitation_id, digest_of(secret), now())
        if found is None:
            return None
        name = found.name
        if found.purpose == "forgotten":
            held = await means_of(self._database, email=found.email)
            if held is None or held.password_at is None:
                await self._invitations.cancel(found.id, now())
                return None
        hours = max(1, round((found.expires_at - now()).total_seconds() / 3600))
        return Letter(
            found.email, first_name(name), found.purpose, f"{self.address()}/invitation/{secret}", hours
        )

    async def note_sent(self, invitation_id: str) -> None:
        """Note that the letter left."""
        await self._invitations.note_sent(invitation_id, now())

    def address(self) -> str:
        """Return the address people reach this server by."""
        return self._settings.public_url or f"http://{self._settings.host}:{self._settings.port}"

    async def open(self, secret: str, place: Place) -> str:
        """Return the secret of the step a link opens, to be kept by the browser in place of the link's.

        Raises: LinkOverError when it does not work; ThrottledError when this source has tried too many.
        """
        attempts = [Attempt(key_of("source", source_of(place.address)), ONE_SOURCE)]
        await self._throttle.start(attempts)
        found = await self._invitations.of_link(digest_of(secret), now())
        if found is None:
            raise LinkOverError
        await self._throttle.succeed(attempts)
        return await self._steps.begin(LINK, invitation_id=found.id)

    async def look(self, secret: str) -> Opened:
        """Return what a step's link opens; CeremonyOverError when the step is over, LinkOverError when the link is."""
        step = await self._steps.find(secret, LINK)
        found = await self._invitations.find(step.invitation_id or "")
        if found is None:
            raise CeremonyOverError
        if found.used_at or found.cancelled_at or found.expires_at <= now():
            raise LinkOverError
        if found.identity_id:
            held = await means_of(self._database, identity_id=found.identity_id)
        else:
            held = await means_of(self._database, email=found.email)
        return Opened(found, held, step)


def first_name(name: str) -> str:
    """Return the first of somebody's names, without a title."""
    return next((word for word in name.split() if word.lower() not in TITLES), "")

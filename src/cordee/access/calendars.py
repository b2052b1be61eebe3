"""The calendar of an account, read by other software under a secret address: opened, closed, and asked for."""

import secrets

import msgspec

from cordee.access.acting import Acting
from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.policy import policy_of
from cordee.access.rates import Rates
from cordee.access.sessions import digest_of
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Repository
from cordee.store.agenda import FeedRow, Feeds

SECRET_BYTES = 32
SECRET_LENGTH_MAX = 100
PURPOSE = "calendar"
READS_A_MINUTE = 6  # of one calendar: software asks once an hour
GUESSES_A_MINUTE = 30  # of one client
_TYPES = frozenset({"Appointment", "Patient", "Schedule"})


class CalendarDesk:
    """Opens, closes and passes calendars. A secret is shown once, and only its digest is kept."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._feeds = Feeds(repository.database)
        self._acting = Acting(repository.database)
        self._reads = Rates(READS_A_MINUTE)
        self._guesses = Rates(GUESSES_A_MINUTE)

    async def of(self, actor: Actor) -> FeedRow | None:
        """Return the calendar an actor has open."""
        return await self._feeds.of_account(actor.id)

    async def open(self, door: Door, says: str) -> str:
        """Open the calendar of who the door is of and return its secret; the one before is closed."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        await self._feeds.open(door.actor.id, digest_of(secret), says, now())
        await door.note("calendar-opened")
        return secret

    async def close(self, door: Door) -> None:
        """Close the calendar of who the door is of, from the next read on."""
        if await self._feeds.close(door.actor.id, now()):
            await door.note("calendar-closed")

    async def pass_secret(self, secret: str, client: str) -> tuple[Door, FeedRow]:
        """Return the door of a calendar, that reads an agenda and writes nothing, and what it may say; traced.

        Raises: NotFoundError for a secret that opens none, TooManyRequestsError.
        """
        self._guesses.take(client)
        if not secret or len(secret) > SECRET_LENGTH_MAX:
            raise NotFoundError
        digest = digest_of(secret)
        feed = await self._feeds.read(digest, now())
        actors = await self._acting.by_ids([feed.account_id]) if feed is not None else []
        if feed is None or not actors:
            raise NotFoundError
        self._reads.take(digest.hex())
        asker = msgspec.structs.replace(
            policy_of(actors[0], PURPOSE), only_types=_TYPES, write_types=frozenset(), writes=0
        )
        door = Door(self._repository, asker, actors[0])
        await door.note("calendar")
        return door, feed

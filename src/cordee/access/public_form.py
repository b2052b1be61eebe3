"""What keeps a form that is open to strangers from being filled by machines: how often, how fast, and a field to leave.

Nothing here looks at what is asked, nor for whom. See docs/requests.md.
"""

from datetime import datetime, timedelta

from cordee.access.local.place import Place
from cordee.access.rates import Rates
from cordee.access.throttle import ONE_SOURCE, Attempt, Pace, Throttle, key_of, source_of
from cordee.kernel.clock import now

PER_MINUTE = 60  # of all sources together, on one server: a flood from many addresses stops here
READING_SECONDS = 3.0  # nobody reads and fills the form in less
_EVERYBODY = "public-form"
_TIME_DIGITS = 12  # of a UUIDv7: milliseconds since 1970

FROM_OUTSIDE = Pace(
    free=10, first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=30), memory=timedelta(hours=6)
)
"""Requests from one source: a ward or a social service behind one address sends several in a morning."""


class PublicForm:
    """Lets requests of strangers through, so many from one source and so many in all."""

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle
        self._rates = Rates(PER_MINUTE)

    async def let_through(self, place: Place) -> None:
        """Count one request; raises ThrottledError, TooManyRequestsError when there are too many."""
        self._rates.take(_EVERYBODY)
        source = source_of(place.address)
        attempts = [
            Attempt(key_of(_EVERYBODY, source), FROM_OUTSIDE),
            Attempt(key_of("source", source), ONE_SOURCE),
        ]
        await self._throttle.start(attempts)


def was_read(form_id: str, at: datetime | None = None) -> bool:
    """Return whether somebody had the time to read the form: its id says when it was shown."""
    try:
        shown_at = int(form_id.replace("-", "")[:_TIME_DIGITS], 16) / 1000
    except ValueError:
        return False
    return (at or now()).timestamp() - shown_at >= READING_SECONDS

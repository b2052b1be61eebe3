"""How much one actor may ask: a bucket each, in the memory of each server process, refilled at a steady rate.

Nobody's eagerness, and no stolen token, takes a whole server or empties it in one go. What guards proofs of identity is
`throttle`; what guards questions about strangers counts in the database.
"""

import time

from cordee.kernel.errors import Category, CordeeError

ACTORS_MAX = 20_000  # buckets kept; the fullest go first when there are more
BURST_MINUTES = 1.0  # of its rate, somebody who was idle may ask at once


class TooManyRequestsError(CordeeError):
    """One actor asks more than a server gives to one; nothing was done, and nothing is lost."""

    code = "too-many-requests"
    category = Category.BUSY

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            f"Trop de demandes en peu de temps. Rien n’a été fait : recommencez dans {seconds} s.",
            f"Too many requests in a short time. Nothing was done: try again in {seconds} s.",
        )


class Rates:
    """The buckets. A rate of 0 limits nobody."""

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._most = per_minute * BURST_MINUTES
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, actor_id: str) -> None:
        """Take one request from an actor's bucket; raises TooManyRequestsError when it is empty."""
        if not self._most:
            return
        moment = time.monotonic()
        left, at = self._buckets.get(actor_id, (self._most, moment))
        left = min(self._most, left + (moment - at) * self._per_second)
        if left < 1:
            self._buckets[actor_id] = (left, moment)
            raise TooManyRequestsError(max(1, round((1 - left) / self._per_second)))
        if actor_id not in self._buckets and len(self._buckets) >= ACTORS_MAX:
            self._drop_the_fullest()
        self._buckets[actor_id] = (left - 1, moment)

    def _drop_the_fullest(self) -> None:
        """Forget the half whose buckets are fullest: forgotten, they start full again."""
        emptiest = sorted(self._buckets.items(), key=lambda one: one[1][0])[: ACTORS_MAX // 2]
        self._buckets = dict(emptiest)

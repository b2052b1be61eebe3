"""How many streams one session may hold open: the oldest gives its place to the newest."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

STREAMS_PER_SESSION_MAX = 20  # in each server process


class OpenStreams:
    """The streams open in this process, by the token of their session.

    The oldest is ended and not the newest refused: it is the page looked at longest ago, or one whose network was lost
    and that nobody hears any more. Pages give their own stream back when nobody sees them, so this bounds who insists.
    """

    def __init__(self) -> None:
        self._places: dict[str, deque[asyncio.Future[None]]] = {}

    @contextmanager
    def place(self, token: str) -> Iterator[asyncio.Future[None]]:
        """Hold a place while a stream is open; what is given is done when the stream has to end for a newer one."""
        mine = asyncio.get_running_loop().create_future()
        places = self._places.setdefault(token, deque())
        places.append(mine)
        if len(places) > STREAMS_PER_SESSION_MAX:
            places.popleft().set_result(None)
        try:
            yield mine
        finally:
            if mine in places:
                places.remove(mine)
            if not places:
                self._places.pop(token, None)

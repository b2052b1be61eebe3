"""Many questions, one statement: whoever asks while a group is being answered joins the next one."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Q = TypeVar("Q")
A = TypeVar("A")

GROUP_MAX = 500


class Gathering(Generic[Q, A]):
    """Hands questions to `answer` in groups, at most `lanes` groups at a time.

    An idle server answers a lone question at once; a busy one pays one statement and one commit for many. `answer`
    returns one answer a question, in order; what it raises is raised to everyone of its group, so what can fail for one
    question alone belongs in its answer.
    """

    def __init__(
        self, answer: Callable[[list[Q]], Awaitable[list[A]]], *, lanes: int = 1, group_max: int = GROUP_MAX
    ) -> None:
        self._answer = answer
        self._lanes = lanes
        self._group_max = group_max
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._busy = (
            0  # lanes that will look at `_waiting` again; a finished task may stay in `_working` for a moment
        )
        self._working: set[asyncio.Task[None]] = set()

    async def ask(self, question: Q) -> A:
        """Return the answer to one question."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._busy < self._lanes:
            self._busy += 1
            task = asyncio.create_task(self._work())
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await future

    async def _work(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[: self._group_max], self._waiting[self._group_max :]
                await self._tell(group)
        finally:
            self._busy -= 1

    async def _tell(self, group: list[tuple[Q, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._answer([question for question, _ in group])
        except Exception as error:
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result(answer)


class Gatherings(Generic[K, Q, A]):
    """One gathering for each key: only questions of one key are answered together.

    A gathering is there for as long as somebody waits for it, so that there are never more than there are askers.
    """

    def __init__(
        self,
        answer: Callable[[K, list[Q]], Awaitable[list[A]]],
        *,
        lanes: int = 1,
        group_max: int = GROUP_MAX,
    ) -> None:
        self._answer = answer
        self._lanes = lanes
        self._group_max = group_max
        self._open: dict[K, Gathering[Q, A]] = {}
        self._waiting: Counter[K] = Counter()

    async def ask(self, key: K, question: Q) -> A:
        """Return the answer to one question, asked together with those of the same key."""
        gathering = self._open.get(key)
        if gathering is None:
            gathering = Gathering(partial(self._answer, key), lanes=self._lanes, group_max=self._group_max)
            self._open[key] = gathering
        self._waiting[key] += 1
        try:
            return await gathering.ask(question)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._open[key]

    def __len__(self) -> int:
        """Return how many keys somebody waits for."""
        return len(self._open)

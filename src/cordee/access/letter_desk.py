"""What is written to one actor: notices and conversations, and the marks of what they have read."""

from datetime import datetime

from cordee.kernel.errors import NotFoundError
from cordee.store import Asker, Repository
from cordee.store.letters import Letters, Threads

MESSAGES_SHOWN = 30
NOTICES_SHOWN = 30


class LetterDesk:
    """The letters of one actor: what they may not see is not there."""

    def __init__(self, repository: Repository, asker: Asker) -> None:
        self._box = repository.letters
        self._asker = asker

    async def threads(self, patient_id: str | None = None, cursor: str | None = None) -> Threads:
        """Return conversations, the last written to first: this actor's, or those of one record."""
        return await self._box.threads(self._asker, patient_id, cursor)

    async def thread(self, thread: str, cursor: str | None = None, count: int = MESSAGES_SHOWN) -> Letters:
        """Return messages of a conversation, newest first; NotFoundError when none of it is this actor's to see."""
        found = await self._box.thread(self._asker, thread, count, cursor)
        if not found.rows and cursor is None:
            raise NotFoundError
        return found

    async def notices(self, cursor: str | None = None, count: int = NOTICES_SHOWN) -> Letters:
        """Return this actor's notices, newest first."""
        return await self._box.notices(self._asker, count, cursor)

    async def waiting(self) -> tuple[int, int]:
        """Return how many notices and how many conversations wait."""
        return await self._box.waiting(self._asker)

    async def mark(self, thread: str, read_until: datetime) -> None:
        """Note that a conversation is read up to an instant."""
        await self._box.mark(self._asker, thread, read_until)

    async def mute(self, thread: str, *, is_muted: bool) -> None:
        """Note whether this actor wants to hear of a conversation; NotFoundError when it is not theirs."""
        await self.thread(thread, count=1)
        await self._box.mute(self._asker, thread, is_muted=is_muted)

    async def marks(self, thread: str) -> dict[str, tuple[datetime | None, bool]]:
        """Return how far each reader has read a conversation, and whether they muted it, once it is seen as theirs."""
        await self.thread(thread, count=1)
        return await self._box.marks(thread)

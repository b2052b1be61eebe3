"""How much a Bundle of answers may hold: ten thousand entries could each ask for a page."""

from cordee.api.call import Reply
from cordee.api.errors import invalid_request
from cordee.kernel.errors import CordeeError

ANSWER_MAX_BYTES = 50 * 1024 * 1024


class Room:
    """Counts what answers carry; once it is full, `full` is the refusal of every further entry."""

    def __init__(self) -> None:
        self._left = ANSWER_MAX_BYTES

    @property
    def full(self) -> CordeeError | None:
        """Return the refusal of an entry when no room is left for its answer."""
        if self._left > 0:
            return None
        megabytes = ANSWER_MAX_BYTES // 1024 // 1024
        return invalid_request(
            f"Les réponses de ce Bundle dépassent {megabytes} Mo : cette entrée n’a pas été traitée.",
            f"The answers of this Bundle exceed {megabytes} MB: this entry was not carried out.",
            code="too-costly",
        )

    def taken(self, answer: Reply | CordeeError) -> Reply | CordeeError:
        """Return the answer, counted."""
        if isinstance(answer, Reply):
            self._left -= len(answer.content or b"")
        return answer

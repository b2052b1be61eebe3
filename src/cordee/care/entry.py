"""What makes an act arrive once: ids derived from the showing of the form it came from."""

from collections.abc import Awaitable, Callable
from hashlib import sha256

from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.ids import new_id

TIME_LENGTH = (
    15  # characters of a UUIDv7 that carry its time and version: kept, so that derived ids sort with it
)


def entry_id(form_id: str, part: str = "") -> str:
    """Return the id of one resource of an entry: the same form and part give the same id for ever.

    The form's own id is the main resource's; other parts keep its time and hash the rest, so ids stay time-ordered.
    When the form has no id, returns a new one: such an entry is not protected against being sent twice.
    """
    if not form_id:
        return new_id()
    if not part:
        return form_id
    mixed = sha256(f"{form_id}/{part}".encode()).hexdigest()
    return f"{form_id[:TIME_LENGTH]}{mixed[:3]}-a{mixed[3:6]}-{mixed[6:18]}"


async def once(act: Callable[[], Awaitable[object]]) -> bool:
    """Run an act that creates under ids of its form; return False when it had been done already.

    Any other refusal passes through.
    """
    try:
        await act()
    except CordeeError as error:
        if error.category is Category.CONFLICT:
            return False
        raise
    return True

"""What makes an act arrive once: ids derived from the showing of the form it came from."""

from collections.abc import Awaitable, Callable

from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.ids import new_id, part_id


def entry_id(form_id: str, part: str = "") -> str:
    """Return the id of one resource of an entry: the same form and part give the same id for ever.

    The form's own id is the main resource's; other parts keep its time and hash the rest, so ids stay time-ordered.
    When the form has no id, returns a new one: such an entry is not protected against being sent twice.
    """
    if not form_id:
        return new_id()
    if not part:
        return form_id
    return part_id(form_id, part)


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

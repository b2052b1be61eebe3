"""What makes an act arrive once: ids drawn from the showing of the form it came from, or from what it is done to."""

from collections.abc import Awaitable, Callable

from cordee.access import Door
from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.ids import new_id, part_id
from cordee.store.columns import patient_of


def entry_id(form_id: str, part: str = "") -> str:
    """Return the id of one resource of an entry: the same form and part give the same id for ever.

    The form's own id is the main resource's; other parts keep its time and hash the rest, so ids stay time-ordered.
    When the form has no id, returns a new one: such an entry is not protected against being sent twice.
    """
    if not form_id:
        return new_id()
    if not part:
        return form_id
    return part_id(form_id, f"form {part}")


def drawn_id(whole_id: str, part: str) -> str:
    """Return the id of what is made once of something that stands, the same for ever.

    A form's key may be any id somebody knows, that of a stranger's line of visits too: its parts are drawn apart
    (`entry_id`), so that none takes what is drawn here. Without an id, returns a new one.
    """
    return part_id(whole_id, part) if whole_id else new_id()


async def once(door: Door, made: str, patient_id: str, act: Callable[[], Awaitable[object]]) -> bool:
    """Run an act that makes `made`, such as `Task/abc`, in a record; return False when it had been done already.

    It had when `made` stands in that record, where `door` sees it. Any other refusal passes through: an id that is
    taken elsewhere is no proof that anything of this act was kept.
    """
    try:
        await act()
    except CordeeError as error:
        if error.category is not Category.CONFLICT or not await _stands(door, made, patient_id):
            raise
        return False
    return True


async def _stands(door: Door, made: str, patient_id: str) -> bool:
    found = (await door.read_many([made])).get(made)
    return found is not None and patient_of(found.resource, found.type) == patient_id

"""From what a territory declares to the matrix in force."""

from collections.abc import Collection, Mapping

from cordee.access.matrix import CLASSES, Matrix, Rights
from cordee.access.rights_table import Masks, masks_of
from cordee.access.usual_rights import (
    CLASS_OF_ROLE,
    EMERGENCY_HOURS,
    EMERGENCY_OPENERS,
    HIDES_FROM,
    RESTRICTED_READERS,
    RIGHTS,
    VERY_RESTRICTED_READERS,
)
from cordee.store.visibility import BIT_OF_LABEL, RESTRICTED, VERY_RESTRICTED


def make_matrix(
    *,
    rights: str = RIGHTS,
    restricted_readers: Collection[str] = RESTRICTED_READERS,
    very_restricted_readers: Collection[str] = VERY_RESTRICTED_READERS,
    hides_from: Mapping[str, Collection[str]] = HIDES_FROM,
    corrects_others: Collection[str] = (),
    writes_for_others: Collection[str] = (),
    opens_in_emergency: Collection[str] = EMERGENCY_OPENERS,
    emergency_hours: int = EMERGENCY_HOURS,
    class_of_role: Mapping[str, str] = CLASS_OF_ROLE,
) -> Matrix:
    """Return the matrix of a sound declaration; what is not given is as usual."""
    masks = masks_of(rights)
    made = {}
    for one in CLASSES:
        hidden = sum(BIT_OF_LABEL[label] for label, classes in hides_from.items() if one in classes)
        hidden |= 0 if one in restricted_readers else RESTRICTED
        hidden |= 0 if one in very_restricted_readers else VERY_RESTRICTED
        of_class = masks.get(one, Masks(0, 0))
        made[one] = Rights(
            reads=of_class.reads,
            writes=of_class.writes,
            hidden=hidden,
            corrects_others=one in corrects_others,
            writes_for_others=one in writes_for_others,
            opens_in_emergency=one in opens_in_emergency,
        )
    return Matrix(made, dict(class_of_role), emergency_hours)

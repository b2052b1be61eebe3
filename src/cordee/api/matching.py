"""The one resource a conditional interaction is about."""

from cordee.api.criteria import Criteria
from cordee.api.errors import SeveralMatchError
from cordee.store import Transaction


async def one_match(transaction: Transaction, criteria: Criteria, *, to_write: bool) -> str | None:
    """Return the id of the one resource that matches and the caller may see, or None when there is none.

    The names of the criteria must be held. Raises: SeveralMatchError.
    """
    found = await transaction.matching(criteria.query, 2, to_write=to_write)
    if len(found) > 1:
        raise SeveralMatchError
    return found[0] if found else None

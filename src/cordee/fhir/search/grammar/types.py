"""`_type`: which types a search of the whole server is about."""

from collections.abc import Iterable

from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.refusals import invalid_value

TYPE = "_type"


def read_types(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the types named, in their order; none when the search is about all.

    Raises: InvalidRequestError when one is no resource type of R4.
    """
    found: dict[str, None] = {}
    for name, value in pairs:
        if name == TYPE:
            named = [one for one in value.split(",") if one]
            if not named or not RESOURCE_TYPES.issuperset(named):
                raise invalid_value(TYPE, "des types de ressource R4", "R4 resource types")
            found.update(dict.fromkeys(named))
    return tuple(found)

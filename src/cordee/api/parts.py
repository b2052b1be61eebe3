"""`_summary` and `_elements` on a resource that is read. Source: https://hl7.org/fhir/R4/search.html#summary"""

from typing import cast, get_args

from cordee.api.call import Call
from cordee.api.errors import invalid_request
from cordee.fhir.json_value import read_json, write_json
from cordee.fhir.search.query import Summary
from cordee.fhir.subset import is_subset, subset

_KINDS = frozenset(get_args(Summary)) - {"count"}


def part_asked(call: Call, content: bytes) -> bytes:
    """Return the part of a resource the parameters ask for, marked SUBSETTED; all of it, as it is stored, without any.

    Raises: InvalidRequestError for a summary there is not; `count` is for searches.
    """
    if not call.pairs:
        return content
    asked = dict(call.pairs)
    summary, names = asked.get("_summary"), asked.get("_elements", "")
    if summary is not None and summary not in _KINDS:
        raise invalid_request(
            f"_summary vaut l’un de : {', '.join(sorted(_KINDS))}.",
            f"_summary is one of: {', '.join(sorted(_KINDS))}.",
            "http._summary",
            "value",
        )
    elements = tuple(name.strip() for name in names.split(",") if name.strip())
    if not is_subset(cast(Summary | None, summary), elements):
        return content
    return write_json(subset(read_json(content), cast(Summary | None, summary), elements))

"""Values of reference parameters. Source: https://hl7.org/fhir/R4/search.html#reference"""

import re

from cordee.fhir.search.grammar.escapes import unescape
from cordee.fhir.search.literal import split_reference
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def read_reference(
    parameter: SearchParameter, text: str, target_type: str | None, base_url: str
) -> FilterValue | None:
    """Return `Type/id`, an id, or an absolute address; None for one of another type than asked, which matches nothing.

    An id alone takes the type asked, or the one type the parameter leads to. Our own address and a version are left
    off.
    """
    value = unescape(text).removesuffix("/")
    if base_url and value.startswith(base_url):
        value = value.removeprefix(base_url)
    found_type, id_ = split_reference(value)
    if found_type:
        if target_type is not None and found_type.rpartition("/")[2] != target_type:
            return None
        return FilterValue(value=f"{found_type}/{id_}")
    if not _ID.fullmatch(value):
        return FilterValue(value=value)
    only = target_type or (parameter.targets[0] if len(parameter.targets) == 1 else "")
    return FilterValue(value=f"{only}/{value}" if only else value)

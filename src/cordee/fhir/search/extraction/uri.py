"""URI rows: tokens without system, compared as they are. Source: https://hl7.org/fhir/R4/search.html#uri"""

from typing import Any

from cordee.fhir.search.extraction.writing import TEXT_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, "", uri, part); a canonical with a version also without it."""
    if type_name not in TEXT_TYPES:
        return None
    number = source.number()

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, str) and value:
            add_uri(rows, number, value, part)

    return write


def add_uri(rows: IndexValues, number: int, uri: str, part: int) -> None:
    """Add the row of a URI, and the one of its address when it carries a version."""
    rows.tokens.append((number, "", uri, part))
    address, bar, _ = uri.partition("|")
    if bar and address:
        rows.tokens.append((number, "", address, part))

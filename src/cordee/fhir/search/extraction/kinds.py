"""The writer of each kind of parameter."""

from collections.abc import Callable

from cordee.fhir.search.extraction import date, number, position, quantity, reference, string, token, uri
from cordee.fhir.search.extraction.writing import Write
from cordee.fhir.search.kinds import Kind
from cordee.fhir.search.rows import RowSource

_WRITERS: dict[Kind, Callable[[str, RowSource], Write | None]] = {
    "string": string.writer,
    "token": token.writer,
    "reference": reference.writer,
    "date": date.writer,
    "number": number.writer,
    "quantity": quantity.writer,
    "uri": uri.writer,
    "special": position.writer,
}


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes the rows of a value of that FHIR type, or None when its kind makes nothing of it."""
    make = _WRITERS.get(source.kind)
    return make(type_name, source) if make else None

"""Reference rows: where an element leads. Source: https://hl7.org/fhir/R4/search.html#reference"""

from typing import Any

from cordee.fhir.search.extraction.uri import add_uri
from cordee.fhir.search.extraction.writing import TEXT_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.literal import split_reference
from cordee.fhir.search.rows import RowSource


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, type, id, part), with the logical identifier as a token for `:identifier`.

    A canonical or URI of another place is a token without system, as is its whole address. A contained or purely
    logical reference leads nowhere: a row with neither type nor id.
    """
    if type_name == "Reference":
        return _reference(source)
    if type_name in TEXT_TYPES:
        return _canonical(source)
    return _inline(source) if type_name == "Resource" else None


def _reference(source: RowSource) -> Write:
    number, logical = source.number(), source.number("identifier")

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if not isinstance(value, dict):
            return
        text = value.get("reference")
        if isinstance(text, str) and text and text[0] != "#":
            type_, id_ = split_reference(text)
            rows.references.append((number, type_ or _declared(value), id_, part))
        else:
            rows.references.append((number, "", "", part))
        identifier = value.get("identifier")
        if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
            system = identifier.get("system")
            rows.tokens.append(
                (logical, system if isinstance(system, str) else "", identifier["value"], part)
            )

    return write


def _declared(value: dict[str, Any]) -> str:
    found = value.get("type")
    return found if isinstance(found, str) else ""


def _canonical(source: RowSource) -> Write:
    number = source.number()

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if not isinstance(value, str) or not value:
            return
        type_, id_ = split_reference(value.partition("|")[0])
        if type_ and ":" not in type_:
            rows.references.append((number, type_, id_, part))
        else:
            add_uri(rows, number, value, part)

    return write


def _inline(source: RowSource) -> Write:
    """A resource carried in place (the first of a document or message Bundle) counts as a reference to it."""
    number = source.number()

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
            id_ = value.get("id")
            rows.references.append((number, value["resourceType"], id_ if isinstance(id_, str) else "", part))

    return write

"""What the search index holds of one resource, as rows of the index tables."""

from decimal import Decimal
from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.normalized import normalize
from cordee.fhir.search.extract import extract
from cordee.fhir.search.index_values import IndexValues
from cordee.store.indexable import PLAIN_MAX_CHARS, indexable, indexable_text
from cordee.store.search.own_patient import own_numbers
from cordee.store.task_rows import task_row

INDEX_COLUMNS: dict[str, tuple[str, ...]] = {
    "token": ("token_key", "token_param", "token_system", "token_code", "token_part"),
    "reference": ("ref_key", "ref_param", "ref_type", "ref_id", "ref_part"),
    "date": ("date_key", "date_param", "date_start", "date_end", "date_part"),
    "string": ("string_key", "string_param", "string_normalized", "string_exact", "string_part", "string_shared"),
    "number": ("number_key", "number_param", "number_low", "number_high", "number_part"),
    "quantity": (
        "quantity_key", "quantity_param", "quantity_low", "quantity_high", "quantity_system", "quantity_code",
        "quantity_base_low", "quantity_base_high", "quantity_base_code", "quantity_part",
    ),
    "position": ("position_key", "position_param", "position_latitude", "position_longitude"),
    "text": ("text_key", "text_narrative", "text_content"),
    "task": ("task_key", "task_holder", "task_requester", "task_open", "task_due", "task_ended"),
}  # fmt: skip
"""By kind (`index_KIND` holds its rows), what `sql/index_rows.sql` calls the columns of a row."""

Rows = dict[str, list[tuple[Any, ...]]]


def index_rows(key: int, type_name: str, content: Json, patient_id: str | None) -> Rows:
    """Return the rows of a resource by kind, each starting with its key.

    A reference to the resource's own patient is not repeated: the column patient_id answers for it.
    """
    found = extract(type_name, content)
    is_shared = patient_id is None
    rows: Rows = {
        "token": [
            (key, n, system, code, part)
            if len(system) <= PLAIN_MAX_CHARS and len(code) <= PLAIN_MAX_CHARS
            else (key, n, indexable(system), indexable(code), part)
            for n, system, code, part in found.tokens
        ],
        "reference": _references(key, type_name, found, patient_id),
        "date": [(key, *row) for row in found.dates],
        "string": [
            (key, n, text := indexable_text(normalized), _exact(text, exact), part, is_shared)
            for n, normalized, exact, part in found.strings
        ],
    }
    if found.numbers:
        rows["number"] = [(key, n, *_ends(low, high), part) for n, low, high, part in found.numbers]
    if found.quantities:
        rows["quantity"] = [_quantity(key, row) for row in found.quantities]
    if found.positions:
        rows["position"] = [
            (key, n, str(latitude), str(longitude)) for n, latitude, longitude in found.positions
        ]
    if found.content or found.narrative:
        rows["text"] = [(key, normalize(found.narrative), normalize(found.content))]
    if type_name == "Task" and (listed := task_row(content)) is not None:
        rows["task"] = [(key, indexable(listed[0]), indexable(listed[1]), *listed[2:])]
    return rows


def _references(
    key: int, type_name: str, found: IndexValues, patient_id: str | None
) -> list[tuple[Any, ...]]:
    own = own_numbers(type_name) if patient_id is not None else frozenset()
    return [
        (key, number, indexable(type_), indexable(id_), part)
        for number, type_, id_, part in found.references
        if not (id_ == patient_id and type_ == "Patient" and number in own)
    ]


def _exact(normalized: str, exact: str) -> str | None:
    """Return the text as written when the index does not say it already."""
    return None if exact == normalized else indexable(exact)


def _ends(low: Decimal | None, high: Decimal | None) -> tuple[str, str]:
    if low is high and low is not None:
        return (text := str(low)), text
    return "-Infinity" if low is None else str(low), "Infinity" if high is None else str(high)


def _quantity(key: int, row: tuple[Any, ...]) -> tuple[Any, ...]:
    number, low, high, system, code, base_low, base_high, base_code, part = row
    base: tuple[Any, ...] = (None, None, None)
    if base_code is not None:
        base = (*_ends(base_low, base_high), indexable(base_code))
    return (key, number, *_ends(low, high), indexable(system), indexable(code), *base, part)

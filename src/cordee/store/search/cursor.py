"""The cursor of a page: where its last row stands in the order. The next page starts after it.

Whatever was written since, nothing comes twice and nothing is left out. It names values, not an offset, and carries a
mark of its query: another query refuses it.
"""

import base64
import binascii
import hashlib
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from cordee.fhir.search.query import Query
from cordee.kernel.errors import InvalidRequestError
from cordee.store.search.bound import Bound
from cordee.store.search.sort import Key, Order

MARK_BYTES = 9
CURSOR_CHARS_MAX = 4000


def mark_of(query: Query) -> str:
    """Return the mark of a query: a digest of what it looks for and in which order."""
    asked = msgspec.json.encode((query.resource_type, query.types, query.criteria, query.sort))
    return base64.urlsafe_b64encode(hashlib.blake2b(asked, digest_size=MARK_BYTES).digest()).decode()


def encode(mark: str, values: tuple[Any, ...], key: int) -> str:
    """Return the cursor of a row by the values of its sort keys and its own key."""
    said = [value if value is None or isinstance(value, str) else _text(value) for value in values]
    return base64.urlsafe_b64encode(msgspec.json.encode([mark, said, key])).decode().rstrip("=")


class After(msgspec.Struct, frozen=True):
    """The condition that a row `r` comes after a cursor; `reached` says it of the index row `i` when one is walked."""

    row: str = "true"
    reached: str = "true"


def after(cursor: str, mark: str, order: Order, bound: Bound) -> After:
    """Return the condition of what comes after the cursor.

    Raises: InvalidRequestError when it is not a cursor of this query.
    """
    values, key = _decode(cursor, mark, order)
    sign = "<" if order.descends else ">"
    last = bound.add(key, "bigint")
    if order.column is not None:
        return After(f"({order.column}, r.key) {sign} ({bound.add(values[0], 'timestamptz')}, {last})")
    test = f"r.key {sign} {last}"
    for sort_key, value in zip(reversed(order.keys), reversed(values), strict=True):
        test = _after_key(sort_key, value, test, bound)
    return After(test, _reached(order, values[0], bound))


def _reached(order: Order, value: Any, bound: Bound) -> str:
    if order.walk is None:
        return "true"
    if value is None:
        return "false"
    return f"{order.walk.column} {'<=' if order.descends else '>='} {bound.add(value, order.keys[0].type)}"


def _after_key(key: Key, value: Any, tie: str, bound: Bound) -> str:
    """Return the condition that a row comes after `value` by one key, or beside it and `tie` decides."""
    expression = key.expression
    if value is None:
        return f"({expression} IS NULL AND {tie})"
    limit = bound.add(value, key.type)
    beyond = f"{expression} {'<' if key.descending else '>'} {limit}"
    last = "" if key.is_column else f" OR {expression} IS NULL"
    return f"({beyond}{last} OR ({expression} = {limit} AND {tie}))"


def _decode(cursor: str, mark: str, order: Order) -> tuple[list[Any], int]:
    try:
        if len(cursor) > CURSOR_CHARS_MAX:
            raise ValueError("too long")
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        of_query, values, key = msgspec.json.decode(data, type=tuple[str, list[str | None], int])
        if of_query != mark or len(values) != len(order.keys) or not 0 <= key < 2**63:
            raise ValueError("of another query")
        pairs = zip(order.keys, values, strict=True)
        return [None if value is None else _value(sort_key, value) for sort_key, value in pairs], key
    except (ValueError, binascii.Error, msgspec.DecodeError, InvalidOperation) as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide pour cette recherche. Reprenez à la première page.",
            "This page cursor is not valid for this search. Start again at the first page.",
        ) from error


def _text(value: datetime | Decimal) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _value(key: Key, text: str) -> str | datetime | Decimal:
    if "\x00" in text:
        raise ValueError("no text")
    if key.type == "timestamptz":
        return datetime.fromisoformat(text)
    return Decimal(text) if key.type == "numeric" else text

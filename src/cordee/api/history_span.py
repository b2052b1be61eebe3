"""Which versions a history is asked for: `_count`, `_since`, `_at` and the cursor of a page."""

import re
from datetime import datetime

from cordee.api.bundles import CURSOR
from cordee.api.call import Call, Pairs
from cordee.api.errors import invalid_request
from cordee.fhir.search import date_range
from cordee.kernel.errors import CordeeError, InvalidRequestError
from cordee.store import Span

COUNT_DEFAULT = 50
COUNT_MAX = 200
_KNOWN = ("_count", "_since", "_at", CURSOR)
_NOT_HISTORY = {"_format", "_pretty"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def span_asked(call: Call) -> Span:
    """Return the span the parameters ask for; others are ignored, or refused with `Prefer: handling=strict`.

    `_since` is an instant; `_at` a date, dateTime or instant, each as precise as it is written. Raises:
    InvalidRequestError naming the parameter.
    """
    asked = dict(call.pairs)
    unknown = asked.keys() - set(_KNOWN) - _NOT_HISTORY
    if unknown and call.preference("handling") == "strict":
        raise _unreadable(min(unknown), "not-supported")
    return Span(
        count=_count(asked.get("_count")),
        cursor=asked.get(CURSOR) or None,
        since=_since(asked["_since"]) if "_since" in asked else None,
        at=_range("_at", asked["_at"]) if "_at" in asked else None,
    )


def applied_pairs(call: Call) -> Pairs:
    """Return the parameters a history took into account."""
    return [pair for pair in call.pairs if pair[0] in _KNOWN]


def _count(text: str | None) -> int:
    if text is None:
        return COUNT_DEFAULT
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _unreadable("_count")
    return max(1, min(int(text), COUNT_MAX))


def _since(text: str) -> datetime:
    text = text.replace(" ", "+")  # a plus sign that was not escaped in the address
    if not _INSTANT.fullmatch(text):
        raise _unreadable("_since")
    return _range("_since", text)[0]


def _range(name: str, text: str) -> tuple[datetime, datetime]:
    try:
        return date_range(text.replace(" ", "+"))
    except (ValueError, OverflowError, CordeeError):
        raise _unreadable(name) from None


def _unreadable(name: str, code: str = "value") -> InvalidRequestError:
    if code == "not-supported":
        return invalid_request(
            f"Un historique ne prend pas le paramètre {name}.",
            f"A history does not take the parameter {name}.",
            f"http.{name}",
            code,
        )
    return invalid_request(f"{name} n’est pas lisible.", f"{name} cannot be read.", f"http.{name}", code)

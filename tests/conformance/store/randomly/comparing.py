"""How R4 compares a value of a request with an element, kind by kind, over plain JSON.

Written from the pages of the standard and from docs/search.md, without the code that is tested.
Source: https://hl7.org/fhir/R4/search.html
"""

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from cordee.fhir.path import Node

Span = tuple[datetime, datetime]
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "mg": Decimal("0.001")}
UCUM = "http://unitsofmeasure.org"
EARTH_KM = 6371.0088
_PREFIX = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)")
_LOCAL = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]+)(/_history/\w+)?")


def folded(text: str) -> str:
    """Return a text without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    kept = (one for one in plain if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+", "".join(kept).casefold()))


def texts_of(node: Node) -> list[str]:
    """Return what people read of an element."""
    if isinstance(node.value, str):
        return [node.value]
    found: list[str] = []
    for name in ("text", "family", "given", "prefix", "suffix", "line", "city", "postalCode", "country"):
        part = node.value.get(name, [])
        found += part if isinstance(part, list) else [part]
    return found


def string(node: Node, modifier: str, value: str) -> bool:
    """Compare a text: its beginning, the whole as written, or a part."""
    if modifier == "exact":
        return value in texts_of(node)
    texts, wanted = [folded(text) for text in texts_of(node)], folded(value)
    if not wanted:
        return False
    return any(wanted in text if modifier == "contains" else text.startswith(wanted) for text in texts)


def token(node: Node, modifier: str, value: str) -> bool:
    """Compare a code, with its system when the value names one."""
    if modifier == "text":
        shown = [node.value.get("text", "")] + [
            one.get("display", "") for one in node.value.get("coding", ())
        ]
        return any(folded(text).startswith(folded(value)) for text in shown if text)
    if modifier == "of-type":
        kind, code, wanted = value.split("|")
        types = [(one.get("system"), one.get("code")) for one in node.value.get("type", {}).get("coding", ())]
        return (kind, code) in types and node.value.get("value") == wanted
    system, bar, code = value.rpartition("|")
    return any(
        (not bar or system == found_system) and (not code or code == found_code)
        for found_system, found_code in _codes(node)
    )


def _codes(node: Node) -> list[tuple[str, str]]:
    if isinstance(node.value, bool):
        return [("", "true" if node.value else "false")]
    if isinstance(node.value, str):
        return [("", node.value)]
    if "coding" in node.value or node.type == "CodeableConcept":
        return [(one.get("system", ""), one.get("code", "")) for one in node.value.get("coding", ())]
    if node.type == "ContactPoint":
        return [("", node.value.get("value", ""))]
    return [(node.value.get("system", ""), node.value.get("code", node.value.get("value", "")))]


def local_reference(value: Any) -> str | None:
    """Return `Type/id` of a reference to a resource of this server."""
    match = _LOCAL.fullmatch(value.get("reference", ""))
    return f"{match[1]}/{match[2]}" if match else None


def reference(node: Node, modifier: str, value: str) -> bool:
    """Compare where an element leads; `modifier` is a type, `identifier` or empty."""
    if modifier == "identifier":
        identifier = node.value.get("identifier", {})
        system, bar, code = value.rpartition("|")
        return identifier.get("value") == code and (not bar or identifier.get("system", "") == system)
    if "://" in value:
        return bool(node.value.get("reference") == value)
    local = local_reference(node.value)
    if local is None:
        return False
    if "/" in value:
        return local == value and (not modifier or value.startswith(f"{modifier}/"))
    return local.partition("/")[2] == value and (not modifier or local.startswith(f"{modifier}/"))


def uri(node: Node, modifier: str, value: str) -> bool:
    """Compare an address, or, with `below`, whatever lies under it."""
    return bool(node.value == value or (modifier == "below" and node.value.startswith(f"{value}/")))


def span_of(text: str) -> Span:
    """Return all the instants a date may mean, the end excluded; without a zone, in UTC."""
    if "T" not in text:
        year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
        start = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if day:
            return start, start + timedelta(days=1)
        following = datetime(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1, tzinfo=UTC)
        return start, following
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    clock = re.split(r"Z|[+-]\d\d:\d\d$", text.partition("T")[2])[0]
    step = {5: timedelta(minutes=1), 8: timedelta(seconds=1)}.get(len(clock), timedelta(milliseconds=1))
    return moment, moment + step


def spans_of(node: Node) -> Span:
    """Return the instants an element speaks of."""
    if isinstance(node.value, str):
        return span_of(node.value)
    start, end = node.value.get("start"), node.value.get("end")
    return span_of(start)[0] if start else FIRST, span_of(end)[1] if end else LAST


def date(node: Node, modifier: str, value: str) -> bool:
    """Compare what a date or period means with what the value means."""
    prefix, written = _PREFIX.fullmatch(value).groups()  # type: ignore[union-attr]
    (start, end), (low, high) = spans_of(node), span_of(written)
    if prefix == "ap":
        moment = datetime.now(UTC)
        gap = max(low - moment, moment - high, timedelta(milliseconds=1)) * 0.1
        low, high = low - gap, high + gap
    within = low <= start and end <= high
    return {
        None: within,
        "eq": within,
        "ne": not within,
        "gt": end > high,
        "lt": start < low,
        "ge": within or end > high,
        "le": within or start < low,
        "sa": start >= high,
        "eb": end <= low,
        "ap": start < high and end > low,
    }[prefix]


def compared(
    stored_low: Decimal, stored_high: Decimal, prefix: str | None, written: str, unit: Decimal
) -> bool:
    """Compare a stored number, or an open range of them, with all that the digits of a value may mean."""
    number = Decimal(written)
    half = Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
    low, high, point = (number - half) * unit, (number + half) * unit, number * unit
    near = abs(point) / 10
    within = low <= stored_low and stored_high < high
    return {
        None: within,
        "eq": within,
        "ne": not within,
        "gt": stored_high > point,
        "lt": stored_low < point,
        "ge": stored_high >= point,
        "le": stored_low <= point,
        "sa": stored_low > point,
        "eb": stored_high < point,
        "ap": stored_low <= point + near and stored_high >= point - near,
    }[prefix]


def number(node: Node, modifier: str, value: str) -> bool:
    """Compare a number, or the ends of a range."""
    prefix, written = _PREFIX.fullmatch(value).groups()  # type: ignore[union-attr]
    if isinstance(node.value, dict):
        low, high = (node.value.get(end, {}).get("value") for end in ("low", "high"))
        low = Decimal("-Infinity") if low is None else low
        return compared(low, Decimal("Infinity") if high is None else high, prefix, written, Decimal(1))
    return compared(Decimal(node.value), Decimal(node.value), prefix, written, Decimal(1))


def quantity(node: Node, modifier: str, value: str) -> bool:
    """Compare a quantity; grams and their multiples are one unit of mass when the system is UCUM."""
    if "value" not in node.value:
        return False
    written, _, rest = value.partition("|")
    system, _, code = rest.partition("|")
    prefix, digits = _PREFIX.fullmatch(written).groups()  # type: ignore[union-attr]
    held = node.value
    factor = Decimal(1)
    if code:
        if system == UCUM and code in GRAMS:
            if held.get("system") != UCUM or held.get("code") not in GRAMS:
                return False
            factor = GRAMS[held["code"]]
        elif held.get("code", held.get("unit")) != code or (system and held.get("system") != system):
            return False
    number = held["value"] * factor
    low = Decimal("-Infinity") if held.get("comparator", "").startswith("<") else number
    high = Decimal("Infinity") if held.get("comparator", "").startswith(">") else number
    return compared(
        low, high, prefix, digits, GRAMS[code] if system == UCUM and code in GRAMS else Decimal(1)
    )


def near(node: Node, modifier: str, value: str) -> bool:
    """Compare a place with a point and a distance in kilometres, along the great circle."""
    latitude, longitude, distance, _ = value.split("|")
    here = (math.radians(float(latitude)), math.radians(float(longitude)))
    there = (math.radians(float(node.value["latitude"])), math.radians(float(node.value["longitude"])))
    half = (
        math.sin((here[0] - there[0]) / 2) ** 2
        + math.cos(here[0]) * math.cos(there[0]) * math.sin((here[1] - there[1]) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(half)) <= float(distance)


COMPARE = {
    "string": string,
    "token": token,
    "reference": reference,
    "uri": uri,
    "date": date,
    "number": number,
    "quantity": quantity,
    "special": near,
}

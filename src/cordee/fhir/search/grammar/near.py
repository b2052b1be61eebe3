"""The value of `near`: around a position. Source: https://hl7.org/fhir/R4/location.html#positional"""

from decimal import Decimal

from cordee.fhir.search.grammar.escapes import split_escaped, unescape
from cordee.fhir.search.grammar.number import precise
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value

DISTANCE_DEFAULT_KM = Decimal(10)
DISTANCE_MAX_KM = Decimal(20_038)
"""Half way around the Earth: nothing is further."""

_KM: dict[str, Decimal] = {
    "km": Decimal(1),
    "m": Decimal("0.001"),
    "[mi_i]": Decimal("1.609344"),
    "[mi_us]": Decimal("1.609347"),
    "mi": Decimal("1.609344"),
}
_PARTS_MAX = 4


def read_near(parameter: SearchParameter, text: str) -> FilterValue:
    """Return `latitude|longitude|distance|unit`; kilometres when no unit is given, ten of them without a distance."""
    parts = [unescape(part) for part in split_escaped(text, "|")]
    if not 2 <= len(parts) <= _PARTS_MAX:
        raise _unreadable(parameter)
    latitude, longitude = _within(parameter, parts[0], 90), _within(parameter, parts[1], 180)
    distance = DISTANCE_DEFAULT_KM
    if len(parts) > 2 and parts[2]:
        unit = _KM.get(parts[3] or "km") if len(parts) == _PARTS_MAX else _KM["km"]
        read = precise(parts[2])
        if unit is None or read is None or read[0] < 0:
            raise _unreadable(parameter)
        distance = min(read[0] * unit, DISTANCE_MAX_KM)
    return FilterValue(value=text, latitude=latitude, longitude=longitude, distance_km=distance)


def _within(parameter: SearchParameter, text: str, limit: int) -> Decimal:
    read = precise(text)
    if read is None or abs(read[0]) > limit:
        raise _unreadable(parameter)
    return read[0]


def _unreadable(parameter: SearchParameter) -> Exception:
    return invalid_value(
        parameter.code,
        "latitude|longitude|distance|unité, en km, m ou [mi_us]",
        "latitude|longitude|distance|unit, in km, m or [mi_us]",
    )

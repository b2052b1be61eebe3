"""The parameter `near`: places within a distance of a point, by a box of degrees first, then along the great circle.

Source: https://hl7.org/fhir/R4/location.html#positional
"""

import math

from cordee.fhir.search.query import FilterValue
from cordee.store.search.bound import Bound
from cordee.store.search.rows import Rows, any_of, of_parameter

EARTH_RADIUS_KM = 6371.0088
KM_A_DEGREE = EARTH_RADIUS_KM * math.pi / 180
DISTANCE_DEFAULT_KM = 25.0
_POLE_DEGREES = 89.9  # beyond it every longitude is near


def positions(numbers: tuple[int, ...], values: list[FilterValue], bound: Bound) -> Rows:
    """Return the rows within the distance of any of the points."""
    tests = [_test(value, bound) for value in values]
    return Rows("index_position", f"{of_parameter(numbers)} AND {any_of(tests)}")


def _test(value: FilterValue, bound: Bound) -> str:
    assert value.latitude is not None
    assert value.longitude is not None
    latitude, longitude = float(value.latitude), float(value.longitude)
    distance = DISTANCE_DEFAULT_KM if value.distance_km is None else float(value.distance_km)
    height = distance / KM_A_DEGREE
    south, north = latitude - height, latitude + height
    tests = [f"i.latitude BETWEEN {_number(south, bound)} AND {_number(north, bound)}"]
    furthest = max(abs(south), abs(north))
    if furthest < _POLE_DEGREES:
        width = height / math.cos(math.radians(furthest))
        if width < 180:
            tests.append(_longitudes(longitude - width, longitude + width, bound))
    tests.append(_within(latitude, longitude, distance, bound))
    return f"({' AND '.join(tests)})"


def _longitudes(west: float, east: float, bound: Bound) -> str:
    """Return the test between two meridians, across the 180th when they lie on both sides of it."""
    if west < -180:
        return f"(i.longitude >= {_number(west + 360, bound)} OR i.longitude <= {_number(east, bound)})"
    if east > 180:
        return f"(i.longitude >= {_number(west, bound)} OR i.longitude <= {_number(east - 360, bound)})"
    return f"i.longitude BETWEEN {_number(west, bound)} AND {_number(east, bound)}"


def _within(latitude: float, longitude: float, distance_km: float, bound: Bound) -> str:
    here, there = _number(latitude, bound), _number(longitude, bound)
    return (
        f"2 * {EARTH_RADIUS_KM} * asin(sqrt(least(1, power(sind((i.latitude - {here}) / 2), 2) + cosd({here}) "
        f"* cosd(i.latitude) * power(sind((i.longitude - {there}) / 2), 2)))) <= {_number(distance_km, bound)}"
    )


def _number(value: float, bound: Bound) -> str:
    return bound.add(value, "double precision")

"""Position rows, for `near`. Source: https://hl7.org/fhir/R4/location.html#positional"""

from typing import Any

from cordee.fhir.search.extraction.number import decimal
from cordee.fhir.search.extraction.writing import Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource

LATITUDE_MAX, LONGITUDE_MAX = 90, 180


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, latitude, longitude) of an element with both."""
    if not type_name.endswith(".position"):
        return None
    number = source.number()

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict):
            latitude, longitude = decimal(value.get("latitude")), decimal(value.get("longitude"))
            if (
                latitude is not None
                and longitude is not None
                and abs(latitude) <= LATITUDE_MAX
                and abs(longitude) <= LONGITUDE_MAX
            ):
                rows.positions.append((number, latitude, longitude))

    return write

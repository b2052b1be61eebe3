"""What the search indexes hold about one resource."""

from datetime import datetime
from decimal import Decimal

import msgspec

TokenRow = tuple[int, str, str, int]
ReferenceRow = tuple[int, str, str, int]
DateRow = tuple[int, datetime, datetime, int]
StringRow = tuple[int, str, str, int]
NumberRow = tuple[int, Decimal | None, Decimal | None, int]
QuantityRow = tuple[
    int, Decimal | None, Decimal | None, str, str, Decimal | None, Decimal | None, str | None, int
]
PositionRow = tuple[int, Decimal, Decimal]


class IndexValues(msgspec.Struct):
    """Searchable values by kind; each tuple starts with the number of its parameter.

    The last item, `part`, is the ordinal (from 1) of the repeating element the value stands in when a composite groups
    by that element, else 0. Rows are distinct.
    """

    tokens: list[TokenRow] = msgspec.field(default_factory=list)
    """(number, system, code, part): system empty when there is none; URIs and canonicals are tokens without system
    (a canonical with a version is there with and without it). Code is empty for an element that has none, so that it
    is not missing."""
    references: list[ReferenceRow] = msgspec.field(default_factory=list)
    """(number, type, id, part): a reference to another server keeps its address before the type; type empty when
    unknown, then the id is the whole (`urn:uuid:…`); both empty for an element that leads nowhere."""
    dates: list[DateRow] = msgspec.field(default_factory=list)
    """(number, start, end, part): aware instants, the end excluded; open ends reach EARLIEST and LATEST."""
    strings: list[StringRow] = msgspec.field(default_factory=list)
    """(number, normalized, exact, part): `exact` is the text as written."""
    numbers: list[NumberRow] = msgspec.field(default_factory=list)
    """(number, low, high, part): both ends count and are equal for one number, different for a range; an open end is
    None. Precision is the search value's affair (`FilterValue.low`, `high`)."""
    quantities: list[QuantityRow] = msgspec.field(default_factory=list)
    """(number, low, high, system, code, base_low, base_high, base_code, part): `low` and `high` as for numbers;
    `code` is the written unit when there is no code; `base_*` in the UCUM base units, None when it has none."""
    positions: list[PositionRow] = msgspec.field(default_factory=list)
    """(number, latitude, longitude), WGS 84 degrees."""
    narrative: str = ""
    """The text of the narrative, for `_text`; bounded."""
    content: str = ""
    """All the text of the resource, for `_content`; bounded."""

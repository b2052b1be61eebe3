"""What the search indexes hold about one resource."""

from datetime import datetime

import msgspec


class IndexValues(msgspec.Struct):
    """Searchable values by kind; each tuple starts with the code of its parameter.

    Tokens are (code, system, value), the system empty when there is none; URIs are tokens without system. References
    are (code, target type, target id); those to another server keep its address before the type. Dates are (code,
    start, end), the end excluded. Strings are normalized.
    """

    tokens: list[tuple[str, str, str]] = msgspec.field(default_factory=list)
    references: list[tuple[str, str, str]] = msgspec.field(default_factory=list)
    dates: list[tuple[str, datetime, datetime]] = msgspec.field(default_factory=list)
    strings: list[tuple[str, str]] = msgspec.field(default_factory=list)

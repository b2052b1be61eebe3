"""The R4 primitive types as msgspec constraints, so that decoding checks their format at C speed.

Dates are kept as the strings that came (a partial date has no Python type that keeps it partial); the pattern alone
refuses days that do not exist, leap years included. Patterns end in `\\Z` because `$` would accept a final newline.

Source: https://hl7.org/fhir/R4/datatypes.html#primitive
"""

from decimal import Decimal
from typing import Annotated, Any, TypeVar

from msgspec import Meta

_YEAR = r"(?!0000)\d{4}"
_LEAP_YEAR = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    r"|02-(?:0[1-9]|1\d|2[0-8]))"
)
_FULL_DATE = rf"(?:{_YEAR}-{_DAY}|(?!0000){_LEAP_YEAR}-02-29)"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_INT32_MAX = 2_147_483_647

DATE_PATTERN = rf"^(?:{_FULL_DATE}|{_YEAR}(?:-(?:0[1-9]|1[0-2]))?)\Z"
DATE_TIME_PATTERN = rf"^(?:{_FULL_DATE}(?:T{_TIME}{_ZONE})?|{_YEAR}(?:-(?:0[1-9]|1[0-2]))?)\Z"
INSTANT_PATTERN = rf"^{_FULL_DATE}T{_TIME}{_ZONE}\Z"
TIME_PATTERN = rf"^{_TIME}\Z"
ID_PATTERN = r"^[A-Za-z0-9\-.]{1,64}\Z"
URI_PATTERN = r"^\S+\Z"
CODE_PATTERN = r"^\S+(?:\s\S+)*\Z"
OID_PATTERN = r"^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+\Z"
UUID_PATTERN = r"^urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z"
BASE64_PATTERN = r"^[0-9A-Za-z+/\s]+={0,2}\s*\Z"
XHTML_PATTERN = r"^\s*<div"

# FHIR means ASCII digits and white space; `re` would otherwise take those of all Unicode.
_ASCII = "(?a)"

String = Annotated[str, Meta(min_length=1)]
Code = Annotated[str, Meta(pattern=_ASCII + CODE_PATTERN)]
Id = Annotated[str, Meta(pattern=ID_PATTERN)]
Uri = Annotated[str, Meta(pattern=_ASCII + URI_PATTERN)]
Oid = Annotated[str, Meta(pattern=_ASCII + OID_PATTERN)]
Uuid = Annotated[str, Meta(pattern=UUID_PATTERN)]
Base64Binary = Annotated[str, Meta(pattern=BASE64_PATTERN)]
Xhtml = Annotated[str, Meta(pattern=XHTML_PATTERN)]
Date = Annotated[str, Meta(pattern=_ASCII + DATE_PATTERN)]
DateTime = Annotated[str, Meta(pattern=_ASCII + DATE_TIME_PATTERN)]
Instant = Annotated[str, Meta(pattern=_ASCII + INSTANT_PATTERN)]
Time = Annotated[str, Meta(pattern=_ASCII + TIME_PATTERN)]
Integer = Annotated[int, Meta(ge=-_INT32_MAX - 1, le=_INT32_MAX)]
UnsignedInt = Annotated[int, Meta(ge=0, le=_INT32_MAX)]
PositiveInt = Annotated[int, Meta(ge=1, le=_INT32_MAX)]

PATTERN_NAMES: dict[str, str] = {
    _ASCII + CODE_PATTERN: "code",
    ID_PATTERN: "id",
    _ASCII + URI_PATTERN: "uri",
    _ASCII + OID_PATTERN: "oid",
    UUID_PATTERN: "uuid",
    BASE64_PATTERN: "base64Binary",
    XHTML_PATTERN: "xhtml",
    _ASCII + DATE_PATTERN: "date",
    _ASCII + DATE_TIME_PATTERN: "dateTime",
    _ASCII + INSTANT_PATTERN: "instant",
    _ASCII + TIME_PATTERN: "time",
}

Item = TypeVar("Item")
Many = Annotated[list[Item], Meta(min_length=1)]


class _AnyDecimal(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, Decimal)


class FhirDecimal(metaclass=_AnyDecimal):
    """A JSON number read as `Decimal` with the digits as sent; msgspec's own Decimal would also accept strings."""


def decimal_hook(expected: type, value: Any) -> Decimal:
    """Return the decimal of a JSON number.

    Raises: ValueError when the JSON value is anything but a number; msgspec adds the path.
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise ValueError("Expected `decimal`")

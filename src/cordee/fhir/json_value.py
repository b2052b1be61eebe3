"""Resources as plain JSON: what the engines work on where a typed model would be in the way.

A value is a `dict`, `list`, `str`, `bool`, `int` or `Decimal`; numbers with a fraction keep the digits they came with.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from cordee.fhir.errors import unreadable

Json = dict[str, Any]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def read_json(data: bytes | memoryview | str) -> Json:
    """Return the JSON object of a text; nothing is checked against the FHIR definitions.

    Raises: UnreadableResourceError when the text is not JSON, not UTF-8, nested too deeply, or no object.
    """
    content = data.encode(errors="replace") if isinstance(data, str) else bytes(data)
    try:
        value = _decode(content.removeprefix(_BYTE_ORDER_MARK))
    except (msgspec.DecodeError, UnicodeError):
        raise unreadable("Le contenu n’est pas du JSON valide.", "The content is not valid JSON.") from None
    except RecursionError:
        raise unreadable(
            "Le contenu est imbriqué trop profondément.", "The content is nested too deeply."
        ) from None
    if not isinstance(value, dict):
        raise unreadable("Le contenu n’est pas un objet JSON.", "The content is not a JSON object.")
    return value


def write_json(value: Any) -> bytes:
    """Return the JSON text of a value, decimals as numbers with their own digits; `msgspec.Raw` goes in as it is."""
    return _encode(value)


def objects_within(value: Any) -> Iterator[Json]:
    """Yield every object of a value, itself and those at any depth, in no order."""
    left: list[Any] = [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            yield one
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)

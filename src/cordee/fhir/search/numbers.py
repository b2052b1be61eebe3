"""The numbers index rows carry instead of names: short, and the same in every process and installation."""

from functools import cache
from hashlib import blake2b
from typing import Literal

Variant = Literal["", "text", "identifier", "of-type"]


@cache
def param_number(resource_type: str, code: str, variant: Variant = "") -> int:
    """Return the signed 32-bit number of one parameter of one type, never zero.

    `variant` names the extra rows a modifier reads: `text` (strings beside a token or reference), `identifier` (tokens
    of logical references), `of-type` (tokens whose system is `typeSystem|typeCode`).
    """
    name = f"{resource_type}.{code}:{variant}" if variant else f"{resource_type}.{code}"
    number = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big", signed=True)
    return number or 1

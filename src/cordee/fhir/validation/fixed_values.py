"""Compare a value with what a profile fixes: exactly (`fixed[x]`), or at least that much (`pattern[x]`)."""

from decimal import Decimal
from typing import Any


def is_same(value: Any, fixed: Any) -> bool:
    """Return whether a value is exactly the fixed one; numbers compare by their value."""
    if isinstance(fixed, dict):
        return (
            isinstance(value, dict)
            and value.keys() == fixed.keys()
            and all(is_same(value[name], part) for name, part in fixed.items())
        )
    if isinstance(fixed, list):
        return (
            isinstance(value, list)
            and len(value) == len(fixed)
            and all(is_same(one, part) for one, part in zip(value, fixed, strict=True))
        )
    return _is_same_primitive(value, fixed)


def fits_pattern(value: Any, pattern: Any) -> bool:
    """Return whether a value has at least what the pattern has; each item of a list must be found in the value's."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and fits_pattern(value[name], part) for name, part in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(
            any(fits_pattern(one, part) for one in value) for part in pattern
        )
    return _is_same_primitive(value, pattern)


def _is_same_primitive(value: Any, expected: Any) -> bool:
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if isinstance(value, int | Decimal | float) and isinstance(expected, int | Decimal | float):
        return value == expected
    return type(value) is type(expected) and bool(value == expected)

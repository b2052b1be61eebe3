"""UCUM units brought to base units, so that 1 g/L and 100 mg/dL compare equal. Source: https://ucum.org/ucum

The units are read by `ucumvert`, loaded at the first unit asked for (about a second) and asked once for each code.
"""

import re
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import Any

import msgspec

UCUM = "http://unitsofmeasure.org"
CODE_MAX_CHARS = 60
CODES_KEPT = 2048
FACTOR_DIGITS = 12  # what survives of a factor computed in floating point

_ANNOTATION = re.compile(r"\{[^{}]*\}")
_ARBITRARY = re.compile(
    r"\[IU\]|\[iU\]|'U\]"
)  # international and arbitrary units compare with themselves only
_DIGITS = Context(prec=FACTOR_DIGITS)
_PLENTY = Context(prec=100)


class CanonicalUnit(msgspec.Struct, frozen=True):
    """How a unit becomes its base unit: `value × factor + offset`, named `code` (`kg/m**3`, `1` when it has none)."""

    code: str
    factor: Decimal
    offset: Decimal

    def convert(self, value: Decimal) -> Decimal:
        """Return the value in the base unit."""
        return _PLENTY.fma(value, self.factor, self.offset)


@lru_cache(CODES_KEPT)
def canonical_unit(code: str) -> CanonicalUnit | None:
    """Return how a UCUM code becomes its base unit.

    When the code is no UCUM, longer than `CODE_MAX_CHARS`, arbitrary, or not linear to its base (pH, dB), None.
    Cost: some milliseconds for a code not seen before.
    """
    plain = _ANNOTATION.sub("", code) or "1"
    if not code or len(code) > CODE_MAX_CHARS or not plain.isascii() or _ARBITRARY.search(plain):
        return None
    try:
        zero, one, two, unit = _images(plain)
    except Exception:  # the library answers with errors of half a dozen kinds
        return None
    if abs((two - one) - (one - zero)) > 1e-9 * max(abs(one - zero), abs(two)):
        return None
    return CanonicalUnit(unit or "1", _decimal(one - zero), _decimal(zero))


def warm_up() -> None:
    """Load the units, so that the first resource with a quantity does not wait for them."""
    _registry()


def _images(code: str) -> tuple[float, float, float, str]:
    """Return what 0, 1 and 2 of a unit are in its base unit, and the name of that."""
    registry = _registry()
    found = registry.from_ucum(code)
    step = float(found.magnitude)
    images = [registry.Quantity(step * times, found.units).to_base_units() for times in (0, 1, 2)]
    zero, one, two = (float(image.magnitude) for image in images)
    return zero, one, two, f"{images[1].units:~C}"


@cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry  # type: ignore[import-untyped]  # noqa: PLC0415  a second to import, for who needs it only

    return PintUcumRegistry()


def _decimal(value: float) -> Decimal:
    return _DIGITS.create_decimal(repr(value)).normalize()

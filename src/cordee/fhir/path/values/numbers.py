"""Integers and decimals: division and bounds.

Source: http://hl7.org/fhirpath/N1/#math-2
"""

from decimal import ROUND_DOWN, Context, Decimal, Overflow, localcontext

EXPONENT_MAX = 100
"""Numbers beyond 10^100 are not computed with: the result is empty, as for an overflow."""

INTEGER_BITS_MAX = 512
_CONTEXT = Context(prec=28)


def in_bounds(value: int | Decimal) -> bool:
    """Return whether a number is small enough to go on with."""
    if type(value) is int:
        return value.bit_length() <= INTEGER_BITS_MAX
    decimal = Decimal(value)
    return decimal.is_finite() and decimal.adjusted() <= EXPONENT_MAX


def divided(mine: int | Decimal, theirs: int | Decimal) -> Decimal | None:
    """Return the quotient as a decimal, None when dividing by zero."""
    if theirs == 0:
        return None
    with localcontext(_CONTEXT):
        return Decimal(mine) / Decimal(theirs)


def whole_quotient(mine: int | Decimal, theirs: int | Decimal) -> int | None:
    """Return the quotient without its fraction, None when dividing by zero."""
    if theirs == 0:
        return None
    quotient = divided(mine, theirs)
    if quotient is None or not in_bounds(quotient):
        raise Overflow
    if type(mine) is int and type(theirs) is int:
        return abs(mine) // abs(theirs) * (1 if (mine < 0) == (theirs < 0) else -1)
    return int(quotient.to_integral_value(ROUND_DOWN))


def remainder(mine: int | Decimal, theirs: int | Decimal) -> int | Decimal | None:
    """Return what a division leaves, with the sign of the dividend; None when dividing by zero."""
    if theirs == 0:
        return None
    if type(mine) is int and type(theirs) is int:
        left = abs(mine) % abs(theirs)
        return -left if mine < 0 else left
    with localcontext(_CONTEXT):
        return Decimal(mine) % Decimal(theirs)

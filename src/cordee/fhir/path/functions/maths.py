"""Mathematics.

Source: http://hl7.org/fhirpath/N1/#math
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import Any

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.operators.arithmetic import number
from cordee.fhir.path.operators.comparison import is_number
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.values.numbers import in_bounds
from cordee.fhir.path.values.quantities import Quantity

_CONTEXT = Context(prec=28)
ROUND_PLACES_MAX = 28


def _numeric(site: CallSite, nodes: Nodes) -> int | Decimal | None:
    node = site.one(nodes)
    if node is None or node.value is None:
        return None
    value = system_value(node)
    if not is_number(value):
        raise site.error(f"« {site.name} » attend un nombre.", f"“{site.name}” expects a number.")
    if not in_bounds(value):
        return None
    return value if isinstance(value, int) else Decimal(value)


def _of_number(name: str, act: Callable[..., Any], arguments: int = 0) -> None:
    @function(name, arguments)
    def build(site: CallSite) -> Run:
        def run(scope: Scope) -> Nodes:
            values = [_numeric(site, operand(scope)) for operand in (site.source, *site.arguments)]
            if None in values:
                return []
            try:
                return number(act(*values))
            except (DecimalException, ValueError):
                return []

        return run


def _whole(rounding: str) -> Callable[[int | Decimal], int]:
    return lambda value: int(Decimal(value).to_integral_value(rounding))


def _power(base: int | Decimal, exponent: int | Decimal) -> int | Decimal | None:
    result = _CONTEXT.power(Decimal(base), Decimal(exponent))
    if not in_bounds(result):
        return None
    is_whole = type(base) is int and type(exponent) is int and exponent >= 0
    return int(base**exponent) if is_whole else result


def _logarithm(value: int | Decimal, base: int | Decimal) -> Decimal:
    return _CONTEXT.divide(_CONTEXT.ln(Decimal(value)), _CONTEXT.ln(Decimal(base)))


_of_number("ceiling", _whole(ROUND_CEILING))
_of_number("floor", _whole(ROUND_FLOOR))
_of_number("truncate", _whole(ROUND_DOWN))
_of_number("exp", lambda value: _CONTEXT.exp(Decimal(value)))
_of_number("ln", lambda value: _CONTEXT.ln(Decimal(value)))
_of_number("log", lambda value, base: _rounded(_logarithm(value, base)), 1)
_of_number("power", _power, 1)
_of_number("sqrt", lambda value: _CONTEXT.sqrt(Decimal(value)))


def _rounded(value: Decimal) -> Decimal:
    """Return a logarithm without the noise of its last digits, so that `16.log(2)` is 4."""
    return (
        value.quantize(Decimal(1).scaleb(value.adjusted() - 20), ROUND_HALF_UP).normalize()
        if value
        else value
    )


@function("abs")
def absolute(site: CallSite) -> Run:
    """Return a number or quantity without its sign."""

    def run(scope: Scope) -> Nodes:
        focus = site.source(scope)
        node = site.one(focus)
        value = None if node is None else system_value(node)
        if isinstance(value, Quantity):
            return [Node(Quantity(abs(value.value), value.unit, value.is_calendar), "System.Quantity")]
        plain = _numeric(site, focus)
        return [] if plain is None else number(-plain if plain < 0 else plain)

    return run


@function("round", 0, 1)
def rounded(site: CallSite) -> Run:
    """Return the number to so many decimal places, halves away from zero."""

    def run(scope: Scope) -> Nodes:
        value = _numeric(site, site.source(scope))
        places = _numeric(site, site.arguments[0](scope)) if site.arguments else 0
        if value is None or places is None:
            return []
        if type(places) is not int or not 0 <= places <= ROUND_PLACES_MAX:
            raise site.error(
                "Ce nombre de décimales n’est pas permis.", "This number of places is not allowed."
            )
        wide = Context(prec=160)
        return number(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, wide))

    return run

"""What number, date and quantity literals mean."""

from decimal import Decimal

from cordee.fhir.path.lexer import Token, unquoted
from cordee.fhir.path.values.moments import Moment, read_date, read_datetime, read_time
from cordee.fhir.path.values.quantities import CALENDAR_UNITS, Quantity


def moment_literal(text: str) -> Moment | None:
    """Return the moment `@2024`, `@2024-03T`, `@T14:30` mean, None when the calendar has no such moment."""
    written = text[1:]
    if written.startswith("T"):
        return read_time(written[1:])
    return read_datetime(written) if "T" in written else read_date(written)


def quantity_unit(token: Token, expression: str) -> str | None:
    """Return the unit `token` gives the number before it (`'mg'`, `days`), None when it gives none."""
    if token.kind == "string":
        return unquoted(token.text, expression, token.position)
    if token.kind == "name" and token.text in CALENDAR_UNITS:
        return token.text
    return None


def number_literal(text: str, unit: str | None) -> tuple[int | Decimal | Quantity, str]:
    """Return the number or quantity written, with its System type."""
    if unit is not None:
        return Quantity(Decimal(text), unit, is_calendar=False) if unit not in CALENDAR_UNITS else Quantity(
            Decimal(text), CALENDAR_UNITS[unit], is_calendar=True
        ), "System.Quantity"
    if "." in text:
        return Decimal(text), "System.Decimal"
    return int(text), "System.Integer"

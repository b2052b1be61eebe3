"""Which items of a questionnaire are asked, given what is answered: `enableWhen`, all operators, any or all.

An item inside one that is not asked is not asked either, and an answer to a question that is not asked does not count.
Of a question with several answers, one that fits is enough.
Source: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import ENABLE_WHEN_EXPRESSION, value_of
from cordee.fhir.sdc.sheet import Place, Sheet, places

Condition = Callable[[Any, Place], bool | None]
"""Given an expression and where it stands: what it says, None when it cannot be evaluated."""

OPERATORS = frozenset({"exists", "=", "!=", ">", "<", ">=", "<="})
_ORDERED: dict[str, Callable[[int], bool]] = {
    ">": lambda order: order > 0,
    "<": lambda order: order < 0,
    ">=": lambda order: order >= 0,
    "<=": lambda order: order <= 0,
}


def enabled(questionnaire: Json, sheet: Sheet, holds: Condition | None = None) -> frozenset[str]:
    """Return the addresses of the items that are asked; `holds` evaluates conditions written as expressions."""
    return frozenset(_Enabling(questionnaire, sheet, holds).addresses())


class _Enabling:
    def __init__(self, questionnaire: Json, sheet: Sheet, holds: Condition | None) -> None:
        self._sheet = sheet
        self._holds = holds
        self._places = list(places(questionnaire, sheet))
        self._by_address = {place.address: place for place in self._places}
        self._by_link: dict[str, list[Place]] = {}
        for place in self._places:
            self._by_link.setdefault(str(place.item.get("linkId")), []).append(place)
        self._known: dict[str, bool] = {}

    def addresses(self) -> list[str]:
        return [place.address for place in self._places if self._is_asked(place)]

    def _is_asked(self, place: Place) -> bool:
        known = self._known.get(place.address)
        if known is not None:
            return known
        self._known[place.address] = False  # a circle of conditions asks nothing
        parents = (self._by_address[address] for address in place.parents)
        said = all(self._is_asked(parent) for parent in parents) and self._condition(place)
        self._known[place.address] = said
        return said

    def _condition(self, place: Place) -> bool:
        conditions = place.item.get("enableWhen", ())
        if conditions:
            met = (self._is_met(one, place) for one in conditions)
            return any(met) if place.item.get("enableBehavior") == "any" else all(met)
        expression = value_of(place.item, ENABLE_WHEN_EXPRESSION)
        if expression is None or self._holds is None:
            return True
        return self._holds(expression, place) is not False

    def _is_met(self, condition: Json, place: Place) -> bool:
        answers = self._answers(str(condition.get("question")), place)
        operator = condition.get("operator")
        wanted = next((value for name, value in condition.items() if name.startswith("answer")), None)
        if operator == "exists":
            return bool(answers) is bool(wanted)
        return any(_fits(str(operator), value, wanted) for value in answers)

    def _answers(self, link_id: str, place: Place) -> list[Any]:
        """Return the values of a question as seen from a place: of the same repetition where both stand in one."""
        here = dict(place.instances)
        found = []
        for other in self._by_link.get(link_id, ()):
            is_near = all(here.get(group, number) == number for group, number in other.instances)
            if is_near and other.address in self._sheet.answers and self._is_asked(other):
                found += [value_in(answer) for answer in self._sheet.answers[other.address]]
        return found


def value_in(answer: Json) -> Any:
    """Return the value of an answer, whatever its type."""
    return next((value for name, value in answer.items() if name.startswith("value")), None)


def _fits(operator: str, value: Any, wanted: Any) -> bool:
    if operator == "=":
        return is_same(value, wanted)
    if operator == "!=":
        return not is_same(value, wanted)
    order = _order(value, wanted)
    return order is not None and operator in _ORDERED and _ORDERED[operator](order)


def is_same(value: Any, wanted: Any) -> bool:
    """Return whether two values are one answer: of codes, system and code count, and a system that is not given."""
    if isinstance(value, dict) and isinstance(wanted, dict):
        if "code" in value and "value" not in value:
            systems = (value.get("system"), wanted.get("system"))
            return value.get("code") == wanted.get("code") and (systems[0] == systems[1] or None in systems)
        if "reference" in value:
            return bool(value["reference"] == wanted.get("reference"))
        return _order(value, wanted) == 0
    if isinstance(value, bool) or isinstance(wanted, bool) or isinstance(value, str):
        return bool(value == wanted)
    return _order(value, wanted) == 0


def _order(value: Any, wanted: Any) -> int | None:
    """Return -1, 0 or 1; None for what has no order, or not the same unit."""
    if isinstance(value, dict) and isinstance(wanted, dict):
        units = [one.get("code") or one.get("unit") for one in (value, wanted)]
        return _order(value.get("value"), wanted.get("value")) if units[0] == units[1] else None
    if isinstance(value, str) and isinstance(wanted, str):
        return (value > wanted) - (value < wanted)
    try:
        numbers = [Decimal(str(one)) for one in (value, wanted)]
    except InvalidOperation:
        return None
    return (numbers[0] > numbers[1]) - (numbers[0] < numbers[1])

"""All that a caller gave, checked against the definition: names, types, parts, cardinality."""

from collections.abc import Iterable
from typing import Any

from cordee.api.call import Pairs
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.body import entries_of_body
from cordee.api.operations.checking import check_resource, check_value
from cordee.api.operations.definition import Definition, Parameter
from cordee.api.operations.errors import InvalidParametersError
from cordee.api.operations.operation import Operation
from cordee.api.operations.query import entries_of_query
from cordee.fhir.json_value import Json
from cordee.kernel.errors import Issue

_NAME_SHOWN_MAX = 60

Placed = tuple[str, Json]


def arguments_of(operation: Operation, definition: Definition, pairs: Pairs, body: bytes) -> Arguments:
    """Return the arguments of one call; every wrong one is named in one error.

    Raises: InvalidParametersError; UnreadableResourceError when the body is no JSON object.
    """
    inputs = {one.name: one for one in definition.inputs if one.name not in operation.not_done}
    inputs |= {name: _paging(name) for name in operation.paging}
    asked, issues = entries_of_query(pairs, inputs)
    placed = asked + entries_of_body(body, definition)
    reading = _Reading(operation, issues)
    found = reading.collect(inputs, placed, "Parameters")
    if issues:
        raise InvalidParametersError(tuple(issues))
    return found


def _paging(name: str) -> Parameter:
    return Parameter(name=name, min=0, max=1, type="string", search_type="", parts=())


class _Reading:
    """Reads entries level by level; `issues` grows with what is wrong."""

    def __init__(self, operation: Operation, issues: list[Issue]) -> None:
        self._operation = operation
        self._issues = issues

    def collect(self, known: dict[str, Parameter], entries: Iterable[Placed], where: str) -> Arguments:
        values: dict[str, list[Any]] = {}
        for place, entry in entries:
            parameter = known.get(entry["name"])
            if parameter is None:
                self._issues.append(_unknown(entry["name"], known, place, self._operation))
                continue
            values.setdefault(parameter.name, []).append(self._value(parameter, entry, place))
        named_wrong = {issue.expression for issue in self._issues}
        for parameter in known.values():
            count = len(values.get(parameter.name, ()))
            if count < parameter.min and f"http.{parameter.name}" not in named_wrong:
                self._issues.append(_missing(parameter, where))
            if parameter.max is not None and count > parameter.max:
                self._issues.append(_repeated(parameter, where))
        return Arguments(values)

    def _value(self, parameter: Parameter, entry: Json, place: str) -> Any:
        if parameter.parts:
            return self._parts(parameter, entry, place)
        if parameter.is_resource and ("resource" in entry or parameter.type != "Any"):
            content, inside = entry.get("resource"), f"{place}.resource" if "[" in place else place
            checks = self._operation.checks_resources
            self._issues += check_resource(parameter, content, inside, checks=checks)
            return content
        value, issues = check_value(parameter, entry, place)
        self._issues += issues
        return value

    def _parts(self, parameter: Parameter, entry: Json, place: str) -> Arguments:
        given = entry.get("part", [])
        placed: list[Placed] = []
        for index, one in enumerate(given if isinstance(given, list) else [None]):
            where = f"{place}.part[{index}]"
            if not isinstance(one, dict) or not isinstance(one.get("name"), str):
                self._issues.append(_nameless(where))
            else:
                placed.append((where, one))
        return self.collect({one.name: one for one in parameter.parts}, placed, place)


def _unknown(name: str, known: dict[str, Parameter], place: str, operation: Operation) -> Issue:
    names, shown = ", ".join(known) or "—", name[:_NAME_SHOWN_MAX]
    if name in operation.not_done:
        return Issue(
            message_fr=f"Ce serveur ne prend pas en charge le paramètre « {shown} » de cette opération.",
            message_en=f"This server does not support the parameter '{shown}' of this operation.",
            expression=place,
            code="not-supported",
        )
    return Issue(
        message_fr=f"Paramètre inconnu : « {shown} ». Paramètres connus : {names}.",
        message_en=f"Unknown parameter: '{shown}'. Known parameters: {names}.",
        expression=place,
        code="not-supported",
    )


def _missing(parameter: Parameter, where: str) -> Issue:
    return Issue(
        message_fr=f"Le paramètre obligatoire « {parameter.name} » manque.",
        message_en=f"The required parameter '{parameter.name}' is missing.",
        expression=where,
        code="required",
    )


def _repeated(parameter: Parameter, where: str) -> Issue:
    return Issue(
        message_fr=f"Le paramètre « {parameter.name} » est donné {parameter.max} fois au plus.",
        message_en=f"The parameter '{parameter.name}' is given {parameter.max} times at most.",
        expression=where,
        code="structure",
    )


def _nameless(place: str) -> Issue:
    return Issue(
        message_fr="Chaque paramètre a un nom.",
        message_en="Each parameter has a name.",
        expression=place,
        code="required",
    )

"""Chained parameters: `subject:Patient.organization.name`. Source: https://hl7.org/fhir/R4/search.html#chaining"""

from collections.abc import Callable

from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import Chain, Criterion
from cordee.fhir.search.refusals import invalid_value, too_many, unknown_modifier

DEPTH_MAX = 6
"""References followed by one criterion, chains and `_has` together."""

BRANCHES_MAX = 12
"""Target types one reference is followed to; with more, the request must name one."""

ReadCriterion = Callable[[Asked, str, str], Criterion | None]


def read_chain(
    asked: Asked,
    parameter: SearchParameter,
    target: str | None,
    rest: tuple[str, str],
    read: ReadCriterion,
) -> Criterion | None:
    """Return resources whose reference leads to one that matches the rest; None when no target has that parameter.

    Without a type, every target that has the parameter is followed. The rest may end in a modifier, or be a `_has`.

    Raises: InvalidRequestError when it follows over `DEPTH_MAX` references, or too many types come into question.
    """
    if parameter.kind != "reference":
        raise unknown_modifier(parameter.code, f".{rest[0]}")
    check_depth(asked, parameter.code)
    branches: list[tuple[str, Criterion]] = []
    for one in _targets(parameter, target):
        criterion = _branch(asked.below(one), rest, read)
        if criterion is not None:
            branches.append((one, criterion))
        if len(branches) > BRANCHES_MAX:
            raise invalid_value(
                parameter.code,
                f"un type : {parameter.code}:Patient.…",
                f"a type: {parameter.code}:Patient.…",
            )
    return Chain(parameter, tuple(branches)) if branches else None


def check_depth(asked: Asked, name: str) -> None:
    """Refuse to follow one more reference than `DEPTH_MAX`."""
    if asked.depth >= DEPTH_MAX:
        raise too_many(name, DEPTH_MAX, "références suivies", "references followed")


def _targets(parameter: SearchParameter, target: str | None) -> tuple[str, ...]:
    if target is None:
        return tuple(sorted(set(parameter.targets) & RESOURCE_TYPES))
    if target not in RESOURCE_TYPES or (parameter.targets and target not in parameter.targets):
        raise unknown_modifier(parameter.code, target)
    return (target,)


def _branch(asked: Asked, rest: tuple[str, str], read: ReadCriterion) -> Criterion | None:
    return read(asked, *rest)

"""Chains and `_has`: resources that lead to, or are reached from, one that matches and that the asker may see.

Source: https://hl7.org/fhir/R4/search.html#chaining
"""

from collections.abc import Callable

from cordee.fhir.search.query import Chain, Criterion, Has
from cordee.store.search.own_patient import is_own
from cordee.store.search.reference import restricted
from cordee.store.search.rows import any_of, of_parameter, target_of
from cordee.store.search.scope import Scope

Condition = Callable[[Scope, Criterion], str]


def chain(scope: Scope, criterion: Chain, condition: Condition) -> str:
    """Return the condition that a reference of the row leads to a match."""
    tests = []
    for target_type, inner in criterion.branches:
        target = scope.deeper(target_type)
        holds = f"{target.stands} AND {condition(target, inner)}"
        if target_type == "Patient" and is_own(criterion.parameter):
            tests.append(
                f"EXISTS (SELECT 1 FROM resource {target.row} WHERE {target.row}.id = {scope.row}.patient_id"
                f" AND {holds} OFFSET 0)"
            )
        tests.append(
            f"EXISTS (SELECT 1 FROM index_reference i JOIN resource {target.row}"
            f" ON {target_of('i', target.row)}"
            f" WHERE i.key = {scope.row}.key AND {of_parameter(criterion.parameter.numbers)} AND {holds} OFFSET 0)"
        )
    return any_of(tests)


def has(scope: Scope, criterion: Has, condition: Condition) -> str:
    """Return the condition that a match refers to the row."""
    source = scope.deeper(criterion.source_type)
    holds = f"{source.stands} AND {condition(source, criterion.criterion)}"
    parameter = criterion.parameter
    tests = [
        (
            f"EXISTS (SELECT 1 FROM index_reference i JOIN resource {source.row} ON {source.row}.key = i.key"
            f" WHERE i.target_id = {scope.row}.id AND i.target_type = {scope.row}.type"
            f" AND {of_parameter(parameter.numbers)}{restricted(parameter)} AND {holds} OFFSET 0)"
        )
    ]
    if scope.type_name in ("", "Patient") and is_own(parameter):
        tests.insert(
            0,
            f"EXISTS (SELECT 1 FROM resource {source.row} WHERE {scope.row}.type = 'Patient'"
            f" AND {source.row}.patient_id = {scope.row}.id AND {holds} OFFSET 0)",
        )
    return any_of(tests)

"""Compartments: the Patient's is the record itself; the others are what refers to their owner.

Source: https://hl7.org/fhir/R4/compartmentdefinition.html
"""

from cordee.fhir.search.query import FilterValue, InCompartment
from cordee.store.search.reference import references
from cordee.store.search.rows import Rows, any_of
from cordee.store.search.scope import Scope


def in_compartment(scope: Scope, criterion: InCompartment) -> str:
    """Return the condition that the row belongs to the compartment."""
    row = scope.row
    if criterion.compartment == "Patient":
        return f"{row}.patient_id = {scope.bound.add(criterion.id, 'text')}"
    tests = []
    for type_name, rows in links(scope, criterion):
        tests.append(f"({row}.type = '{type_name}' AND {any_of([one.exist_for(row) for one in rows])})")
    owner = scope.bound.add(criterion.id, "text")
    tests.append(f"({row}.type = '{criterion.compartment}' AND {row}.id = {owner})")
    return any_of(tests)


def links(scope: Scope, criterion: InCompartment) -> list[tuple[str, list[Rows]]]:
    """Return, by type, the index rows that refer to the owner of the compartment."""
    value = [FilterValue(value=f"{criterion.compartment}/{criterion.id}")]
    return [
        (
            type_name,
            [
                rows
                for parameter in parameters
                for rows in references(parameter, None, value, scope.bound).rows
            ],
        )
        for type_name, parameters in criterion.links
        if scope.type_name in ("", type_name) and parameters
    ]

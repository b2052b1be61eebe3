"""`:missing`: whether a resource has any value for a parameter; an element without code, or that leads nowhere, has."""

from cordee.fhir.search.kinds import CompositeScope
from cordee.fhir.search.parameters import SearchParameter
from cordee.store.search.own_patient import is_own
from cordee.store.search.reference import restricted_anywhere
from cordee.store.search.rows import Rows, any_of, of_parameter

_TABLES = {
    "token": "index_token",
    "uri": "index_token",
    "reference": "index_reference",
    "date": "index_date",
    "string": "index_string",
    "number": "index_number",
    "quantity": "index_quantity",
    "special": "index_position",
}


def present(row: str, parameter: SearchParameter) -> str:
    """Return the condition that `row` has a value for the parameter."""
    if parameter.code in ("_id", "_lastUpdated"):
        return "true"
    if parameter.kind == "composite":
        return any_of([_all_present(row, scope) for scope in parameter.scopes])
    found = [Rows(_TABLES[parameter.kind], of_parameter(parameter.numbers) + restricted_anywhere(parameter))]
    if parameter.kind == "reference":  # a canonical is a token
        found.append(Rows("index_token", of_parameter(parameter.numbers)))
    tests = [rows.exist_for(row) for rows in found]
    if is_own(parameter):
        tests.insert(0, f"{row}.patient_id IS NOT NULL")
    return any_of(tests)


def _all_present(row: str, scope: CompositeScope) -> str:
    rows = [Rows(_TABLES[kind], of_parameter(numbers)) for kind, numbers in scope.components]
    return f"({' AND '.join(one.exist_for(row) for one in rows)})"

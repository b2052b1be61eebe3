"""Reference parameters: a resource by its type and id, its id alone, or its address elsewhere.

Source: https://hl7.org/fhir/R4/search.html#reference
"""

import msgspec

from cordee.fhir.search.literal import split_reference
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.store.indexable import indexable
from cordee.store.search.bound import Bound
from cordee.store.search.own_patient import is_own
from cordee.store.search.rows import Rows, any_of, of_parameter

_HERE = (
    "!~ '^https?:'"  # an id alone is one of this server's; those of others keep their address before the type
)


class Found(msgspec.Struct, frozen=True):
    """What satisfies a reference: any of the rows, or a record's own patient among `patients`."""

    rows: list[Rows]
    patients: list[str]


def references(
    parameter: SearchParameter, target_type: str | None, values: list[FilterValue], bound: Bound
) -> Found:
    """Return what refers to any of the values; `target_type` is that of values that do not say theirs.

    An address that is no literal reference is looked up among canonical references too, which are kept as tokens.
    """
    by_type: dict[str, list[str]] = {}
    canonicals: list[str] = []
    patients: list[str] = []
    has_own = is_own(parameter)
    for value in values:
        type_, id_ = _split(value.value, target_type or "")
        if "://" in value.value or value.value.startswith("urn:"):
            canonicals.append(indexable(value.value))
        if has_own and type_ in ("", "Patient"):
            patients.append(id_)
        by_type.setdefault(type_, []).append(indexable(id_))
    kept = {type_: ids for type_, ids in by_type.items() if _may_lead_to(parameter, type_)}
    within = of_parameter(parameter.numbers) + (restricted_anywhere(parameter) if "" in kept else "")
    rows = [_literals(within, kept, bound)]
    if canonicals:
        rows.append(
            Rows("index_token", f"{of_parameter(parameter.numbers)} AND i.code = {bound.texts(canonicals)}")
        )
    return Found(rows, patients)


def component(numbers: tuple[int, ...], value: FilterValue, bound: Bound) -> Rows:
    """Return the rows of one component of a composite that refer to the value."""
    type_, id_ = _split(value.value, "")
    return _literals(of_parameter(numbers), {type_: [indexable(id_)]}, bound)


def _split(text: str, target_type: str) -> tuple[str, str]:
    type_, id_ = split_reference(text)
    return type_ or target_type, id_


def _literals(within: str, by_type: dict[str, list[str]], bound: Bound) -> Rows:
    tests = []
    for type_, ids in by_type.items():
        test = f"i.target_id = {bound.texts(ids)}"
        within_type = f"= {bound.add(indexable(type_), 'text')}" if type_ else _HERE
        tests.append(f"({test} AND i.target_type {within_type})")
    return Rows("index_reference", f"{within} AND {any_of(tests)}")


def _may_lead_to(parameter: SearchParameter, type_: str) -> bool:
    """Return whether a parameter is about a type, wherever its resources are kept; an unknown type may be any."""
    return not type_ or not parameter.is_restricted or type_.rpartition("/")[2] in parameter.targets


def restricted(parameter: SearchParameter) -> str:
    """Return the test that a row leads to a type the parameter is about, where it shares its rows with others."""
    if not parameter.is_restricted:
        return ""
    return " AND i.target_type IN (" + ", ".join(f"'{target}'" for target in parameter.targets) + ")"


def restricted_anywhere(parameter: SearchParameter) -> str:
    """Return the same test, resources of other servers included: their address stands before their type."""
    if not parameter.is_restricted:
        return ""
    return f" AND i.target_type ~ '(^|/)({'|'.join(parameter.targets)})$'"

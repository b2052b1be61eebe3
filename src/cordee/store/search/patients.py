"""Searches that name the patients they are about: by id, by their compartment, or by what a chain says of them."""

import msgspec

from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import Chain, Criterion, Filter, InCompartment
from cordee.store.search.conditions import condition, found_by
from cordee.store.search.driver import matches, unique_keys
from cordee.store.search.own_patient import is_own
from cordee.store.search.scope import Scope


class Patients(msgspec.Struct, frozen=True):
    """`test` is the condition on the patient of a membership `c`; `ids` the placeholder of their ids, where known.

    `others` is the query of keys of what refers to them without being in their record: the platform sees those too.
    """

    test: str
    ids: str | None = None
    others: str | None = None


def patients_of(scope: Scope, criteria: list[Criterion]) -> Patients | None:
    """Return the only patients whose records can match; None when no criterion names them."""
    for criterion in criteria:
        match criterion:
            case InCompartment(compartment="Patient"):
                return _named(scope, [criterion.id])
            case Filter() if _names_patients(criterion):
                found = _named(scope, [value.value.rpartition("/")[2] for value in criterion.values])
                rows, _ = found_by(scope.type_name, criterion, scope.bound)
                return Patients(found.test, found.ids, " UNION ALL ".join(one.keys() for one in rows))
            case Chain() if not scope.asker.is_system and _leads_to_patients(criterion):
                tests = [_chained(scope, inner) for _, inner in criterion.branches]
                return Patients(f"({' OR '.join(tests)})")
    return None


def _named(scope: Scope, ids: list[str]) -> Patients:
    values = scope.bound.add(ids, "text[]")
    return Patients(f"c.patient_id = ANY({values})", values)


def _names_patients(criterion: Filter) -> bool:
    if not criterion.values or criterion.modifier not in (None, "Patient") or not is_own(criterion.parameter):
        return False
    if criterion.modifier == "Patient" or _is_of_patients(criterion.parameter):
        return all(value.value.rpartition("/")[0] in ("", "Patient") for value in criterion.values)
    return all(value.value.rpartition("/")[0] == "Patient" for value in criterion.values)


def _leads_to_patients(criterion: Chain) -> bool:
    only = all(target_type == "Patient" for target_type, _ in criterion.branches)
    return only and bool(criterion.branches) and is_own(criterion.parameter)


def _is_of_patients(parameter: SearchParameter) -> bool:
    return parameter.is_restricted and parameter.targets == ("Patient",)


def _chained(scope: Scope, criterion: Criterion) -> str:
    """Return the condition that the patient of a membership `c` is one the asker sees and the criterion accepts."""
    target = scope.deeper("Patient")
    keys = unique_keys(target, criterion)
    if keys is not None:
        found = matches(target, criterion, keys)
        return f"c.patient_id = ANY(ARRAY(SELECT {target.row}.id FROM {found}))"
    return (
        f"EXISTS (SELECT 1 FROM resource {target.row} WHERE {target.row}.id = c.patient_id"
        f" AND {target.stands} AND {condition(target, criterion)} OFFSET 0)"
    )

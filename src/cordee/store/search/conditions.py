"""One criterion as one SQL condition on the row of a scope; what each kind of parameter does is in its own file."""

from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import (
    Chain,
    Criterion,
    Filter,
    FilterValue,
    FullText,
    Has,
    InCompartment,
    InList,
    Nothing,
)
from cordee.store.errors import UnsupportedSearchError
from cordee.store.search.bound import Bound
from cordee.store.search.chain import chain, has
from cordee.store.search.compartment import in_compartment
from cordee.store.search.composite import composite
from cordee.store.search.date import dates, last_updated
from cordee.store.search.full_text import words
from cordee.store.search.list_entries import in_list
from cordee.store.search.missing import present
from cordee.store.search.near import positions
from cordee.store.search.number import numbers_of
from cordee.store.search.quantity import quantities
from cordee.store.search.reference import component, references
from cordee.store.search.rows import Rows, any_of
from cordee.store.search.scope import Scope
from cordee.store.search.string import strings
from cordee.store.search.token import tokens
from cordee.store.search.uri import uris


def condition(scope: Scope, criterion: Criterion) -> str:  # noqa: PLR0911  one return a kind
    """Return the condition on the row of the scope.

    Raises: UnsupportedSearchError for a modifier its kind of parameter does not know.
    """
    match criterion:
        case Filter():
            return _filter(scope, criterion)
        case Chain():
            return chain(scope, criterion, condition)
        case Has():
            return has(scope, criterion, condition)
        case InCompartment():
            return in_compartment(scope, criterion)
        case InList():
            return in_list(scope, criterion)
        case FullText():
            return words(criterion, scope.bound).exist_for(scope.row)
        case Nothing():
            return "false"


def _filter(scope: Scope, criterion: Filter) -> str:
    parameter, modifier, values = criterion.parameter, criterion.modifier, criterion.values
    row, bound = scope.row, scope.bound
    if not values:
        return "false"
    if modifier == "missing":
        is_present = present(row, parameter)
        return f"NOT {is_present}" if values[0].value == "true" else is_present
    if parameter.code == "_id":
        found = f"{row}.id = {bound.texts([value.value for value in values])}"
    elif parameter.code == "_lastUpdated":
        found = last_updated(row, values, bound)
    elif parameter.kind == "composite":
        found = composite(
            row, parameter.scopes, values, lambda kind, numbers, value: _of_kind(kind, numbers, value, bound)
        )
    else:
        found = _rows_or_patients(scope, criterion)
    return f"NOT {found}" if modifier == "not" else found


def _rows_or_patients(scope: Scope, criterion: Filter) -> str:
    rows, patients = found_by(scope.type_name, criterion, scope.bound)
    tests = [one.exist_for(scope.row) for one in rows]
    if patients:
        tests.insert(0, f"{scope.row}.patient_id = {scope.bound.texts(patients)}")
    return any_of(tests)


def found_by(type_name: str, criterion: Filter, bound: Bound) -> tuple[list[Rows], list[str]]:
    """Return the index rows a filter accepts, `:not` set aside, and the patients whose record it accepts.

    A filter may be asked for twice, as what rows come from and as what they are tested by: its values stand once.
    """
    return bound.once((id(criterion), type_name), lambda: _found_by(type_name, criterion, bound))


def _found_by(type_name: str, criterion: Filter, bound: Bound) -> tuple[list[Rows], list[str]]:
    parameter, modifier, values = criterion.parameter, criterion.modifier, criterion.values
    numbers = parameter.numbers
    match parameter.kind, modifier:
        case "string", None | "exact" | "contains":
            rows = strings(numbers, modifier, values, type_name, bound)
        case "token" | "reference", "text":
            rows = strings(parameter.numbers_of("text"), None, values, type_name, bound)
        case "token", None | "not":
            rows = tokens(numbers, values, bound)
        case "token", "of-type":
            rows = tokens(parameter.numbers_of("of-type"), values, bound)
        case "reference", "identifier":
            rows = tokens(parameter.numbers_of("identifier"), values, bound)
        case "reference", _:
            found = references(parameter, modifier, values, bound)
            return found.rows, found.patients
        case "date", None:
            rows = dates(numbers, values, bound)
        case "number", None:
            rows = numbers_of(numbers, values, bound)
        case "quantity", None:
            rows = quantities(numbers, values, bound)
        case "uri", None | "below":
            rows = uris(numbers, modifier, values, bound)
        case "special", None if parameter.code == "near":
            rows = positions(numbers, values, bound)
        case _:
            raise unsupported(parameter, modifier)
    return [rows], []


def _of_kind(kind: str, numbers: tuple[int, ...], value: FilterValue, bound: Bound) -> Rows:  # noqa: PLR0911  one a kind
    """Return the rows of one component of a composite."""
    match kind:
        case "token":
            return tokens(numbers, [value], bound)
        case "string":
            return strings(numbers, None, [value], "", bound)
        case "date":
            return dates(numbers, [value], bound)
        case "number":
            return numbers_of(numbers, [value], bound)
        case "quantity":
            return quantities(numbers, [value], bound)
        case "uri":
            return uris(numbers, None, [value], bound)
        case _:
            return component(numbers, value, bound)


def unsupported(parameter: SearchParameter, modifier: str | None) -> UnsupportedSearchError:
    """Return the refusal of a modifier."""
    code, what = parameter.code, f":{modifier}" if modifier else parameter.kind
    return UnsupportedSearchError(
        f"La recherche par « {code} » avec « {what} » n’est pas prise en charge. Rien n’a été cherché.",
        f"Searching by '{code}' with '{what}' is not supported. Nothing was searched.",
    )

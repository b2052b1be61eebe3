"""What a search starts from. Every criterion is a condition on a row; one of them may also say where rows are found.

A driver may name too many rows, never too few: the condition is tested on each row it gives.
"""

import msgspec

from cordee.fhir.search.query import Chain, Criterion, Filter, FullText, Has, InCompartment, InList
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.search.compartment import links
from cordee.store.search.conditions import condition, found_by
from cordee.store.search.full_text import words
from cordee.store.search.list_entries import entries
from cordee.store.search.own_patient import is_own
from cordee.store.search.reference import restricted
from cordee.store.search.rows import of_parameter, target_of
from cordee.store.search.scope import Scope

UNIQUE, SELECTIVE, COMMON = 0, 1, 2
_RANK = {
    "reference": SELECTIVE,
    "string": SELECTIVE,
    "uri": SELECTIVE,
    "token": COMMON,
    "date": COMMON,
    "number": COMMON,
}
_BOUNDED = frozenset({None, "eq", "sa", "ap"})  # prefixes whose rows are one range of the index


class Keys(msgspec.Struct, frozen=True):
    """A query of row keys, and how few it may be expected to give.

    `criterion` is the one that needs no test on the rows it gives: they are ranges of an index, and none too many.
    """

    text: str
    rank: int
    criterion: Filter | None = None


def keys_of(scope: Scope, criteria: list[Criterion]) -> Keys | None:
    """Return the query of keys of the criterion that names the fewest rows; None when none names rows by an index."""
    found = [keys for criterion in criteria if (keys := _keys(scope, criterion)) is not None]
    return min(found, key=lambda keys: keys.rank, default=None)


def _keys(scope: Scope, criterion: Criterion) -> Keys | None:  # noqa: PLR0911  one return a kind
    match criterion:
        case Filter():
            return _of_filter(scope, criterion)
        case Chain():
            return _of_chain(scope, criterion)
        case Has():
            return _of_has(scope, criterion)
        case InList():
            return Keys(
                f"SELECT l.key FROM ({_pairs(entries(scope, criterion))}) e JOIN resource l"
                " ON l.type = e.type AND l.id = e.id",
                UNIQUE,
            )
        case InCompartment() if criterion.compartment != "Patient" and scope.type_name:
            rows = [one for _, linked in links(scope, criterion) for one in linked]
            if rows and scope.type_name != criterion.compartment:
                return Keys(" UNION ALL ".join(one.keys() for one in rows), SELECTIVE)
        case FullText():
            return Keys(words(criterion, scope.bound).keys(), COMMON)
    return None


def _pairs(references: str) -> str:
    """Return the query of types and ids: taken apart before the join, whose test the second wall then lets by an index.

    Only leakproof operators are tried before its policies, and `split_part` is none (ADR 0019).
    """
    return (
        "SELECT split_part(e.reference, '/', 1) AS type, split_part(e.reference, '/', 2) AS id"
        f" FROM ({references}) e (reference) OFFSET 0"
    )


def unique_keys(scope: Scope, criterion: Criterion) -> Keys | None:
    """Return the query of keys of one criterion, when it can be expected to name hardly more than one row."""
    keys = _keys(scope, criterion)
    return keys if keys is not None and keys.rank == UNIQUE else None


def _of_filter(scope: Scope, criterion: Filter) -> Keys | None:
    parameter, modifier, values = criterion.parameter, criterion.modifier, criterion.values
    if not values:
        return None
    if parameter.code == "_id" and modifier is None and scope.type_name:
        ids = scope.bound.texts([value.value for value in values])
        return Keys(
            f"SELECT l.key FROM resource l WHERE l.type = '{scope.type_name}' AND l.id = {ids}",
            UNIQUE,
            criterion,
        )
    rank = _RANK.get(parameter.kind)
    if rank is None or not parameter.numbers or not _narrows(scope, criterion):
        return None
    if parameter.code == "identifier" or modifier == "identifier":
        rank = UNIQUE
    rows, patients = found_by(scope.type_name, criterion, scope.bound)
    if patients:
        return None
    return Keys(" UNION ALL ".join(one.keys() for one in rows), rank, criterion)


def _narrows(scope: Scope, criterion: Filter) -> bool:
    """Return whether the rows of a filter are ranges of an index."""
    kind, modifier, values = criterion.parameter.kind, criterion.modifier, criterion.values
    if modifier in ("missing", "not", "below"):
        return False
    if modifier == "contains":
        return scope.type_name in DIRECTORY_TYPES
    if kind == "token":
        return all(value.value for value in values)
    if kind in ("date", "number"):
        return all(value.prefix in _BOUNDED for value in values)
    return True


def _of_chain(scope: Scope, criterion: Chain) -> Keys | None:
    """Return the keys of what refers to the matches of a chain, when these are found by an index."""
    found = []
    rank = UNIQUE
    for target_type, inner in criterion.branches:
        target = scope.deeper(target_type)
        keys = _keys(target, inner)
        if keys is None:
            return None
        rank = max(rank, keys.rank)
        rows = matches(target, inner, keys)
        found.append(
            f"SELECT i.key FROM {rows} CROSS JOIN LATERAL (SELECT i.key FROM index_reference i"
            f" WHERE {of_parameter(criterion.parameter.numbers)} AND i.target_id = {target.row}.id"
            f" AND i.target_type = '{target_type}' OFFSET 0) i"
        )
        if target_type == "Patient" and is_own(criterion.parameter):
            found.append(
                f"SELECT l.key FROM {rows} CROSS JOIN LATERAL (SELECT l.key FROM resource l"
                f" WHERE l.patient_id = {target.row}.id AND l.type = '{scope.type_name}' AND NOT l.deleted OFFSET 0) l"
            )
    return Keys(" UNION ALL ".join(found), rank) if found else None


def _of_has(scope: Scope, criterion: Has) -> Keys | None:
    """Return the keys of what the matches of a `_has` refer to, when these are found by an index."""
    source = scope.deeper(criterion.source_type)
    keys = _keys(source, criterion.criterion)
    if keys is None or not scope.type_name:
        return None
    rows = matches(source, criterion.criterion, keys)
    parameter = criterion.parameter
    found = [
        (
            f"SELECT l.key FROM {rows} CROSS JOIN LATERAL (SELECT l.key FROM index_reference i JOIN resource l"
            f" ON {target_of('i', 'l')} WHERE i.key = {source.row}.key"
            f" AND i.target_type = '{scope.type_name}' AND {of_parameter(parameter.numbers)}{restricted(parameter)}"
            " OFFSET 0) l"
        )
    ]
    if scope.type_name == "Patient" and is_own(parameter):
        found.append(
            f"SELECT l.key FROM {rows} CROSS JOIN LATERAL (SELECT l.key FROM resource l"
            f" WHERE l.type = 'Patient' AND l.id = {source.row}.patient_id OFFSET 0) l"
        )
    return Keys(" UNION ALL ".join(found), keys.rank)


def matches(scope: Scope, criterion: Criterion, keys: Keys) -> str:
    """Return a FROM item: the resources of a scope that a criterion accepts and the asker may see, by its keys."""
    row = scope.row
    return (
        f"(SELECT DISTINCT k.key FROM ({keys.text}) k) k{scope.depth} CROSS JOIN LATERAL (SELECT {row}.key, {row}.id,"
        f" {row}.patient_id FROM resource {row} WHERE {row}.key = k{scope.depth}.key AND {scope.stands}"
        f" AND {condition(scope, criterion)} OFFSET 0) {row}"
    )

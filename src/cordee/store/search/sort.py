"""`_sort`: the order of a search, on one or several keys of any kind; what has no value comes last, both ways.

Without a key: by when it happened, recent first. The row's key breaks ties, so that every order is total.
Source: https://hl7.org/fhir/R4/search.html#sort
"""

import msgspec

from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import Query, SortKey
from cordee.store.errors import UnsupportedSearchError
from cordee.store.search.own_patient import is_own
from cordee.store.search.rows import of_parameter


class Walk(msgspec.Struct, frozen=True):
    """An index that keeps the values of a key in order: `(param, column, key)` of a table."""

    table: str
    column: str
    number: int


class Key(msgspec.Struct, frozen=True):
    """One key: an expression on the row `r`, its SQL type, and whether it is a column that always has a value."""

    expression: str
    type: str
    descending: bool
    is_column: bool = False
    walk: Walk | None = None

    @property
    def order(self) -> str:
        """Return the key as ORDER BY takes it."""
        direction = " DESC" if self.descending else ""
        return direction if self.is_column else f"{direction} NULLS LAST"


class Order(msgspec.Struct, frozen=True):
    """The keys of an order, in turn."""

    keys: tuple[Key, ...]

    @property
    def column(self) -> str | None:
        """Return the column of the only key, when an index of `resource` keeps that order within a type; else None."""
        (first, *others) = self.keys
        return first.expression if not others and first.expression in _KEPT_IN_ORDER else None

    @property
    def walk(self) -> Walk | None:
        """Return the index that keeps this order, when one does for resources of any patient."""
        return self.keys[0].walk if len(self.keys) == 1 else None

    @property
    def selected(self) -> str:
        """Return the select list of the keys: s0, s1…"""
        return ", ".join(f"{key.expression} AS s{rank}" for rank, key in enumerate(self.keys))

    @property
    def by(self) -> str:
        """Return what ORDER BY takes, where s0, s1… and key are columns."""
        keys = [f"s{rank}{key.order}" for rank, key in enumerate(self.keys)]
        return ", ".join([*keys, f"key{' DESC' if self.descends else ''}"])

    @property
    def descends(self) -> bool:
        """Return whether ties go to the later key first."""
        return self.keys[0].descending


HAPPENED = Key("r.happened_at", "timestamptz", descending=True, is_column=True)
_UPDATED = "r.updated_at"
_KEPT_IN_ORDER = frozenset({HAPPENED.expression, _UPDATED})
# Table, column that sorts first when ascending, and its type.
_VALUES = {
    "string": ("index_string", "i.normalized", "text"),
    "token": ("index_token", "i.code", "text"),
    "uri": ("index_token", "i.code", "text"),
    "reference": ("index_reference", "i.target_id", "text"),
    "date": ("index_date", "i.starts_at", "timestamptz"),
    "number": ("index_number", "i.low", "numeric"),
    "quantity": ("index_quantity", "coalesce(i.base_low, i.low)", "numeric"),
}


def order_of(query: Query) -> Order:
    """Return the order a query asks for.

    Raises: UnsupportedSearchError for a parameter that has no order: a composite, or a place.
    """
    return Order(tuple(map(_key, query.sort)) or (HAPPENED,))


def _key(asked: SortKey) -> Key:
    parameter, descending = asked.parameter, asked.descending
    if parameter.code == "_id":
        return Key('r.id COLLATE "C"', "text", descending, is_column=True)
    if parameter.code == "_lastUpdated":
        return Key(_UPDATED, "timestamptz", descending, is_column=True)
    if parameter.kind not in _VALUES:
        raise _unsupported(parameter)
    table, column, type_ = _VALUES[parameter.kind]
    first = "max" if descending else "min"
    value = (
        f"(SELECT {first}({column}) FROM {table} i WHERE i.key = r.key AND {of_parameter(parameter.numbers)})"
    )
    if is_own(parameter):
        return Key(f"coalesce(r.patient_id, {value})", type_, descending)
    has_index = len(parameter.numbers) == 1 and parameter.kind != "quantity" and not parameter.is_restricted
    return Key(
        value, type_, descending, walk=Walk(table, column, parameter.numbers[0]) if has_index else None
    )


def _unsupported(parameter: SearchParameter) -> UnsupportedSearchError:
    return UnsupportedSearchError(
        f"Le tri par « {parameter.code} » n’est pas possible. Rien n’a été cherché.",
        f"Sorting by '{parameter.code}' is not possible. Nothing was searched.",
    )

"""The one statement of a page: its matches in order, what comes with them, and the total when asked for."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir.search.query import Query
from cordee.store.asker import Asker
from cordee.store.predicate import predicate_values
from cordee.store.reading import COLUMNS
from cordee.store.search.bound import Bound
from cordee.store.search.cursor import After, after, mark_of
from cordee.store.search.include import INCLUDED_MAX, levels
from cordee.store.search.scope import Scope
from cordee.store.search.sort import Order, order_of
from cordee.store.search.source import Plan, plan_of
from cordee.store.search.total import total

MATCH, INCLUDED, TOTAL = 0, 1, 2
PATIENT_ID, KEY, FIRST_SORT = 8, 9, 10
"""Columns of a row of the statement: kind, the seven COLUMNS, then these; the last one counts."""


class Statement(msgspec.Struct, frozen=True):
    """A statement, its values by name, and the SQL types of those that come from the query."""

    text: str
    values: dict[str, Any]
    order: Order
    types: dict[str, str]


def page_statement(asker: Asker, query: Query, moment: datetime) -> Statement:
    """Return the statement of one page; it gives a row more than the page holds when another one follows.

    Raises: InvalidRequestError for a cursor of another query; UnsupportedSearchError.
    """
    bound = Bound()
    order = order_of(query)
    plan = plan_of(Scope(asker, bound, query.resource_type), query, order)
    following = after(query.cursor, mark_of(query), order, bound) if query.cursor else After()
    limit = bound.add(query.count + 1, "bigint")
    tables = [*plan.tables, ("matched", _matched(plan, order, following, limit))]
    tables.append(("page", f"SELECT * FROM matched LIMIT {bound.add(query.count, 'bigint')}"))
    parts = [_matches(order)]
    if query.includes and query.count:
        included = levels(asker, query.includes, "above")
        tables += [("above", _ABOVE), *included, ("beside", _beside(len(included)))]
        parts.append(_included(order))
    if query.total != "none":
        parts.append(f"SELECT {TOTAL}, {_NOTHING}, {_no_keys(order)}, ({total(plan, query.total)})")
    text = f"WITH {', '.join(f'{name} AS MATERIALIZED ({table})' for name, table in tables)} "
    text += " UNION ALL ".join(f"({part})" for part in parts)
    return Statement(text, predicate_values(asker, moment) | bound.values, order, bound.types)


def matching_statement(asker: Asker, query: Query, moment: datetime, limit: int) -> Statement:
    """Return the statement of the type, id and version of the first matches."""
    bound = Bound()
    order = order_of(query)
    plan = plan_of(Scope(asker, bound, query.resource_type), query, order)
    tables = [*plan.tables, ("matched", _matched(plan, order, After(), bound.add(limit, "bigint")))]
    text = (
        f"WITH {', '.join(f'{name} AS MATERIALIZED ({table})' for name, table in tables)} "
        f"SELECT r.type, r.id, r.version FROM matched p {_ROW} ORDER BY p.rank"
    )
    return Statement(text, predicate_values(asker, moment) | bound.values, order, bound.types)


_ROW = "CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.key = p.key OFFSET 0) r"
_ABOVE = f"SELECT r.key, r.type, r.id, r.patient_id FROM page p {_ROW}"
_NOTHING = (
    "NULL::text, NULL::text, NULL::integer, NULL::timestamptz, NULL::text, NULL::json, NULL::boolean, NULL::text,"
    " NULL::bigint"
)


def _matched(plan: Plan, order: Order, following: After, limit: str) -> str:
    found = " UNION ALL ".join(f"({source.of(following, limit)})" for source in plan.sources)
    return (
        f"SELECT x.*, row_number() OVER () AS rank FROM (SELECT * FROM ({found}) x ORDER BY {order.by}"
        f" LIMIT {limit}) x"
    )


def _matches(order: Order) -> str:
    keys = ", ".join(f"p.s{rank}" for rank in range(len(order.keys)))
    return (
        f"SELECT {MATCH} AS kind, {COLUMNS}, r.patient_id, r.key, {keys}, p.rank FROM matched p {_ROW}"
        " ORDER BY p.rank"
    )


def _beside(depth: int) -> str:
    every = " UNION ".join(f"SELECT key FROM include{level}" for level in range(1, depth + 1))
    return f"SELECT key FROM ({every}) x WHERE key NOT IN (SELECT key FROM page) LIMIT {INCLUDED_MAX + 1}"


def _included(order: Order) -> str:
    return (
        f"SELECT {INCLUDED}, {COLUMNS}, r.patient_id, r.key, {_no_keys(order)}, NULL::bigint"
        f" FROM beside p {_ROW}"
    )


def _no_keys(order: Order) -> str:
    return ", ".join(f"NULL::{key.type}" for key in order.keys)

"""A type read in the order of one index of values, until the page is full: sorting without looking at every resource.

First the resources that have a value, by the value that comes first; then, if the page is not full, those without.
"""

from cordee.store.search.sort import Key, Walk


def walked(key: Key, walk: Walk, stands: str) -> str:
    """Return the query of rows in order; `stands` is the condition on the row `r`.

    It is completed like a source: `{after}` by the condition that a row comes after the cursor, `{reached}` by the same
    on the index alone, `{limit}`.
    """
    way, earlier = ("DESC", ">") if key.descending else ("ASC", "<")
    column = walk.column
    other = column.replace("i.", "j.")
    first = (
        f"NOT EXISTS (SELECT 1 FROM {walk.table} j WHERE j.key = i.key AND j.param = {walk.number:d}"
        f" AND ({other} {earlier} {column} OR ({other} = {column} AND j.ctid < i.ctid)) OFFSET 0)"
    )
    valued = (
        f"SELECT r.key, {column} AS s0 FROM {walk.table} i CROSS JOIN LATERAL (SELECT r.* FROM resource r"
        f" WHERE r.key = i.key AND {stands} AND {{after}} OFFSET 0) r"
        f" WHERE i.param = {walk.number:d} AND {{reached}} AND {first}"
        f" ORDER BY i.param {way}, {column} {way}, i.key {way} LIMIT {{limit}}"
    )
    without = (
        f"SELECT r.key, NULL::{key.type} FROM resource r WHERE {stands} AND {{after}} AND NOT EXISTS (SELECT 1"
        f" FROM {walk.table} i WHERE i.key = r.key AND i.param = {walk.number:d} OFFSET 0)"
        f" ORDER BY r.key {way} LIMIT {{limit}}"
    )
    return (
        f"WITH valued AS MATERIALIZED ({valued}) SELECT * FROM valued"
        f" UNION ALL (SELECT * FROM ({without}) w WHERE (SELECT count(*) FROM valued) < {{limit}})"
    )

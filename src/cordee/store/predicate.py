"""The one predicate: what an asker may see, as a fragment of SQL joined into every read.

The fragment speaks of a row `r` with the columns patient_id, category, hidden_from, updated_by and type, and takes the
named parameters of `predicate_values`. Default deny: whatever is not opened by a circle, not of the directory and not
the asker's own is not there.
"""

import re
from datetime import datetime
from functools import cache
from typing import Any, LiteralString

from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.owned import IS_OWN, OWNED_TYPES

_IN_CIRCLE: LiteralString = """(
    r.category & %(reads)s <> 0
    AND (r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)
    AND EXISTS (
        SELECT 1 FROM circle c
        WHERE c.member = ANY(%(keys)s) AND c.patient_id = r.patient_id
          AND c.categories & r.category <> 0
          AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)))"""
_IN_DIRECTORY: LiteralString = "(r.patient_id IS NULL AND r.type = ANY(%(directory)s))"


# A row `m` of MY_RECORDS joined by patient_id stands for the membership: the same right, read once a record.
_NOW_OPEN: LiteralString = (
    "c.member = ANY(%(keys)s) AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)"
)
MY_MEMBERSHIPS: LiteralString = f"SELECT 1 FROM circle c WHERE {_NOW_OPEN}"
MY_RECORDS: LiteralString = (
    f"SELECT c.patient_id, bit_or(c.categories) & %(reads)s AS mask FROM circle c WHERE {_NOW_OPEN}"
)
IN_MY_RECORD: LiteralString = (
    "(r.category & m.mask <> 0 AND (r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s))"
)
_ROW = re.compile(r"\br\.")


def visible(asker: Asker, type_name: str | None = None, row: str = "r") -> LiteralString:
    """Return the fragment for an asker; naming the type drops the part that cannot apply to it.

    `row` is what the statement calls the row, where it speaks of several.
    """
    return "true" if asker.is_system else _visible(type_name, row)


@cache
def _visible(type_name: str | None, row: str) -> LiteralString:
    return _ROW.sub(f"{row}.", _visible_row(type_name))


def _visible_row(type_name: str | None) -> LiteralString:
    if type_name is None:
        return f"({_IN_CIRCLE} OR {_IN_DIRECTORY} OR {IS_OWN})"
    if type_name in OWNED_TYPES:
        return f"({_IN_CIRCLE} OR {IS_OWN})"
    return f"({_IN_CIRCLE} OR {_IN_DIRECTORY})" if type_name in DIRECTORY_TYPES else _IN_CIRCLE


def visible_to_each() -> LiteralString:
    """Return the fragment where each row has its own asker, in columns who, reads, reader and keys of a row `a`."""
    return (
        f"({_IN_CIRCLE} OR {_IN_DIRECTORY} OR {IS_OWN})".replace("%(reads)s", "a.reads")
        .replace("%(reader)s", "a.reader")
        .replace("%(who)s", "a.who")
        .replace("%(keys)s", "a.keys::text[]")
    )


def predicate_values(asker: Asker, now: datetime) -> dict[str, Any]:
    """Return the parameters the fragment takes."""
    return {
        "who": asker.who,
        "reads": asker.reads,
        "reader": asker.reader,
        "keys": list(asker.keys),
        "directory": list(DIRECTORY_TYPES),
        "now": now,
    }

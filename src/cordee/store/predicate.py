"""The one predicate: what an asker may see, as a fragment of SQL joined into every read.

The fragment speaks of a row `r` with the columns key, patient_id, category, hidden_from, updated_by and type, and takes
the named parameters of `predicate_values`. Default deny: whatever is not opened by a circle, not of the directory and
not the asker's own is not there. A consent that refuses closes what a circle opens; a membership outside the care team
opens only what a consent permits. See ADR 0018.
"""

import re
from datetime import datetime
from functools import cache
from typing import Any, LiteralString

from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.owned import (
    ADDRESSED_TYPE,
    IS_ADDRESSED,
    IS_JOINED,
    IS_OF_ACCOUNT,
    IS_OWN,
    JOINED_TYPE,
    OWNED_TYPES,
)

NOW_OPEN: LiteralString = (
    "c.member = ANY(%(keys)s) AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)"
)
"""That a membership `c` is one of the asker's, and in force."""

RULE_IN_FORCE: LiteralString = (
    "k.recipient = ANY(%(recipients)s)"
    " AND k.starts_at <= %(now)s AND (k.ends_at IS NULL OR k.ends_at > %(now)s)"
)
"""That a consent rule `k` is about the asker, and in force."""

_PERMITTED: LiteralString = f"""EXISTS (
    SELECT 1 FROM consent_rule k
    WHERE k.patient_id = r.patient_id AND k.permits AND k.categories & r.category <> 0 AND {RULE_IN_FORCE} OFFSET 0)"""
_REFUSED: LiteralString = f"""EXISTS (
    SELECT 1 FROM consent_rule k
    WHERE k.patient_id = r.patient_id AND NOT k.permits AND k.categories & r.category <> 0 AND {RULE_IN_FORCE}
      AND (k.resource_key IS NULL OR k.resource_key = r.key) OFFSET 0)"""
_NOT_HIDDEN: LiteralString = "(r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)"
_OPENED: LiteralString = f"""EXISTS (
        SELECT 1 FROM circle c
        WHERE c.patient_id = r.patient_id AND c.categories & r.category <> 0 AND {NOW_OPEN}
          AND (NOT c.needs_consent OR {_PERMITTED}))"""
MAY_WRITE: LiteralString = _OPENED.replace("c.categories", "c.writes")
"""That a membership lets a row be written; what the asker's class writes, and refusals, are another matter."""
_IN_CIRCLE: LiteralString = (
    f"(r.category & %(reads)s <> 0 AND {_NOT_HIDDEN} AND {_OPENED} AND NOT {_REFUSED})"
)
_WAS_SENT: LiteralString = """EXISTS (
        SELECT 1 FROM sent_part o
        WHERE o.resource_key = r.key AND o.patient_id = r.patient_id AND o.recipient = ANY(%(keys)s)
          AND o.starts_at <= %(now)s OFFSET 0)"""
_IS_SENT: LiteralString = (
    f"(r.category & %(reads)s <> 0 AND {_NOT_HIDDEN} AND {_WAS_SENT} AND NOT {_REFUSED})"
)
"""That a row was sent to the asker: part of an orientation to their structure (ADR 0029), or of what a request for
support opens to who asked (ADR 0046)."""
_IN_DIRECTORY: LiteralString = "(r.patient_id IS NULL AND r.type = ANY(%(directory)s))"
_IS_ANY: LiteralString = (
    f"({_IN_CIRCLE} OR {_IN_DIRECTORY} OR {IS_OWN} OR {IS_ADDRESSED} OR {IS_JOINED} OR {_IS_SENT})"
)
_OF_ONLY_PATIENT: LiteralString = (
    f"((r.patient_id IS NOT NULL AND r.patient_id = %(only_patient)s) OR {_IN_DIRECTORY} OR {IS_OF_ACCOUNT})"
)
_OF_ONLY_TYPES: LiteralString = "r.type = ANY(%(only_types)s)"

SENT_TYPES = frozenset({"Task", "ServiceRequest", "Patient", "DocumentReference", "Binary"})
"""What an orientation, or a request for support, may send."""

_ROW = re.compile(r"\br\.")


def visible(asker: Asker, type_name: str | None = None, row: str = "r") -> LiteralString:
    """Return the fragment for an asker; naming the type drops the part that cannot apply to it.

    `row` is what the statement calls the row, where it speaks of several.
    """
    if not asker.is_narrowed:
        return "true" if asker.is_system else _visible(type_name, row)
    if type_name is not None and asker.only_types is not None and type_name not in asker.only_types:
        return "false"
    part: LiteralString = "true" if asker.is_system else _visible(type_name, row)
    return f"({_narrowed(asker, row)} AND {part})"


@cache
def _visible(type_name: str | None, row: str) -> LiteralString:
    return _ROW.sub(f"{row}.", _visible_row(type_name))


def _visible_row(type_name: str | None) -> LiteralString:
    if type_name is None:
        return _IS_ANY
    if type_name in OWNED_TYPES:
        return f"({_IN_CIRCLE} OR {IS_OWN})"
    if type_name == ADDRESSED_TYPE:
        return f"({_IN_CIRCLE} OR {IS_ADDRESSED})"
    if type_name == JOINED_TYPE:
        return f"({_IN_CIRCLE} OR {IS_JOINED} OR {_IS_SENT})"
    if type_name in SENT_TYPES:
        return f"({_IN_CIRCLE} OR {_IS_SENT})"
    return f"({_IN_CIRCLE} OR {_IN_DIRECTORY})" if type_name in DIRECTORY_TYPES else _IN_CIRCLE


def _narrowed(asker: Asker, row: str) -> LiteralString:
    """Return what a token narrows a row by; of what is of no record, one patient's keeps the directory and its own."""
    of_patient: LiteralString = _OF_ONLY_PATIENT if asker.only_patient else "true"
    of_types: LiteralString = "true" if asker.only_types is None else _OF_ONLY_TYPES
    return _ROW.sub(f"{row}.", f"{of_patient} AND {of_types}")


def may_write() -> dict[str, LiteralString]:
    """Return the fragments that let a row `s` be written, whose asker's keys and recipients are columns of it.

    `{opened}`: a membership lets write it; `{refused}`: a consent refuses it.
    """
    return {
        "{opened}": _of_each(_ROW.sub("s.", MAY_WRITE), "s"),
        "{refused}": _of_each(_ROW.sub("s.", _REFUSED), "s"),
    }


def _of_each(fragment: LiteralString, row: LiteralString) -> LiteralString:
    for name in ("keys", "recipients"):
        fragment = fragment.replace(f"%({name})s", f"{row}.{name}::text[]")
    return fragment


def predicate_values(asker: Asker, now: datetime) -> dict[str, Any]:
    """Return the parameters the fragment takes."""
    return {
        "who": asker.who,
        "reads": asker.reads,
        "reader": asker.reader,
        "keys": list(asker.keys),
        "recipients": list(asker.recipients),
        "only_patient": asker.only_patient,
        "account": asker.account,
        "only_types": None if asker.only_types is None else sorted(asker.only_types),
        "directory": list(DIRECTORY_TYPES),
        "now": now,
    }

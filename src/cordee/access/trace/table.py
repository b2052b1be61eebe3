"""Lines of the trace as a CSV table, for whoever may take them out."""

import csv
import io
from collections.abc import Sequence

from cordee.store.trace import TraceLine
from cordee.store.trace.actions import action_of

HEADINGS = (
    "ligne", "instant", "qui", "role", "structure", "finalite", "action", "action_en_clair", "issue", "type", "id",
    "dossier", "nombre", "motif", "detail",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heading() -> str:
    """Return the first line."""
    return _written([HEADINGS])


def table(lines: Sequence[TraceLine]) -> str:
    """Return the lines as CSV; a text a spreadsheet would take for a formula is kept from being one."""
    return _written(
        [
            (
                one.name, one.at.isoformat(), one.who, one.role, one.organization, one.purpose, one.action,
                action_of(one.action).words, one.outcome, one.type, one.id, one.patient_id, one.count, one.reason,
                one.detail,
            )
            for one in lines
        ]
    )  # fmt: skip


def _written(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([[_plain(str(value)) for value in row] for row in rows])
    return text.getvalue()


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value

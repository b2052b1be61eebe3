"""The row of the work lists one task gives: who holds it, until when, and since when it is done.

Who holds an open task is who has to act: its owner; its requester while it has none, or after a refusal, for it came
back to them. Tasks that are answered on pages of their own (a request, an orientation, a circle) give no row.
"""

from typing import Any

from cordee.fhir import systems
from cordee.store.moments import LATEST, first_instant

_OPEN = frozenset({"requested", "received", "accepted", "ready", "in-progress", "on-hold"})
_CAME_BACK = "rejected"
_ANSWERED_ELSEWHERE = frozenset({"qualify", "join", "orientation"})
_DAY = 10
NEVER = "9999-12-31"
"""The day that stands for none, after all others."""

TaskRow = tuple[str, str, bool, str, str | None]


def task_row(content: Any) -> TaskRow | None:
    """Return holder, requester, whether it is open, the day it is due and the instant it was done; None for no list."""
    status = content.get("status")
    is_open = status in _OPEN or status == _CAME_BACK
    if not is_open and status != "completed":
        return None
    codings = (content.get("code") or {}).get("coding") or ()
    if any(
        one.get("system") == systems.TASK_CODE and one.get("code") in _ANSWERED_ELSEWHERE for one in codings
    ):
        return None
    owner, requester = _reference(content, "owner"), _reference(content, "requester")
    holder = requester if status == _CAME_BACK or not owner else owner
    return holder, requester, is_open, _due_on(content), None if is_open else _ended_at(content)


def _reference(content: Any, name: str) -> str:
    text: str = (content.get(name) or {}).get("reference") or ""
    return text.partition("/_history/")[0]


def _due_on(content: Any) -> str:
    end = ((content.get("restriction") or {}).get("period") or {}).get("end") or NEVER
    return first_instant(end).date().isoformat() if len(end) < _DAY else end[:_DAY]


def _ended_at(content: Any) -> str:
    done = (content.get("executionPeriod") or {}).get("end")
    at = done or content.get("lastModified") or (content.get("meta") or {}).get("lastUpdated")
    return (first_instant(at) if at else LATEST).isoformat()

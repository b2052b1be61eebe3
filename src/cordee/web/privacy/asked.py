"""What the officer asks of the trace, from an address: the record or the person in its path, the rest in its query."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request

from cordee.store.trace import LineFilter
from cordee.store.trace.actions import OPENS, WRITES
from cordee.store.trace.lines import position_of
from cordee.web.site import site_of

ACTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "lectures": ("Lectures", tuple(sorted(OPENS - {"export", "print", "pdf", "break-glass"}))),
    "recherches": ("Recherches et listes", ("search", "list", "match", "existence")),
    "ecritures": ("Écritures", tuple(sorted(WRITES))),
    "urgences": ("Accès d’urgence", ("break-glass", "break-glass-end")),
    "sorties": ("Exports, impressions, PDF", ("export", "pdf", "print", "trace-export")),
    "connexions": ("Connexions et rôles", ("launch", "role-switch", "sign-in", "sign-out", "step-up")),
    "jetons": ("Jetons d’accès", ("token-issue", "token-refresh", "token-revoke")),
    "traces": ("Consultation des traces", ("trace-export", "trace-purge", "trace-read", "trace-verify")),
}
OUTCOMES = {"faites": ("Faites", "done"), "refusees": ("Refusées", "refused")}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, and how its parts are shown again."""

    lines: LineFilter
    since: str = ""
    until: str = ""
    action: str = ""
    outcome: str = ""

    @property
    def query(self) -> str:
        """Return the part of the address after `?`, without the page."""
        parts = {"du": self.since, "au": self.until, "action": self.action, "issue": self.outcome}
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def asked_of(request: Request) -> Asked:
    """Return what an address asks; a part that cannot be read asks nothing."""
    path, query, zone = request.path_params, request.query_params, site_of(request).zone
    since, until = _day(query.get("du", "")), _day(query.get("au", ""))
    action = query.get("action", "") if query.get("action") in ACTIONS else ""
    outcome = query.get("issue", "") if query.get("issue") in OUTCOMES else ""
    who = f"{path['type']}/{path['id']}" if "type" in path else ""
    return Asked(
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        action=action,
        outcome=outcome,
        lines=LineFilter(
            patient_id=path.get("patient_id", ""),
            who=(who,) if who else (),
            actions=ACTIONS[action][1] if action else (),
            outcome=OUTCOMES[outcome][1] if outcome else "",
            since=_midnight(since, zone) if since else None,
            until=_midnight(until + timedelta(days=1), zone) if until else None,
            before=position_of(query.get("avant", "")),
        ),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2200 else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)

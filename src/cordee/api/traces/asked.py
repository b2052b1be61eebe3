"""From the pairs of a search of AuditEvent to what is asked of the trace."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from cordee.api.bundles import CURSOR
from cordee.api.call import Pairs
from cordee.api.errors import invalid_request
from cordee.api.traces.event import DICOM, EVENT_TYPE, OUTCOMES, is_login, subtype_code
from cordee.fhir.search.date import date_range
from cordee.fhir.search.grammar.prefixes import split_prefix
from cordee.fhir.search.query import COUNT_DEFAULT, COUNT_MAX
from cordee.store.trace import LineFilter
from cordee.store.trace.actions import ACTIONS
from cordee.store.trace.lines import position_of


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A search as understood. `is_empty` when nothing can match; `applied` and `unknown` are its parameters."""

    lines: LineFilter
    count: int = COUNT_DEFAULT
    is_empty: bool = False
    applied: Pairs = []
    unknown: tuple[str, ...] = ()


def asked_of(pairs: Pairs, *, strict: bool) -> Asked:
    """Return what a search asks; every parameter narrows the others.

    Raises InvalidRequestError for a value that cannot be read, and, when strict, for a parameter that is not known.
    """
    asked, unknown = Asked(lines=LineFilter()), []
    for name, value in pairs:
        read = _READERS.get(name)
        if read is None or not value:
            unknown.append(name)
            continue
        asked = msgspec.structs.replace(read(asked, name, value), applied=[*asked.applied, (name, value)])
    if unknown and strict:
        raise invalid_request(
            f"Paramètre inconnu pour AuditEvent : {unknown[0]}.",
            f"Unknown parameter of AuditEvent: {unknown[0]}.",
            f"http.{unknown[0]}",
        )
    return msgspec.structs.replace(asked, unknown=tuple(unknown))


def _with(asked: Asked, **narrowed: object) -> Asked:
    """Narrow by fields; two different values of one field match nothing."""
    for name, value in narrowed.items():
        before = getattr(asked.lines, name)
        if before and before != value:
            return msgspec.structs.replace(asked, is_empty=True)
    return msgspec.structs.replace(asked, lines=msgspec.structs.replace(asked.lines, **narrowed))


def _patient(asked: Asked, name: str, value: str) -> Asked:
    return _with(asked, patient_id=_last(value, "Patient"))


def _agent(asked: Asked, name: str, value: str) -> Asked:
    return _with(asked, who=tuple("/".join(one.split("/")[-2:]) for one in value.split(",")))


def _entity(asked: Asked, name: str, value: str) -> Asked:
    type_, _, id_ = "/".join(value.split("/")[-2:]).partition("/")
    if type_ == "Patient":
        return _with(asked, patient_id=id_)
    return _with(asked, type=type_, id=id_)


def _id(asked: Asked, name: str, value: str) -> Asked:
    position = position_of(value)
    if position is None:
        return msgspec.structs.replace(asked, is_empty=True)
    return _with(asked, position=position)


def _date(asked: Asked, name: str, value: str) -> Asked:
    prefix, written = split_prefix(value.replace(" ", "+"))
    try:
        start, end = date_range(written)
    except ValueError:
        raise _wrong(name, "une date comme ge2026-11-01", "a date such as ge2026-11-01") from None
    since, until = _span(prefix or "eq", start, end)
    lines = asked.lines
    if since is not None:
        lines = msgspec.structs.replace(lines, since=max(since, lines.since or since))
    if until is not None:
        lines = msgspec.structs.replace(lines, until=min(until, lines.until or until))
    return msgspec.structs.replace(asked, lines=lines)


def _span(prefix: str, start: datetime, end: datetime) -> tuple[datetime | None, datetime | None]:
    match prefix:
        case "ge":
            return start, None
        case "gt" | "sa":
            return end, None
        case "le":
            return None, end
        case "lt" | "eb":
            return None, start
        case _:
            return start, end


def _action(asked: Asked, name: str, value: str) -> Asked:
    letters = {_code(one) for one in value.split(",")}
    return _actions(asked, {code for code, action in ACTIONS.items() if action.letter in letters})


def _subtype(asked: Asked, name: str, value: str) -> Asked:
    wanted = {_code(one) for one in value.split(",")}
    return _actions(
        asked, {code for code, action in ACTIONS.items() if subtype_code(action.interaction) in wanted}
    )


def _type(asked: Asked, name: str, value: str) -> Asked:
    wanted = set()
    for one in value.split(","):
        system, bar, code = one.rpartition("|")
        wanted |= {("rest", EVENT_TYPE), ("110114", DICOM)} if not code else {(code, system if bar else "")}
    is_rest = any(code == "rest" and system in ("", EVENT_TYPE) for code, system in wanted)
    is_dicom = any(code == "110114" and system in ("", DICOM) for code, system in wanted)
    chosen = {
        code for code, action in ACTIONS.items() if (is_dicom if is_login(action.interaction) else is_rest)
    }
    return asked if is_rest and is_dicom else _actions(asked, chosen)


def _actions(asked: Asked, codes: set[str]) -> Asked:
    kept = codes & set(asked.lines.actions) if asked.lines.actions else codes
    lines = msgspec.structs.replace(asked.lines, actions=tuple(sorted(kept)))
    return msgspec.structs.replace(asked, lines=lines, is_empty=asked.is_empty or not kept)


def _outcome(asked: Asked, name: str, value: str) -> Asked:
    found = [word for word, code in OUTCOMES.items() if code in {_code(one) for one in value.split(",")}]
    if len(found) == len(OUTCOMES):
        return asked
    return _with(asked, outcome=found[0]) if found else msgspec.structs.replace(asked, is_empty=True)


def _count(asked: Asked, name: str, value: str) -> Asked:
    if not (value.isascii() and value.isdigit()):
        raise _wrong(name, "un nombre entier", "a whole number")
    return msgspec.structs.replace(asked, count=max(1, min(int(value), COUNT_MAX)))


def _cursor(asked: Asked, name: str, value: str) -> Asked:
    position = position_of(value)
    if position is None:
        raise _wrong(name, "le lien « next » d’une page", "the “next” link of a page")
    return msgspec.structs.replace(asked, lines=msgspec.structs.replace(asked.lines, before=position))


def _sort(asked: Asked, name: str, value: str) -> Asked:
    if value not in ("-date", "-period-start", "-_lastUpdated"):
        raise _wrong(name, "-date : le plus récent d’abord", "-date: newest first")
    return asked


_READERS: dict[str, Callable[[Asked, str, str], Asked]] = {
    "_id": _id, "patient": _patient, "agent": _agent, "entity": _entity, "date": _date, "period-start": _date,
    "_lastUpdated": _date, "action": _action, "subtype": _subtype, "type": _type, "outcome": _outcome,
    "_count": _count, "_sort": _sort, CURSOR: _cursor,
}  # fmt: skip


def _last(value: str, type_: str) -> str:
    *before, id_ = value.split("/")
    return id_ if not before or before[-1] == type_ else "-"


def _code(token: str) -> str:
    return token.rpartition("|")[2]


def _wrong(name: str, french: str, english: str) -> Exception:
    return invalid_request(f"{name} prend {french}.", f"{name} takes {english}.", f"http.{name}")

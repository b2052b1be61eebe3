"""Reading requests: those sent to my coordination structure, or those I sent."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.elements import id_in
from cordee.care.people import name_of_person
from cordee.care.requests.view import SupportRequest, view_of
from cordee.fhir import systems
from cordee.fhir.r4 import Patient, ServiceRequest, Task
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored

PAGE_SIZE = 25
SUPPORT = f"{systems.REQUEST_CATEGORY}|support"
STATUSES = {"waiting": "active,on-hold", "accepted": "completed", "refused": "revoked"}


class RequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of requests; `total` counts all of that state when it was asked for."""

    rows: tuple[SupportRequest, ...]
    cursor: str | None = None
    total: int | None = None


async def count_waiting(door: Door) -> int:
    """Return how many requests wait for this person's answer; none for who does not answer requests."""
    if not door.actor.is_coordinator:
        return 0
    query = parse_query(
        "ServiceRequest", [*_mine(door), ("status", STATUSES["waiting"]), ("_summary", "count")]
    )
    return (await door.search(query)).total or 0


async def list_requests(
    door: Door,
    state: str = "waiting",
    *,
    cursor: str | None = None,
    count: int = PAGE_SIZE,
    counted: bool = False,
) -> RequestPage:
    """Return requests of one state: those waiting oldest first, those answered newest first.

    - coordination staff get those sent to their structure;
    - other professionals those they sent.
    Cost: one search.
    """
    pairs = [
        *_mine(door),
        ("status", STATUSES[state]),
        ("_sort", "authored" if state == "waiting" else "-authored"),
        ("_include", "ServiceRequest:patient"),
        ("_include", "ServiceRequest:requester"),
        ("_revinclude", "Task:focus"),
        ("_count", str(count)),
    ]
    pairs += [("_cursor", cursor)] if cursor else []
    pairs += [("_total", "accurate")] if counted else []
    page = await door.search(parse_query("ServiceRequest", pairs))
    return RequestPage(rows=views(page.rows, page.included, now()), cursor=page.cursor, total=page.total)


async def read_request(door: Door, id_: str) -> SupportRequest:
    """Return one request; NotFoundError when it does not exist or is not for this person to see."""
    query = parse_query(
        "ServiceRequest",
        [
            ("_id", id_),
            ("category", SUPPORT),
            ("_include", "ServiceRequest:patient"),
            ("_include", "ServiceRequest:requester"),
            ("_revinclude", "Task:focus"),
            ("_count", "1"),
        ],
    )
    page = await door.search(query)
    if not page.rows:
        await door.read("ServiceRequest", id_)  # refuses and leaves the trace of the attempt
        raise NotFoundError
    return views(page.rows, page.included, now())[0]


def _mine(door: Door) -> list[tuple[str, str]]:
    actor = door.actor
    mine = ("performer", actor.organization) if actor.is_coordinator else ("requester", actor.who)
    return [("category", SUPPORT), mine]


def views(rows: list[Stored], included: list[Stored], at: datetime) -> tuple[SupportRequest, ...]:
    """Return requests as they are shown, with what a search included of their persons, tasks and requesters.

    A requester of the directory goes by the name they have there, whatever the request says: they may be invited.
    """
    patients: dict[str, Patient] = {one.id: one.resource for one in included if one.type == "Patient"}
    tasks: dict[str, Task] = {}
    for stored in included:
        if stored.type == "Task":
            task: Task = stored.resource
            tasks[id_in(task.focus, "ServiceRequest")] = task
    names = {
        one.reference: name_of_person(one.reference, one.resource).name
        for one in included
        if one.type == "PractitionerRole"
    }
    requests: list[ServiceRequest] = [stored.resource for stored in rows]
    for one in requests:
        if one.requester is not None and one.requester.reference in names:
            one.requester.display = names[one.requester.reference]
    return tuple(
        view_of(one, patients.get(id_in(one.subject, "Patient")), tasks.get(one.id or ""), at)
        for one in requests
    )

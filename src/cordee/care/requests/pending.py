"""The request to answer and its task, as they stand, for whoever answers."""

from typing import NamedTuple

from cordee.access import Door
from cordee.care.elements import fhir_instant, id_in
from cordee.care.requests.errors import AlreadyAnsweredError
from cordee.care.signing import said, signature
from cordee.fhir.r4 import ServiceRequest, Task
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError

WAITING = frozenset({"active", "on-hold"})
REFUSED = frozenset({"revoked"})


class Pending(NamedTuple):
    """A request and the task of answering it, when there is one."""

    request: ServiceRequest
    task: Task | None


async def to_answer(door: Door, id_: str, statuses: frozenset[str]) -> Pending:
    """Return a request to answer.

    - coordination staff of the structure it was sent to may answer; anybody else is refused.
    When its status is not one of those given, raises AlreadyAnsweredError.
    """
    request: ServiceRequest = (await door.read("ServiceRequest", id_)).resource
    performers = {one.reference for one in request.performer or ()}
    if not door.actor.is_coordinator or door.actor.organization not in performers:
        raise ForbiddenError
    if request.status not in statuses:
        raise AlreadyAnsweredError
    return Pending(request, await task_of(door, request))


async def task_of(door: Door, request: ServiceRequest) -> Task | None:
    """Return the task of answering a request: one of the same record, whatever others name the request."""
    pairs = [
        ("focus", f"ServiceRequest/{request.id}"),
        ("patient", id_in(request.subject, "Patient")),
        ("_count", "1"),
    ]
    rows = (await door.search(parse_query("Task", pairs))).rows
    return rows[0].resource if rows else None


def say(task: Task, door: Door, words: str) -> None:
    """Add to a task what its actor says now, after what was said before; and that it moved now."""
    task.lastModified = fhir_instant(now())
    if words:
        task.note = [*(task.note or ()), said(signature(door.actor), task.lastModified, words)]

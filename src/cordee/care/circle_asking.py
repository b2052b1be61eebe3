"""Asking to join the circle of somebody named by strict traits, or called from another software, and what a job does.

Whoever asks gets one answer, whether the person exists, has a record, has a circle, or not: the same row is kept
and the same job deferred, and the job alone looks. They learn more when they are let in, and only then.
"""

from datetime import timedelta

import msgspec

from cordee.access import Door
from cordee.care.called_person import Called, person_called
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_members import present
from cordee.care.circle_notices import ASKED, tell_circle
from cordee.care.consent.standing import refused_members
from cordee.care.elements import concept, fhir_instant, holds, refers_to
from cordee.care.entry import once
from cordee.care.errors import UnknownChoiceError
from cordee.care.people import name_of_person
from cordee.care.signing import about
from cordee.care.strict_traits import StrictTraits, person_of
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Annotation,
    Period,
    PractitionerRole,
    Reference,
    Task,
    TaskRestriction,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError

ASK_TASK = "look-for-circle"
JOIN = "join"
WORDS_LENGTH_MAX = 500
OPEN_DAYS = 30  # an ask nobody answered is then no longer shown
REASONS = {
    "treating": "Je suis l’un de ses soignants",
    "home": "J’interviens à son domicile",
    "discharge": "Je prépare sa sortie d’hospitalisation",
    "social": "Je l’accompagne dans ses droits et sa vie sociale",
    "other": "Autre raison",
}


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asked for, by traits or as called, and why: one of REASONS, with words to those who answer."""

    traits: StrictTraits | None = None
    called: Called | None = None
    reason: str
    words: str = ""


class _Kept(msgspec.Struct, frozen=True):
    who: str
    asking: Asking


async def ask_to_join(door: Door, asking: Asking, *, form_id: str) -> None:
    """Keep an ask; the same form keeps it once. What it finds is never told here.

    - professionals may ask; others raise ForbiddenError.

    Raises UnknownChoiceError for a reason of no known kind, TooManyAsksError. Cost: the same, found or not.
    """
    if not door.actor.is_professional or not door.actor.who.startswith("PractitionerRole/"):
        raise ForbiddenError
    if asking.reason not in REASONS:
        raise UnknownChoiceError("reason")
    content = msgspec.json.encode(_Kept(door.actor.who, asking)).decode()
    await door.keep_ask(form_id, content, ASK_TASK)


async def look_for_circle(platform: Door, ask_id: str) -> bool:
    """Bring an ask to the circle it is for, and return whether there is one; then forget the traits.

    Nothing comes of it when nobody, or more than one, has these traits; without an active circle; when the asker is a
    member, has an ask waiting, or was refused by the person.
    """
    kept = await platform.ask_content(ask_id)
    if kept is None:
        return False
    found = msgspec.json.decode(kept, type=_Kept)
    brought = await _bring(platform, found, ask_id)
    await platform.forget_ask(ask_id)
    return brought


def waiting(chart: Chart) -> list[Task]:
    """Return the asks of a circle that wait for an answer, oldest first."""
    at = now()
    found = [
        task
        for task in chart.of(Task)
        if is_join(task)
        and task.status == "requested"
        and holds(task.restriction.period if task.restriction else None, at)
    ]
    return sorted(found, key=lambda task: task.authoredOn or "")


def is_join(task: Task) -> bool:
    """Return whether a task is an ask to join a circle."""
    codings = (task.code.coding if task.code else None) or ()
    return any(one.system == systems.TASK_CODE and one.code == JOIN for one in codings)


async def _bring(platform: Door, kept: _Kept, ask_id: str) -> bool:
    patient_id = await _person(platform, kept.asking)
    role = (await platform.read_many([kept.who])).get(kept.who)
    if patient_id is None or role is None or not isinstance(role.resource, PractitionerRole):
        return False
    try:
        chart = await open_chart(platform, patient_id)
    except NotFoundError:
        return False
    if chart.team is None or present(chart, kept.who) or kept.who in refused_members(chart, now()):
        return False
    if any(refers_to(task.requester, kept.who) for task in waiting(chart)):
        return False
    task = _task(chart, kept, role.resource, ask_id)

    async def write() -> None:
        async with platform.writing() as unit:
            unit.create(task)
            tell_circle(unit, chart, ASKED, kept.who, kept.who)

    return await once(platform, f"Task/{task.id}", patient_id, write)


async def _person(platform: Door, asking: Asking) -> str | None:
    if asking.called is not None:
        return await person_called(platform, asking.called)
    return await person_of(platform, asking.traits) if asking.traits is not None else None


def _task(chart: Chart, kept: _Kept, role: PractitionerRole, ask_id: str) -> Task:
    assert chart.team is not None
    asker, at, asking = name_of_person(kept.who, role), now(), kept.asking
    requester = Reference(reference=kept.who, display=asker.name)
    words = asking.words[:WORDS_LENGTH_MAX]
    return Task(
        id=ask_id,
        status="requested",
        intent="proposal",
        priority="routine",
        code=concept(systems.TASK_CODE, JOIN, "Demande à rejoindre le cercle"),
        description=asker.role or "professionnel",
        focus=Reference(reference=f"CareTeam/{chart.team.id}"),
        for_=about(chart.patient_id),
        requester=requester,
        owner=next(iter(chart.team.managingOrganization or ()), None),
        authoredOn=fhir_instant(at),
        lastModified=fhir_instant(at),
        reasonCode=concept(systems.JOIN_REASON, asking.reason, REASONS[asking.reason]),
        note=[Annotation(authorString=asker.name, time=fhir_instant(at), text=words)] if words else None,
        restriction=TaskRestriction(period=Period(end=fhir_instant(at + timedelta(days=OPEN_DAYS)))),
    )

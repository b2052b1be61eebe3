"""Answering a professional who asks to join: they enter the circle, or not and are told nothing."""

from datetime import datetime

import msgspec

from cordee.access import Actor, Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_asking import REASONS, is_join
from cordee.care.circle_joining import Joining, joined
from cordee.care.circle_members import present, provider_role, team_of
from cordee.care.circle_notices import JOINED, tell_circle
from cordee.care.circle_rights import may_answer, speaks_for_the_person
from cordee.care.consent.standing import ensure_not_refused
from cordee.care.elements import code_of, concept, fhir_instant, instant, refers_to, version_of
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import Reference, Task
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError

ANSWER_TASK = "answer-join"
ANSWERS = {
    "unknown": "La personne ne connaît pas ce professionnel",
    "person-declines": "La personne ne le souhaite pas",
    "not-involved": "N’intervient pas auprès d’elle",
    "duplicate": "Un collègue de la même structure est déjà là",
}


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One ask as those who answer read it."""

    id: str
    who: str
    name: str
    role: str
    reason: str
    words: str
    at: datetime | None


class AskAnsweredError(CareError):
    """Somebody has answered this ask already; that answer stands."""

    code = "ask-answered"

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a déjà répondu à cette demande. Sa réponse est conservée et rien n’a été modifié.",
            "Somebody has answered this ask already. Their answer stands.",
        )


def ask_of(task: Task) -> Ask:
    """Return one ask as it is shown."""
    requester = task.requester
    reason = code_of(task.reasonCode, systems.JOIN_REASON)
    return Ask(
        id=task.id or "",
        who=(requester.reference if requester else None) or "",
        name=(requester.display if requester else None) or "Un professionnel",
        role=task.description or "",
        reason=REASONS.get(reason, ""),
        words=next((note.text for note in task.note or () if note.text), ""),
        at=instant(task.authoredOn),
    )


async def answer_ask(
    door: Door, patient_id: str, task_id: str, *, agreement: Agreement | None, reason: str = ""
) -> None:
    """Let an asker in with the person's agreement, or, without one, refuse with a reason of ANSWERS.

    Who may: `circle_rights.may_answer`. The person's and a guardian's answer is carried out by a job through the
    platform's door, in the transaction of their act; the coordination's at once.

    Raises AskAnsweredError, MemberRefusedError, ForbiddenError, NotFoundError, UnknownChoiceError.
    """
    chart = await open_chart(door, patient_id)
    task = await _asked(door, patient_id, task_id)
    if not may_answer(chart, door.actor):
        raise ForbiddenError
    if agreement is None and reason not in ANSWERS:
        raise UnknownChoiceError("reason")
    if agreement is not None:
        ensure_not_refused(chart, ask_of(task).who)
    if speaks_for_the_person(chart, door.actor):
        me = signature(door.actor)
        async with door.writing() as unit:
            unit.defer(
                ANSWER_TASK, patient_id=patient_id, ask_id=task_id, is_let_in=agreement is not None, reason=reason,
                by=me.reference, how=_own_way(chart, door.actor),
            )  # fmt: skip
        return
    await _carry_out(door, chart, task, agreement, reason, signature(door.actor))


async def answer_for_the_person(
    platform: Door, patient_id: str, ask_id: str, *, is_let_in: bool, reason: str, by: str, how: str
) -> bool:
    """Carry out the person's answer through the platform's door; run again, or answered meanwhile, does nothing."""
    chart = await open_chart(platform, patient_id)
    try:
        task = await _asked(platform, patient_id, ask_id)
        ensure_not_refused(chart, ask_of(task).who)
    except (CareError, NotFoundError):
        return False
    me = Reference(reference=by, display=chart.person(by).name)
    await _carry_out(platform, chart, task, Agreement(how=how) if is_let_in else None, reason, me)
    return True


async def _asked(door: Door, patient_id: str, task_id: str) -> Task:
    task: Task = (await door.read("Task", task_id)).resource
    if not is_join(task) or not refers_to(task.for_, f"Patient/{patient_id}"):
        raise NotFoundError
    if task.status != "requested":
        raise AskAnsweredError
    return task


async def _carry_out(
    door: Door, chart: Chart, task: Task, agreement: Agreement | None, reason: str, by: Reference
) -> None:
    ask, at = ask_of(task), now()
    task.lastModified = fhir_instant(at)
    task.status = "completed" if agreement is not None else "rejected"
    if agreement is None:
        task.statusReason = concept(systems.JOIN_REASON, reason, ANSWERS[reason])
    async with door.writing() as unit:
        unit.update(task, expected_version=version_of(task.meta))
        if agreement is not None and not present(chart, ask.who):
            team = team_of(chart)
            joining = Joining(since=at.date(), agreement=agreement, form_id=ask.id)
            member = Reference(reference=ask.who, display=ask.name)
            participant = joined(provider_role(ask.role or "professionnel"), member, joining, by)
            team.participant = [*(team.participant or ()), participant]
            unit.update(team, expected_version=version_of(team.meta))
            tell_circle(unit, chart, JOINED, ask.who, by.reference or "")


def _own_way(chart: Chart, actor: Actor) -> str:
    return "electronic" if actor.who == f"Patient/{chart.patient_id}" else "represented"

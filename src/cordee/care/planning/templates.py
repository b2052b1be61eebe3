"""A whole plan from a theme, in one act: the needs, goals and actions the territory proposes, to be changed after."""

from collections.abc import Collection, Sequence

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import code_of, holds
from cordee.care.entry import drawn_id, entry_id
from cordee.care.plan import DOMAINS
from cordee.care.plan_shape import set_kind
from cordee.care.planning.opening import in_plan
from cordee.care.planning.parts import goal_of, need_of
from cordee.care.signing import signature
from cordee.care.tasks.building import new_task
from cordee.care.tasks.codes import PLAN_ACTION
from cordee.fhir import systems
from cordee.fhir.r4 import CarePlan, Goal, PractitionerRole, Reference
from cordee.kernel.clock import now
from cordee.store import Unit


class ProposedAction(msgspec.Struct, frozen=True):
    """An action proposed, and the role of who usually does it."""

    text: str
    role: str
    kind: str = ""


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A need with the goal that answers it and the actions that reach it."""

    need: str
    domain: str
    goal: str
    actions: tuple[ProposedAction, ...]


async def apply_template(
    door: Door, patient_id: str, proposals: Sequence[Proposed], kept: Collection[int], *, form_id: str
) -> int:
    """Add the proposals whose places are kept to the plan, and return how many goals were added.

    An action goes to the member of the circle who has its role, when there is exactly one; else to nobody yet. A goal
    the plan holds already, word for word, is not added again. The same form adds once.
    """
    roles = await _roles(door, patient_id)

    def write(chart: Chart, unit: Unit, plan: CarePlan) -> int:
        held = {one.description.text for one in chart.of(Goal) if one.description is not None}
        added = 0
        for rank, proposal in enumerate(proposals):
            if rank in kept and proposal.goal not in held:
                _add(door, chart, unit, plan, proposal, entry_id(form_id, str(rank)), roles)
                added += 1
        return added

    return await in_plan(door, patient_id, write)


def _add(
    door: Door,
    chart: Chart,
    unit: Unit,
    plan: CarePlan,
    proposal: Proposed,
    goal_id: str,
    roles: dict[str, list[Reference]],
) -> None:
    me, of_plan = signature(door.actor), Reference(reference=f"CarePlan/{plan.id}")
    need = need_of(plan, proposal.need, drawn_id(goal_id, "need"), me)
    answered = Reference(reference=f"ServiceRequest/{unit.create(need)}", display=proposal.need)
    domain = proposal.domain if proposal.domain in DOMAINS else "medical"
    unit.create(goal_of(plan, proposal.goal, domain, goal_id, me, answered))
    for rank, action in enumerate(proposal.actions):
        with_role = roles.get(action.role, [])
        task = new_task(
            id=drawn_id(goal_id, f"action-{rank}"),
            code=PLAN_ACTION,
            text=action.text,
            patient_id=chart.patient_id,
            requester=me,
            owner=with_role[0] if len(with_role) == 1 else None,
            source=Reference(reference=f"Goal/{goal_id}"),
            based_on=of_plan,
        )
        set_kind(task, action.kind)
        unit.create(task)


async def _roles(door: Door, patient_id: str) -> dict[str, list[Reference]]:
    """Return who of the circle has which role today, by the code of the role. Cost: two statements."""

    chart = await open_chart(door, patient_id)
    members = {
        one.member.reference: one.member
        for one in (chart.team.participant if chart.team else None) or ()
        if one.member is not None and one.member.reference and holds(one.period, now())
    }
    found: dict[str, list[Reference]] = {}
    for reference, stored in (await door.read_many(sorted(members))).items():
        if isinstance(role := stored.resource, PractitionerRole):
            code = next((one for held in role.code or () if (one := code_of(held, systems.ROLE))), "")
            found.setdefault(code, []).append(
                Reference(reference=reference, display=members[reference].display)
            )
    return found

"""The resources a plan is made of, in the TDDUI shapes: a need is a ServiceRequest, a goal a Goal that answers it."""

from datetime import date

from cordee.care.elements import concept, fhir_instant
from cordee.care.plan import DOMAINS
from cordee.fhir import systems
from cordee.fhir.r4 import CarePlan, CodeableConcept, Goal, GoalTarget, Reference, ServiceRequest
from cordee.kernel.clock import now


def need_of(plan: CarePlan, text: str, need_id: str, by: Reference) -> ServiceRequest:
    """Return a need of a plan."""
    return ServiceRequest(
        id=need_id,
        status="active",
        intent="plan",
        category=[concept(systems.REQUEST_CATEGORY, "need", "Besoin")],
        code=CodeableConcept(text=text),
        basedOn=[Reference(reference=f"CarePlan/{plan.id}")],
        subject=plan.subject,
        authoredOn=fhir_instant(now()),
        requester=by,
    )


def goal_of(
    plan: CarePlan,
    text: str,
    domain: str,
    goal_id: str,
    by: Reference,
    need: Reference | None,
    target: tuple[date | None, str] = (None, ""),
) -> Goal:
    """Return a goal of a plan; `target` is until when, and how one will know it is reached."""
    return Goal(
        id=goal_id,
        lifecycleStatus="active",
        achievementStatus=concept(systems.GOAL_ACHIEVEMENT, "in-progress", "En cours"),
        category=[concept(systems.DOMAIN, domain, DOMAINS[domain])],
        description=CodeableConcept(text=text),
        subject=plan.subject,
        startDate=now().date().isoformat(),
        target=target_of(*target),
        addresses=[need] if need is not None else None,
        expressedBy=by,
    )


def target_of(due_on: date | None, measure: str) -> list[GoalTarget] | None:
    """Return the target of a goal: until when, and how one will know. R4 wants what is measured named (gol-1)."""
    if due_on is None and not measure:
        return None
    return [
        GoalTarget(
            measure=CodeableConcept(text="Ce qui dira que l’objectif est atteint") if measure else None,
            detailString=measure or None,
            dueDate=due_on.isoformat() if due_on is not None else None,
        )
    ]

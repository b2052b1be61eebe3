"""The goals of a plan, as goals proposed to the person."""

from cordee.fhir.apply.context import Context, reference
from cordee.fhir.json_value import Json

_SAME = ("description", "priority")


def goals_of(plan: Json, context: Context) -> list[Json]:
    """Return a proposed Goal for each goal of the plan; one without a known subject to pursue it is not made."""
    return [_goal(goal, context) for goal in plan.get("goal", ())]


def _goal(goal: Json, context: Context) -> Json:
    made: Json = {
        "resourceType": "Goal",
        "lifecycleStatus": "proposed",
        "subject": {"reference": reference(context.subject)},
        "startDate": context.now.date().isoformat(),
    }
    made |= {name: goal[name] for name in _SAME if name in goal}
    if "category" in goal:
        made["category"] = [goal["category"]]
    if "start" in goal:
        made.pop("startDate")
        made["startCodeableConcept"] = goal["start"]
    if targets := [_target(one) for one in goal.get("target", ())]:
        made["target"] = targets
    return made


def _target(target: Json) -> Json:
    found = {name: target[name] for name in target if name == "measure" or name.startswith("detail")}
    if "due" in target:
        found["dueDuration"] = target["due"]
    return found

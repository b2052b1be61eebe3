"""A PlanDefinition becomes a CarePlan around a RequestGroup."""

from typing import Any

from cordee.fhir.apply.actions import Actions
from cordee.fhir.apply.contents import Contents
from cordee.fhir.apply.context import Context, reference
from cordee.fhir.apply.definitions import actions as nested_actions
from cordee.fhir.apply.definitions import canonical_of
from cordee.fhir.apply.goals import goals_of
from cordee.fhir.json_value import Json


def apply_plan(plan: Json, context: Context) -> Json:
    """Return a draft CarePlan for the context's subject, without id.

    It contains a RequestGroup with each action that applies, the requests these lead to, and the goals. What could not
    be done is in the context's `told`.
    """
    contents = Contents()
    made = Actions(context, contents).made_of(plan, "PlanDefinition")
    _drop_lost_relations(made, context)
    header = _header(plan, context)
    group: Json = {
        "resourceType": "RequestGroup",
        **header,
        "authoredOn": context.now.isoformat(timespec="seconds"),
    }
    if context.author is not None:
        group["author"] = context.author
    if made:
        group["action"] = made
    goals = [contents.add(goal) for goal in goals_of(plan, context)]
    activity = contents.add(group)
    care_plan: Json = {"resourceType": "CarePlan", "contained": contents.resources, **header}
    care_plan |= {name: plan[name] for name in ("title", "description") if name in plan}
    care_plan["created"] = context.now.isoformat(timespec="seconds")
    if context.author is not None:
        care_plan["author"] = context.author
    if goals:
        care_plan["goal"] = [{"reference": goal} for goal in goals]
    care_plan["activity"] = [{"reference": {"reference": activity}}]
    return care_plan


def _header(plan: Json, context: Context) -> dict[str, Any]:
    canonical = canonical_of(plan)
    found: dict[str, Any] = {"instantiatesCanonical": [canonical]} if canonical else {}
    found |= {"status": "draft", "intent": "proposal", "subject": {"reference": reference(context.subject)}}
    if context.encounter is not None:
        found["encounter"] = {"reference": reference(context.encounter)}
    return found


def _drop_lost_relations(made: list[Json], context: Context) -> None:
    """Remove relations to actions that do not apply, telling so."""
    every = list(nested_actions(made))
    ids = {action["id"] for action in every if "id" in action}
    for action in every:
        given = action.get("relatedAction", [])
        kept = [one for one in given if one.get("actionId") in ids]
        if len(kept) == len(given):
            continue
        context.told.tell(
            "PlanDefinition.action.relatedAction",
            "Une relation mène à une action qui ne s’applique pas : elle est omise.",
            "A relation leads to an action that does not apply: it is left out.",
            "informational",
        )
        action.pop("relatedAction")
        if kept:
            action["relatedAction"] = kept

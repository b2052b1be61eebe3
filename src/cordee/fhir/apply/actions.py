"""The actions of a plan that apply, as actions of a RequestGroup."""

from typing import Any

from cordee.fhir.apply.activity import apply_activity, is_complete
from cordee.fhir.apply.contents import Contents
from cordee.fhir.apply.context import Context, reference
from cordee.fhir.apply.definitions import ACTIONS_MAX, DEPTH_MAX
from cordee.fhir.apply.dynamic import set_dynamic_values
from cordee.fhir.json_value import Json

_SAME = frozenset(
    "id prefix title description textEquivalent priority code documentation type groupingBehavior selectionBehavior "
    "requiredBehavior precheckBehavior cardinalityBehavior".split()
)
_ACTION = ("RequestGroup", "RequestGroup.action")


class Actions:
    """Makes actions one by one; the requests they ask for go into `contents`."""

    def __init__(self, context: Context, contents: Contents) -> None:
        self._context = context
        self._contents = contents
        self._left = ACTIONS_MAX
        self._evaluator = context.evaluator()

    def made_of(self, plan: Json, place: str, depth: int = 0) -> list[Json]:
        """Return the actions of a plan that apply, with those inside them."""
        return self._all(plan.get("action", []), plan, f"{place}.action", depth)

    def _all(self, given: list[Json], plan: Json, place: str, depth: int) -> list[Json]:
        if depth >= DEPTH_MAX or self._left <= 0:
            self._context.told.tell(
                place, "Le plan est trop grand : la suite est omise.", "The plan is too large: the rest is left out.",
                "too-long",
            )  # fmt: skip
            return []
        made = (self._one(action, plan, f"{place}[{index}]", depth) for index, action in enumerate(given))
        return [action for action in made if action is not None]

    def _one(self, action: Json, plan: Json, place: str, depth: int) -> Json | None:
        self._left -= 1
        kept = self._conditions(action, place)
        if kept is None:
            return None
        made = {name: value for name, value in action.items() if name in _SAME or name.startswith("timing")}
        if kept:
            made["condition"] = kept
        if related := action.get("relatedAction"):
            made["relatedAction"] = [
                {name: value for name, value in one.items() if name != "extension"} for one in related
            ]
        if people := self._people(action):
            made["participant"] = people
        inner = self._all(action["action"], plan, f"{place}.action", depth + 1) if "action" in action else []
        inner += self._defined(action, plan, made, place, depth)
        if inner:
            made["action"] = inner
        return made or None

    def _conditions(self, action: Json, place: str) -> list[Json] | None:
        """Return the conditions that stay with the action, or None when it does not apply.

        One that cannot be evaluated stays, for a person to judge: leaving the action out would hide care.
        """
        kept = []
        for index, condition in enumerate(action.get("condition", ())):
            if condition.get("kind") != "applicability":
                kept.append(condition)
                continue
            holds = self._evaluator.truth(condition.get("expression"), f"{place}.condition[{index}]")
            if holds is False:
                return None
            if holds is None:
                kept.append(condition)
        return kept

    def _people(self, action: Json) -> list[Json]:
        context = self._context
        known = {
            "patient": context.subject if context.subject["resourceType"] == "Patient" else None,
            "practitioner": context.practitioner,
        }
        found = (known.get(one.get("type", "")) for one in action.get("participant", ()))
        return [{"reference": reference(one)} for one in found if one is not None]

    def _defined(self, action: Json, plan: Json, made: Json, place: str, depth: int) -> list[Json]:
        """Add to an action what its definition makes; return the actions of a plan it leads to."""
        values: list[Any] = action.get("dynamicValue", [])
        definition = self._definition(action, plan, place)
        if definition is None:
            set_dynamic_values(made, values, self._context, place, _ACTION)
            return []
        if definition["resourceType"] == "PlanDefinition":
            set_dynamic_values(made, values, self._context, place, _ACTION)
            return self._all(
                definition.get("action", []), definition, f"{place}.definition.action", depth + 1
            )
        request = apply_activity(definition, self._context, f"{place}.definition")
        if request is not None:
            set_dynamic_values(request, values, self._context, place)
        if request is not None and is_complete(request, self._context, f"{place}.definition"):
            made["resource"] = {"reference": self._contents.add(request)}
        return []

    def _definition(self, action: Json, plan: Json, place: str) -> Json | None:
        if "definitionUri" in action:
            self._untold(f"{place}.definition", action["definitionUri"])
        canonical = action.get("definitionCanonical")
        if canonical is None:
            return None
        found: Json | None
        if canonical.startswith("#"):
            contained = plan.get("contained", ())
            found = next((one for one in contained if one.get("id") == canonical[1:]), None)
        else:
            found = self._context.definitions.get(canonical)
        if found is None or found["resourceType"] not in ("ActivityDefinition", "PlanDefinition"):
            self._untold(f"{place}.definition", canonical)
            return None
        return found

    def _untold(self, place: str, address: str) -> None:
        self._context.told.tell(
            place,
            f"Définition introuvable ou d’un type non appliqué : {address[:200]}.",
            f"Definition not found, or of a type that is not applied: {address[:200]}.",
            "not-found",
        )

"""`PlanDefinition/$apply` and `ActivityDefinition/$apply`: a definition made concrete; nothing is stored.

Source: https://hl7.org/fhir/R4/plandefinition-operation-apply.html, …/activitydefinition-operation-apply.html
"""

from collections.abc import Mapping

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.known_definitions import definition_at
from cordee.api.operations.operation import Operation, Out
from cordee.api.operations.telling import with_messages
from cordee.fhir.apply import Context, apply_activity, apply_plan, canonicals, is_complete
from cordee.fhir.apply.context import may_be_subject
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.clock import now
from cordee.kernel.errors import RuleViolatedError

DEFINITIONS_MAX = 200
_VARIABLES = ("userType", "userLanguage", "userTaskContext", "setting", "settingContext")


async def apply_plan_definition(call: Call, given: Arguments) -> Out:
    """Return a draft CarePlan; what could not be done is an OperationOutcome it contains."""
    plan = await _applied(call, given, "planDefinition")
    context = await _context(call, given, await _closure(call, plan))
    return Out({"return": with_messages(apply_plan(plan, context), context.told.issues)})


async def apply_activity_definition(call: Call, given: Arguments) -> Out:
    """Return the request an ActivityDefinition describes, as a draft.

    Raises: RuleViolatedError when its kind is none this server makes.
    """
    definition = await _applied(call, given, "activityDefinition")
    context = await _context(call, given, {})
    made = apply_activity(definition, context)
    if made is None or not is_complete(made, context):
        raise RuleViolatedError(
            "Cette définition ne peut pas être appliquée.",
            "This definition cannot be applied.",
            tuple(context.told.issues),
        )
    return Out({"return": with_messages(made, context.told.issues)})


async def _applied(call: Call, given: Arguments, name: str) -> Json:
    content = given.content(name)
    if bool(call.id) == (content is not None):
        raise wrong_parameter(
            "Parameters",
            f"Donnez « {name} », ou l’adresse d’une définition : l’un des deux.",
            f"Give '{name}', or the address of a definition: one of the two.",
            "required",
        )
    if content is not None:
        return content
    return read_json((await call.door.read(call.type, call.id)).content)


async def _context(call: Call, given: Arguments, definitions: Mapping[str, Json]) -> Context:
    subjects = given.many("subject")
    if len(subjects) > 1:
        raise wrong_parameter(
            "Parameters",
            "Un seul sujet à la fois : un résultat par personne.",
            "One subject at a time: one result for each person.",
            "not-supported",
        )
    return Context(
        subject=await _read(call, "subject", subjects[0]),
        encounter=await _read_one(call, given, "encounter"),
        practitioner=await _read_one(call, given, "practitioner"),
        organization=await _read_one(call, given, "organization"),
        parameters={name: given.one(name) for name in _VARIABLES if name in given},
        definitions=definitions,
        now=now(),
        told=Told(),
    )


async def _read_one(call: Call, given: Arguments, name: str) -> Json | None:
    named = given.text(name)
    return await _read(call, name, named) if named else None


async def _read(call: Call, name: str, reference: str) -> Json:
    """Return the resource a parameter names; raises NotFoundError when the caller may not see it."""
    type_, _, id_ = reference.removeprefix(f"{call.base}/").partition("/")
    fits = may_be_subject(type_) if name == "subject" else type_.removesuffix("Role").lower() == name
    if not fits or not id_:
        raise wrong_parameter(
            f"http.{name}", f"« {name} » : une référence Type/id.", f"'{name}': a reference Type/id.", "value"
        )
    return read_json((await call.door.read(type_, id_)).content)


async def _closure(call: Call, plan: Json) -> dict[str, Json]:
    """Return every definition the plan leads to, and those these lead to, that can be found."""
    found: dict[str, Json] = {}
    wanted = canonicals(plan)
    asked = set[str]()
    while wanted and len(asked) < DEFINITIONS_MAX:
        canonical = wanted.pop()
        if canonical in asked:
            continue
        asked.add(canonical)
        definition = await definition_at(call, canonical, ("ActivityDefinition", "PlanDefinition"))
        if definition is not None:
            found[canonical] = definition
            wanted += canonicals(definition)
    return found


_BASE = "http://hl7.org/fhir/OperationDefinition/"
APPLY_PLAN = Operation(canonical=f"{_BASE}PlanDefinition-apply", handler=apply_plan_definition)
APPLY_ACTIVITY = Operation(canonical=f"{_BASE}ActivityDefinition-apply", handler=apply_activity_definition)

"""An ActivityDefinition becomes the request it describes."""

from typing import Any

from cordee.fhir.apply.context import Context, reference
from cordee.fhir.apply.definitions import canonical_of
from cordee.fhir.apply.dynamic import set_dynamic_values
from cordee.fhir.apply.kinds import KINDS, Kind
from cordee.fhir.codec import decode
from cordee.fhir.json_value import Json, write_json
from cordee.kernel.errors import InvalidResourceError

_TIMINGS = ("timingTiming", "timingDateTime", "timingPeriod", "timingAge", "timingRange", "timingDuration")


def apply_activity(definition: Json, context: Context, place: str = "ActivityDefinition") -> Json | None:
    """Return the request an ActivityDefinition asks for, as a draft for the context's subject, without id.

    None when its kind is none this server makes; what could not be carried over is told under `place`.
    """
    name = definition.get("kind", "")
    kind = KINDS.get(name)
    if kind is None:
        context.told.tell(
            f"{place}.kind",
            f"Aucune demande n’est faite pour le genre « {name[:40]} ».",
            f"No request is made for the kind '{name[:40]}'.",
        )
        return None
    made: Json = {"resourceType": name}
    if contained := definition.get("contained"):
        made["contained"] = contained
    _set_header(made, kind, definition, context)
    _set_people(made, kind, definition, context)
    _set_content(made, kind, definition)
    _set_timing(made, kind, definition, context, place)
    if "transform" in definition:
        context.told.tell(
            f"{place}.transform", "Les StructureMap ne sont pas exécutées.", "StructureMaps are not run."
        )
    set_dynamic_values(made, definition.get("dynamicValue", []), context, place)
    return made


def is_complete(made: Json, context: Context, place: str = "ActivityDefinition") -> bool:
    """Return whether what was made follows R4; what it lacks is told: the definition did not say enough."""
    try:
        decode(write_json(made))
    except InvalidResourceError as error:
        for issue in error.issues:
            context.told.tell(
                place, issue.message_fr, f"{issue.expression}: {issue.message_en}", "incomplete"
            )
        return False
    return True


def _set_header(made: Json, kind: Kind, definition: Json, context: Context) -> None:
    canonical = canonical_of(definition)
    if kind.instantiates and canonical:
        made[kind.instantiates] = [canonical] if kind.instantiates_is_list else canonical
    made["status"] = kind.status
    if kind.intent:
        made["intent"] = definition.get("intent", "proposal")
    if kind.takes_priority and "priority" in definition:
        made["priority"] = definition["priority"]
    if kind.takes_do_not_perform and "doNotPerform" in definition:
        made["doNotPerform"] = definition["doNotPerform"]
    if kind.authored:
        made[kind.authored] = context.now.isoformat(timespec="seconds")


def _set_people(made: Json, kind: Kind, definition: Json, context: Context) -> None:
    who = {"reference": reference(context.subject)}
    if kind.subject is not None:
        made[kind.subject] = who
    else:
        made["participant"] = [{"actor": who, "status": "needs-action"}]
    if kind.encounter and context.encounter is not None:
        made[kind.encounter] = {"reference": reference(context.encounter)}
    if kind.author and context.author is not None:
        made[kind.author] = context.author
    roles = [one["role"] for one in definition.get("participant", ()) if "role" in one]
    if kind.performer_type and roles:
        made[kind.performer_type] = roles if made["resourceType"] == "Task" else roles[0]


def _set_content(made: Json, kind: Kind, definition: Json) -> None:
    if kind.code and "code" in definition:
        made[kind.code] = [definition["code"]] if kind.code_is_list else definition["code"]
    if kind.description and "description" in definition:
        text = definition["description"]
        made[kind.description] = [{"contentString": text}] if kind.description == "payload" else text
    for form in ("CodeableConcept", "Reference"):
        if kind.product and f"product{form}" in definition:
            made[f"{kind.product}{form}"] = definition[f"product{form}"]
    if kind.quantity and "quantity" in definition:
        _put(made, kind.quantity, definition["quantity"])
    if kind.dosage and "dosage" in definition:
        made[kind.dosage] = definition["dosage"]
    if kind.location and "location" in definition:
        made[kind.location] = [definition["location"]] if kind.location_is_list else definition["location"]
    if kind.body_site and "bodySite" in definition:
        made[kind.body_site] = definition["bodySite"]


def _set_timing(made: Json, kind: Kind, definition: Json, context: Context, place: str) -> None:
    key = next((name for name in _TIMINGS if name in definition), None)
    if key is None:
        return
    type_ = key.removeprefix("timing")
    if kind.timing and type_ in kind.timing_types:
        _put(made, kind.timing if "." in kind.timing else f"{kind.timing}{type_}", definition[key])
    elif kind.dosage and type_ == "Timing" and kind.dosage not in made:
        made[kind.dosage] = [{"timing": definition[key]}]
    else:
        context.told.tell(
            f"{place}.timing",
            f"{made['resourceType']} ne sait pas dire ce moment ({type_}).",
            f"{made['resourceType']} has no way to say this timing ({type_}).",
        )


def _put(made: Json, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for name in parents:
        made = made.setdefault(name, {})
    made[last] = value

"""`$validate`: every finding about a resource. Source: https://hl7.org/fhir/R4/resource-operation-validate.html"""

import asyncio
from collections.abc import Iterator

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.operation import Operation, Out
from cordee.fhir import encode, operation_outcome
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.validation import validate
from cordee.kernel.errors import Issue

MODES = ("create", "update", "delete", "profile")


async def validate_resource(call: Call, given: Arguments) -> Out:
    """Return an OperationOutcome with every finding; the resource being wrong is an answer, not a refusal.

    On an instance without a resource, the version that stands is validated. `mode=delete` says whether there is
    something the caller may see; whether they may delete it is told by a deletion. `mode=profile` needs `profile`.

    Raises: InvalidParametersError when there is nothing to validate or the mode is unknown; NotFoundError.
    Cost: the validation runs in a thread of its own, at most `SECONDS_MAX` seconds of it.
    """
    mode = given.text("mode")
    _refuse_mode(mode, given)
    content = given.content("resource")
    if mode == "delete" and call.id:
        await call.door.read(call.type, call.id)
        return _outcome([])
    if content is None:
        content = await _standing(call)
    issues = list(_of_request(call, content, mode))
    issues += await asyncio.to_thread(validate, content, [str(url) for url in given.many("profile")])
    return _outcome(issues)


def _outcome(issues: list[Issue]) -> Out:
    return Out({"return": encode(operation_outcome(issues))})


def _refuse_mode(mode: str | None, given: Arguments) -> None:
    if mode is not None and mode not in MODES:
        raise wrong_parameter(
            "mode", f"« mode » accepte {', '.join(MODES)}.", f"'mode' takes {', '.join(MODES)}.", "value"
        )
    if mode == "profile" and "profile" not in given:
        raise wrong_parameter(
            "profile",
            "Avec mode=profile, dites quel profil.",
            "With mode=profile, say which profile.",
            "required",
        )


async def _standing(call: Call) -> Json:
    if not call.id:
        raise wrong_parameter(
            "resource",
            "Donnez la ressource à contrôler, seule ou dans le paramètre « resource ».",
            "Give the resource to validate, alone or in the parameter 'resource'.",
            "required",
        )
    return read_json((await call.door.read(call.type, call.id)).content)


def _of_request(call: Call, content: Json, mode: str | None) -> Iterator[Issue]:
    """Yield what an interaction would refuse about the address."""
    kind = content.get("resourceType")
    if kind != call.type:
        yield Issue(
            message_fr=f"L’adresse dit {call.type} : une ressource de ce type est attendue.",
            message_en=f"The address says {call.type}: a resource of that type is expected.",
            expression=str(kind),
            code="value",
        )
    if mode == "update" and (not content.get("id") or (call.id and content["id"] != call.id)):
        yield Issue(
            message_fr="L’identifiant de la ressource doit être celui de l’adresse.",
            message_en="The id of the resource must be the one of the address.",
            expression=f"{kind}.id",
            code="value",
        )
    if mode == "create" and "id" in content:
        yield Issue(
            message_fr="Une création donne un nouvel identifiant : celui-ci ne sera pas gardé.",
            message_en="A creation gives a new id: this one will not be kept.",
            expression=f"{kind}.id",
            code="informational",
            severity="information",
        )


VALIDATE = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/Resource-validate",
    handler=validate_resource,
    checks_resources=False,
)

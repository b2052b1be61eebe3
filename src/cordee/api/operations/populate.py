"""`Questionnaire/$populate`: a questionnaire filled from the record, as far as the caller may see it.

Source: http://hl7.org/fhir/uv/sdc/STU3/OperationDefinition-Questionnaire-populate.html
"""

from typing import Any

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.known_definitions import definition_at
from cordee.api.operations.operation import Operation, Out
from cordee.api.operations.telling import outcome_of
from cordee.care.questionnaires import populated_for
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.errors import NotFoundError


async def populate_questionnaire(call: Call, given: Arguments) -> Out:
    """Return a response in progress, and an outcome that says what could not be filled. Nothing is stored."""
    questionnaire = await _questionnaire(call, given)
    told = Told()
    subject = await _subject(call, given)
    contexts = await _contexts(call, given)
    filled = await populated_for(call.door, questionnaire, subject, contexts, told)
    return Out({"response": filled, "issues": outcome_of(told.issues) if told.issues else None})


async def _questionnaire(call: Call, given: Arguments) -> Json:
    if call.id:
        return read_json((await call.door.read("Questionnaire", call.id)).content)
    if (content := given.content("questionnaire")) is not None:
        return content
    canonical = given.text("canonical") or (given.content("questionnaireRef") or {}).get("reference")
    if not isinstance(canonical, str):
        raise wrong_parameter(
            "Parameters",
            "Donnez « questionnaire », « canonical » ou « questionnaireRef ».",
            "Give 'questionnaire', 'canonical' or 'questionnaireRef'.",
            "required",
        )
    found = await definition_at(call, canonical, ("Questionnaire",))
    if found is None:
        raise NotFoundError
    return found


async def _subject(call: Call, given: Arguments) -> Json:
    return await _read(call, given.content("subject") or {}, "subject")


async def _contexts(call: Call, given: Arguments) -> dict[str, Any]:
    """Return the launch contexts by name: the resources sent, or read for the caller."""
    found: dict[str, list[Json]] = {}
    for context in given.parts("context"):
        for content in context.many("content"):
            is_resource = isinstance(content, dict) and "resourceType" in content
            resource = content if is_resource else await _read(call, content, "context")
            found.setdefault(context.text("name") or "", []).append(resource)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


async def _read(call: Call, reference: Any, name: str) -> Json:
    text = reference.get("reference") if isinstance(reference, dict) else None
    type_, _, id_ = str(text or "").removeprefix(f"{call.base}/").partition("/")
    if not type_ or not id_:
        raise wrong_parameter(
            f"Parameters.{name}",
            f"« {name} » : une référence Type/id de ce serveur.",
            f"'{name}': a reference Type/id of this server.",
            "value",
        )
    return read_json((await call.door.read(type_, id_)).content)


POPULATE = Operation(
    canonical="http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate",
    handler=populate_questionnaire,
)

"""`QuestionnaireResponse/$extract`: answers as resources, in a transaction Bundle that is only given, not stored.

Source: http://hl7.org/fhir/uv/sdc/STU3/OperationDefinition-QuestionnaireResponse-extract.html
"""

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.known_definitions import definition_at
from cordee.api.operations.operation import Operation, Out
from cordee.api.operations.telling import outcome_of
from cordee.care.questionnaires import extracted_by
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.errors import NotFoundError


async def extract_resources(call: Call, given: Arguments) -> Out:
    """Return the Bundle, and an outcome that says what could not be extracted."""
    response = await _response(call, given)
    questionnaire = await _questionnaire(call, given, response)
    told = Told()
    bundle = await extracted_by(call.door, questionnaire, response, told)
    return Out({"return": bundle, "issues": outcome_of(told.issues) if told.issues else None})


async def _response(call: Call, given: Arguments) -> Json:
    content = given.content("questionnaire-response")
    if bool(call.id) == (content is not None):
        raise wrong_parameter(
            "Parameters",
            "Donnez « questionnaire-response », ou l’adresse d’une réponse : l’un des deux.",
            "Give 'questionnaire-response', or the address of a response: one of the two.",
            "required",
        )
    if content is not None:
        return content
    return read_json((await call.door.read("QuestionnaireResponse", call.id)).content)


async def _questionnaire(call: Call, given: Arguments, response: Json) -> Json:
    if (content := given.content("questionnaire")) is not None:
        return content
    canonical = response.get("questionnaire")
    if not isinstance(canonical, str):
        raise wrong_parameter(
            "QuestionnaireResponse.questionnaire",
            "La réponse ne dit pas à quel questionnaire elle répond.",
            "The response does not say which questionnaire it answers.",
            "required",
        )
    found = await definition_at(call, canonical, ("Questionnaire",))
    if found is None:
        raise NotFoundError
    return found


EXTRACT = Operation(
    canonical="http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract",
    handler=extract_resources,
)

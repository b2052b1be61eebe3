"""The answers of a response as resources, what the questionnaire looks up first read as the asker.

Source: http://hl7.org/fhir/uv/sdc/STU3/OperationDefinition-QuestionnaireResponse-extract.html
"""

from cordee.access import Door
from cordee.care.questionnaires.queries import run_queries
from cordee.fhir.expressions import Evaluator, Told
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import Extraction, extract, queries_of
from cordee.kernel.clock import now


async def extracted_by(door: Door, questionnaire: Json, response: Json, told: Told) -> Json:
    """Return a Bundle of type transaction with what the answers say; what could not be extracted is told."""
    moment = now()
    evaluator = Evaluator(focus=response, now=moment, told=told, variables={"questionnaire": questionnaire})
    results = await run_queries(door, queries_of(questionnaire), evaluator, told)
    return extract(questionnaire, response, Extraction(now=moment, told=told, existing=_existing(results)))


def _existing(results: dict[str, Json]) -> dict[str, Json]:
    """Return the resource of each query that found exactly one: several would leave open which is meant."""
    entries = {text: bundle.get("entry", ()) for text, bundle in results.items()}
    return {text: found[0]["resource"] for text, found in entries.items() if len(found) == 1}

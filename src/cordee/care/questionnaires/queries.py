"""Run the queries of a questionnaire under the asker's own rights."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

from cordee.access import Door
from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.expressions import Evaluator, Told
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.sdc import filled
from cordee.fhir.search import parse_query
from cordee.kernel.errors import CordeeError

MATCHES_MAX = 100


async def run_queries(
    door: Door, queries: Iterable[str], evaluator: Evaluator, told: Told
) -> dict[str, Json]:
    """Return the Bundle of each query that could be run, by its text as written.

    Placeholders know the launch contexts only. One that fails is told, and is not among the results.
    """
    found: dict[str, Json] = {}
    for text in queries:
        asked = filled(text, evaluator)
        if asked is None:
            continue
        try:
            found[text] = await _run(door, asked)
        except CordeeError as error:
            told.tell("Questionnaire", error.message_fr, error.message_en, "processing")
    return found


async def _run(door: Door, asked: str) -> Json:
    type_, _, rest = asked.lstrip("/").partition("?")
    type_, _, id_ = type_.partition("/")
    if type_ not in RESOURCE_TYPES:
        return _bundle([])
    if id_:
        return _bundle([(await door.read(type_, id_)).content])
    pairs = [pair for pair in parse_qsl(rest, keep_blank_values=True) if pair[0] != "_count"]
    if not pairs:
        return _bundle([])  # a bare type is no question: everything of it
    page = await door.search(parse_query(type_, [*pairs, ("_count", str(MATCHES_MAX))], strict=True))
    return _bundle([one.content for one in page.rows])


def _bundle(contents: list[bytes]) -> Json:
    entries = [{"resource": read_json(content)} for content in contents]
    return {"resourceType": "Bundle", "type": "searchset"} | ({"entry": entries} if entries else {})

"""A questionnaire filled from the record, as far as the asker may see.

Source: http://hl7.org/fhir/uv/sdc/STU3/OperationDefinition-Questionnaire-populate.html
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from cordee.access import Door
from cordee.care.questionnaires.labels import labelled, labels_in, resources_in
from cordee.care.questionnaires.queries import run_queries
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.sdc import Link, Population, links_of, populate, queries_of, with_answer_lists
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now

LANGUAGE = "fr"  # of the words of a choice, where its list says them in several
_COUNTED = "final,amended,corrected,preliminary"


async def populated_for(
    door: Door, questionnaire: Json, subject: Json, contexts: Mapping[str, Any], told: Told
) -> Json:
    """Return a response in progress about a subject; what could not be filled is told. Nothing is stored.

    It carries the labels of everything that was read for it: it is shown to no more people than that.
    A code found is an answer only when the options of its question have it; of a list not known here, every code is.
    Cost: its lists of answers in a thread of their own, within their bounds; one search for each query and each linked
    observation of the questionnaire.
    """
    questionnaire = await asyncio.to_thread(_with_lists, questionnaire, told)
    moment = now()
    known = Population(subject=subject, now=moment, told=told, contexts=contexts)
    results = await run_queries(door, queries_of(questionnaire), known.evaluator(questionnaire), told)
    links = links_of(questionnaire, moment) if subject["resourceType"] == "Patient" else []
    observations = {link.link_id: found for link in links if (found := await _newest(door, subject, link))}
    response = populate(
        questionnaire,
        Population(
            subject=subject, now=moment, told=told, contexts=contexts, results=results, observations=observations
        ),
    )  # fmt: skip
    read = resources_in([*observations.values(), *results.values(), *contexts.values()])
    return labelled(response, [label for one in read for label in labels_in(one)])


def _with_lists(questionnaire: Json, told: Told) -> Json:
    found = with_answer_lists(questionnaire, LANGUAGE)
    for one in found.lacking.values():
        told.tell(
            "Questionnaire.item.answerValueSet",
            f"Liste {one.url} : {one.reason_fr}",
            f"List {one.url}: {one.reason_en}",
            "not-found",
        )
    return found.questionnaire


async def _newest(door: Door, subject: Json, link: Link) -> Json | None:
    codes = ",".join(f"{system}|{code}" if system else code for system, code in link.codes)
    pairs = [
        ("subject", f"Patient/{subject.get('id', '')}"),
        ("code", codes),
        ("date", f"ge{link.since.isoformat(timespec='seconds')}"),
        ("status", _COUNTED),
        ("_sort", "-date"),
        ("_count", "1"),
    ]
    page = await door.search(parse_query("Observation", pairs))
    return read_json(page.rows[0].content) if page.rows else None

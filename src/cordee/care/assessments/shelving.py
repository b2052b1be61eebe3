"""The grids of the territory on the shelf: stored as Questionnaires, so that pages and the API read the same."""

from collections.abc import Iterable

from cordee.access import Door
from cordee.fhir import decode
from cordee.fhir.json_value import Json, write_json
from cordee.store.errors import AlreadyExistsError


async def shelve(door: Door, questionnaires: Iterable[Json]) -> None:
    """Store grids under their own ids; those that stand already as they are get no new version.

    Several servers may do so at once. Only the platform's own door may.
    """
    found = [decode(write_json(one), "Questionnaire") for one in questionnaires]

    async def store() -> None:
        async with door.writing() as unit:
            for questionnaire in found:
                unit.put(questionnaire)

    try:
        await store()
    except AlreadyExistsError:  # another server was first
        await store()

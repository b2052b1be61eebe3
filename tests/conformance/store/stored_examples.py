"""Published examples stored once for the tests of a module, and who may see each."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cordee.fhir import decode
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.errors import InvalidResourceError
from cordee.kernel.ids import new_id
from cordee.store import Asker, Database, Repository, system_asker
from cordee.store import categories as cat
from cordee.store.columns import patient_of
from tests.conformance.fhir.published import Example
from tests.conformance.store.search_values import searches_of

BATCH = 100
SYSTEM = system_asker("conformance")
STRANGER = Asker(
    who="Practitioner/stranger", role="gp", keys=("Practitioner/stranger",), reads=cat.ALL, writes=0, reader=0
)


class StoredExample(NamedTuple):
    """One example, under the id it was stored by, what finds it, and who may see it."""

    name: str
    content: Json
    searches: list[tuple[str, str]]
    """What must each find it: a parameter with its modifier, and a value."""
    is_of_record: bool
    is_open: bool

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.content['resourceType']}/{self.content['id']}"

    @property
    def is_seen(self) -> bool:
        """Return whether somebody who stands in every circle sees it."""
        return self.is_of_record or self.is_open


async def store_examples(database_url: str, examples: Iterable[Example]) -> list[StoredExample]:
    """Store whatever the model accepts and return it; an id that the packages use twice is given to the first."""
    database = Database(database_url, pool_size=2)
    await database.open()
    repository = Repository(database)
    accepted = _accepted(examples)
    try:
        for start in range(0, len(accepted), BATCH):
            async with repository.writing(SYSTEM) as unit:
                for _, _, resource in accepted[start : start + BATCH]:
                    unit.create(resource)
        await repository.refresh_statistics(SYSTEM)
    finally:
        await repository.close()
        await database.close()
    people = {content["id"] for _, content, _ in accepted if content["resourceType"] == "Patient"}
    return [_told(name, content, resource, people) for name, content, resource in accepted]


def member_of_every_circle(examples: Iterable[StoredExample]) -> Asker:
    """Return somebody who stands where each of the persons stored does, and holds no right of the platform."""
    keys = tuple(one.reference for one in examples if one.content["resourceType"] == "Patient")
    return Asker(
        who="Practitioner/conformance",
        role="gp",
        keys=keys,
        reads=cat.ALL,
        writes=0,
        reader=0,
        purpose="conformance",
    )


def _accepted(examples: Iterable[Example]) -> list[tuple[str, Json, Any]]:
    found: dict[tuple[str, str], tuple[str, Json, Any]] = {}
    for example in examples:
        try:
            resource = decode(example.content)
        except InvalidResourceError:
            continue  # the conformance of the model names each of these, with its reason
        content = read_json(example.content)
        type_name = content["resourceType"]
        if resource.id is None or (type_name, resource.id) in found:
            resource.id = new_id()
        found[type_name, resource.id] = (example.name, content | {"id": resource.id}, resource)
    return list(found.values())


def _told(name: str, content: Json, resource: Any, people: set[str]) -> StoredExample:
    patient_id = patient_of(resource, content["resourceType"])
    is_open = patient_id is None and content["resourceType"] in cat.DIRECTORY_TYPES
    return StoredExample(name, content, searches_of(content), patient_id in people, is_open)

"""A random resource of each type is stored and read back as it was, to the digit."""

import msgspec

from cordee.fhir import RESOURCE_TYPES, decode
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from tests.conformance.fhir.round_trip import read_digits
from tests.unit.fhir.any_resource import any_resource

EACH = 2
SYSTEM = system_asker("test")
_written = msgspec.json.Encoder(decimal_format="number").encode


async def test_one_of_each_type_is_read_back_as_it_was_sent(repository: Repository) -> None:
    sent = [
        any_resource(name, seed) | {"id": new_id()} for name in sorted(RESOURCE_TYPES) for seed in range(EACH)
    ]
    async with repository.writing(SYSTEM) as unit:
        for content in sent:
            unit.create(decode(_written(content)))
    references = [f"{one['resourceType']}/{one['id']}" for one in sent]
    stored = await repository.read_many(SYSTEM, references)
    for reference, content in zip(references, sent, strict=True):
        found = read_digits(stored[reference].content)
        found["meta"] = {
            name: value for name, value in found["meta"].items() if name not in ("versionId", "lastUpdated")
        }
        expected = read_digits(_written(content))
        expected["meta"] = {
            name: value
            for name, value in expected.get("meta", {}).items()
            if name.lstrip("_") not in ("versionId", "lastUpdated")
        }
        assert found == expected, reference

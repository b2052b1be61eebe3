"""A hundred synthetic records, about 97 MB of transactions, decode whole."""

import tarfile

import pytest

from cordee.fhir import decode, encode, type_name
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import Bundle, Resource
from cordee.fhir.search import extract
from tests.conformance.fhir.published import SHARED, needs_shared


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_every_synthea_record_decodes_and_can_be_indexed() -> None:
    count = 0
    with tarfile.open(SHARED / "synthea-r4-100-patients.tar.xz") as archive:
        for member in archive:
            content = archive.extractfile(member) if member.name.endswith(".json") else None
            for resource in _resources(content.read()) if content else ():
                found = extract(type_name(resource), read_json(encode(resource)))
                assert found.tokens or found.references
                count += 1

    assert count > 38_000


def _resources(content: bytes) -> list[Resource]:
    outer = decode(content)
    if not isinstance(outer, Bundle):
        return [outer]
    return [decode(bytes(entry.resource)) for entry in outer.entry or () if entry.resource]

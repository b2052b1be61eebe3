"""References to resources of other servers: found by their whole address, and never taken for ours."""

import pytest

from cordee.fhir import decode
from cordee.fhir.search import parse_query
from cordee.store import Database, Repository, system_asker

SYSTEM = system_asker("test")
ADDRESS = "https://elsewhere.example.org/fhir/Patient/jeanne"
ELSEWHERE = (
    '{"resourceType": "Encounter", "id": "elsewhere", "status": "finished", "class": {"code": "AMB"},'
    f' "subject": {{"reference": "{ADDRESS}"}}}}'
)


@pytest.mark.parametrize(
    ("name", "value", "is_found"),
    [
        ("subject", ADDRESS, True),
        ("patient", ADDRESS, True),
        ("patient:missing", "false", True),
        ("subject", "jeanne", False),
        ("patient", "jeanne", False),
        ("subject", "Patient/jeanne", False),
        ("subject:Patient", "jeanne", False),
        ("subject:Patient._id", "jeanne", False),
    ],
)
async def test_patient_of_another_server(database: Database, name: str, value: str, is_found: bool) -> None:
    repository = Repository(database)
    async with repository.writing(SYSTEM) as unit:
        unit.create(decode(ELSEWHERE))
    page = await repository.search(SYSTEM, parse_query("Encounter", [(name, value)], strict=True))
    await repository.close()

    assert [row.id for row in page.rows] == (["elsewhere"] if is_found else [])

"""References to resources of other files of the run, or already stored, by `urn:uuid:`."""

from typing import Any

from tests.integration.exchange.conftest import Imports, counts

A, B, C = (f"0b9a3a0e-8e6b-4a8a-9d3f-00000000000{n}" for n in range(3))


def group(id_: str, *members: str) -> dict[str, Any]:
    """Return a group of members named by uuid."""
    return {
        "resourceType": "Group",
        "id": id_,
        "type": "person",
        "actual": True,
        "member": [{"entity": {"reference": f"urn:uuid:{member}"}} for member in members],
    }


def patient(id_: str) -> dict[str, Any]:
    """Return a patient."""
    return {"resourceType": "Patient", "id": id_}


async def members(imports: Imports, id_: str) -> list[str]:
    """Return the references of a stored group."""
    stored = (await imports.door.read("Group", id_)).resource
    return [member.entity.reference for member in stored.member]


async def test_a_reference_to_a_later_file_is_resolved(imports: Imports) -> None:
    first = imports.file("1.ndjson", group("g", A, B))
    second = imports.file("2.ndjson", patient(A), patient(B))

    tally = await imports.run(first, second)

    assert counts(tally) == {"stored": 3}
    assert await members(imports, "g") == [f"Patient/{A}", f"Patient/{B}"]


async def test_a_reference_to_something_already_stored_is_resolved_whatever_its_type(
    imports: Imports,
) -> None:
    slot = {"resourceType": "Basic", "id": B, "code": {"text": "x"}}
    await imports.run(imports.file("1.ndjson", patient(A), slot))

    tally = await imports.run(imports.file("2.ndjson", group("g", A, B)))

    assert counts(tally) == {"stored": 1}
    assert await members(imports, "g") == [f"Patient/{A}", f"Basic/{B}"]


async def test_waiting_resources_may_refer_to_each_other(imports: Imports) -> None:
    tally = await imports.run(imports.file("1.ndjson", group(A, B), group(B, A)))

    assert counts(tally) == {"stored": 2}
    assert await members(imports, A) == [f"Group/{B}"]


async def test_a_reference_that_nothing_explains_refuses_its_resource_only(imports: Imports) -> None:
    tally = await imports.run(imports.file("1.ndjson", group("g", A, C), group("h", A), patient(A)))

    assert counts(tally) == {"stored": 2, "rejected": 1}
    (line,) = imports.rejections()
    assert (line["line"], line["id"], line["code"]) == (1, "g", "unexplained-reference")
    assert line["reason"].startswith("Group.member[1].entity.reference : ")


async def test_in_one_transaction_too(imports: Imports) -> None:
    tally = await imports.run(imports.file("1.ndjson", group("g", A), patient(A)), is_atomic=True)

    assert counts(tally) == {"stored": 2}
    assert await members(imports, "g") == [f"Patient/{A}"]

"""All or nothing."""

from typing import Any

import pytest

from cordee.exchange.files import atomic
from cordee.store import Database
from tests.integration.exchange.conftest import Imports, counts, refuse_in_store


def patient(id_: str, **more: Any) -> dict[str, Any]:
    """Return a patient."""
    return {"resourceType": "Patient", "id": id_} | more


async def stored(imports: Imports, *ids: str) -> set[str]:
    """Return which of the patients are stored."""
    return set(await imports.door.read_many([f"Patient/{id_}" for id_ in ids]))


async def test_without_a_refusal_everything_is_stored_and_the_last_content_wins(imports: Imports) -> None:
    lines = [patient("1", gender="male"), patient("2"), patient("1", gender="female")]
    path = imports.file("a.ndjson", *lines)

    first, second = await imports.run(path, is_atomic=True), await imports.run(path, is_atomic=True)

    assert counts(first) == {"stored": 2, "unchanged": 1}
    assert counts(second) == {"unchanged": 3}
    assert (await imports.door.read("Patient", "1")).resource.gender == "female"


async def test_one_refusal_stores_nothing_and_all_refusals_are_reported(imports: Imports) -> None:
    lines = [patient("1"), "{", patient("2", gender="none"), patient("3")]

    tally = await imports.run(imports.file("a.ndjson", *lines), is_atomic=True)

    assert counts(tally) == {"rejected": 2}
    assert [line["line"] for line in imports.rejections()] == [2, 3]
    assert await stored(imports, "1", "3") == set()


async def test_a_refusal_of_the_store_stores_nothing(imports: Imports, database: Database) -> None:
    await refuse_in_store(database, "2")
    lines = [patient("1"), patient("2")]

    tally = await imports.run(imports.file("a.ndjson", *lines), is_atomic=True)

    assert counts(tally) == {"rejected": 1}
    assert await stored(imports, "1", "2") == set()


async def test_more_than_one_transaction_takes_is_refused(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "ENTRIES_MAX", 2)

    with pytest.raises(atomic.TooManyForOneTransactionError):
        await imports.run(imports.file("a.ndjson", patient("1"), patient("2"), patient("3")), is_atomic=True)

    assert await stored(imports, "1", "2", "3") == set()

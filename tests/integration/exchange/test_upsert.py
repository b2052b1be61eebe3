"""Each resource once, however often it is given; a bad one costs no other."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cordee.exchange.files import NothingToImportError, reading
from cordee.fhir.r4 import Patient
from cordee.store import Database
from tests.integration.exchange.conftest import Imports, counts, refuse_in_store


def patient(id_: str, **more: object) -> dict[str, object]:
    """Return a patient."""
    return {"resourceType": "Patient", "id": id_} | more


def digits(text: str) -> object:
    """Return a number with its digits: 1.10 is not 1.1."""
    return Decimal(text).as_tuple()


async def test_the_same_file_again_changes_nothing(imports: Imports) -> None:
    path = imports.file("a.ndjson", patient("1"), patient("2", gender="female"))

    first, second = await imports.run(path), await imports.run(path)

    assert (counts(first), counts(second)) == ({"stored": 2}, {"unchanged": 2})
    assert await imports.version("Patient", "1") == 1


async def test_what_is_read_back_is_what_was_sent(imports: Imports) -> None:
    sent = (
        '{"resourceType":"Observation","id":"o","extension":[{"url":"https://example.org/unknown","valueDecimal":1.10}],'
        '"status":"final","code":{"text":"x"},"valueQuantity":{"value":6.020E+1}}'
    )

    await imports.run(imports.file("a.ndjson", sent))

    stored = json.loads((await imports.door.read("Observation", "o")).content, parse_float=digits)
    del stored["meta"]
    assert stored == json.loads(sent, parse_float=digits)


async def test_another_content_becomes_the_next_version(imports: Imports) -> None:
    await imports.run(imports.file("a.ndjson", patient("1", gender="male"), patient("2")))

    tally = await imports.run(imports.file("b.ndjson", patient("1", gender="female"), patient("2")))

    assert counts(tally) == {"updated": 1, "unchanged": 1}
    assert await imports.version("Patient", "1") == 2


async def test_marks_of_another_server_are_not_a_change(imports: Imports) -> None:
    await imports.run(imports.file("a.ndjson", patient("1")))
    meta = {"versionId": "7", "lastUpdated": "2020-01-01T00:00:00Z"}

    tally = await imports.run(imports.file("b.ndjson", patient("1", meta=meta)))

    assert counts(tally) == {"unchanged": 1}


async def test_the_last_of_several_contents_wins_and_a_rerun_makes_no_version(imports: Imports) -> None:
    path = imports.file("a.ndjson", patient("1", gender="male"), patient("2"), patient("1", gender="female"))

    first, second, third = [await imports.run(path) for _ in range(3)]

    assert counts(first) == {"stored": 2, "updated": 1}
    assert counts(second) == counts(third) == {"unchanged": 3}
    assert await imports.version("Patient", "1") == 2
    assert (await imports.door.read("Patient", "1")).resource.gender == "female"


async def test_a_content_that_comes_back_in_one_input_is_the_last_one(imports: Imports) -> None:
    genders = ["male", "female", "male", "male"]
    path = imports.file("a.ndjson", *(patient("1", gender=gender) for gender in genders))

    first, second = await imports.run(path), await imports.run(path)

    assert counts(first) == {"stored": 1, "updated": 2, "unchanged": 1}
    assert counts(second) == {"unchanged": 4}
    assert (await imports.door.read("Patient", "1")).resource.gender == "male"
    assert await imports.version("Patient", "1") == 3


async def test_a_later_file_may_bring_an_earlier_content_back(imports: Imports) -> None:
    for name, gender in (("monday", "male"), ("tuesday", "female"), ("wednesday", "male")):
        await imports.run(imports.file(f"{name}.ndjson", patient("1", gender=gender)))

    assert (await imports.door.read("Patient", "1")).resource.gender == "male"
    assert await imports.version("Patient", "1") == 3


async def test_an_import_given_again_replaces_what_a_person_changed_and_keeps_it_in_history(
    imports: Imports,
) -> None:
    path = imports.file("a.ndjson", patient("1", gender="male"))
    await imports.run(path)
    async with imports.door.writing() as unit:
        unit.update(Patient(id="1", gender="other"))

    tally = await imports.run(path)

    assert counts(tally) == {"updated": 1}
    genders = [stored.resource.gender for stored in (await imports.door.history("Patient", "1")).rows]
    assert genders == ["male", "other", "male"]


async def test_one_that_the_store_refuses_costs_no_other(imports: Imports, database: Database) -> None:
    await refuse_in_store(database, "17")
    lines = [patient(str(n)) for n in range(30)]

    tally = await imports.run(imports.file("a.ndjson", *lines))

    assert counts(tally) == {"stored": 29, "rejected": 1}
    (line,) = imports.rejections()
    assert (line["line"], line["type"], line["id"]) == (18, "Patient", "17")
    assert "no room" not in line["reason"]


async def test_the_report_names_file_position_and_reason(imports: Imports) -> None:
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [{"resource": patient("1")}, {"resource": patient("2", birthDate="2026-02-30")}],
    }
    path = imports.file("a.ndjson", patient("0"), "{broken", bundle)

    tally = await imports.run(path)

    assert counts(tally) == {"stored": 2, "rejected": 2}
    broken, wrong = imports.rejections()
    assert (broken["file"], broken["line"], broken["code"]) == (path, 2, "unreadable-resource")
    assert (wrong["line"], wrong["entry"], wrong["type"], wrong["id"]) == (3, 1, "Patient", "2")
    assert wrong["expression"] == ["Patient.birthDate"]
    assert wrong["reason"].startswith("Patient.birthDate : ")
    assert "2026-02-30" not in wrong["reason"]
    assert imports.report.stat().st_mode & 0o077 == 0


async def test_without_rejections_there_is_no_report(imports: Imports) -> None:
    await imports.run(imports.file("a.ndjson", patient("1")))

    assert not imports.report.exists()


async def test_a_folder_is_read_and_other_files_passed_over(imports: Imports) -> None:
    imports.file("b.json", patient("1"))
    imports.file("notes.txt", "nothing")
    (imports.folder / "deeper").mkdir()
    imports.file("deeper/a.ndjson", patient("2"), patient("3"))

    tally = await imports.run(str(imports.folder))

    assert counts(tally) == {"stored": 3}
    assert tally.skipped == 1


async def test_a_path_with_nothing_is_refused_before_anything(imports: Imports) -> None:
    path = imports.file("a.ndjson", patient("1"))
    (imports.folder / "empty").mkdir()

    for nothing in ("absent.json", "empty"):
        with pytest.raises(NothingToImportError):
            await imports.run(path, str(imports.folder / nothing))

    assert await imports.door.read_many(["Patient/1"]) == {}


async def test_a_file_that_does_not_open_costs_no_other(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, path = imports.file("a.ndjson", patient("1")), imports.file("b.ndjson", patient("2"))
    opened = Path.open

    def refusing(self: Path, *arguments: Any, **options: Any) -> Any:
        if str(self) == closed:
            raise PermissionError
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)

    tally = await imports.run(closed, path)

    assert counts(tally) == {"stored": 1, "rejected": 1}


async def test_batches_end_where_they_must(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH_ENTRIES", 3)
    lines = [patient(str(n)) for n in range(8)] + [patient("7"), patient("7", gender="male"), "{"]

    tally = await imports.run(imports.file("a.ndjson", *lines))

    assert counts(tally) == {"stored": 8, "unchanged": 1, "updated": 1, "rejected": 1}


async def test_a_document_of_50_megabytes_goes_in(imports: Imports) -> None:
    data = "QUJD" * (12 * 1024 * 1024)
    path = imports.file(
        "a.json", {"resourceType": "Binary", "id": "b", "contentType": "image/png", "data": data}
    )

    tally = await imports.run(path)

    assert counts(tally) == {"stored": 1}
    assert (await imports.door.read("Binary", "b")).resource.data == data

"""National extracts into the directory: what is written, refused, left alone, closed."""

from pathlib import Path

import msgspec
import pytest

from cordee.access import Door
from cordee.exchange.directory import UnknownLayoutError, import_directory
from cordee.fhir.search import parse_query
from cordee.store import Database, Repository, system_asker
from cordee.store.directory import Wanted
from tests.integration.exchange.extracts import PS_COLUMNS, finess_line, nurse, ps_line


@pytest.fixture
def door(database: Database) -> Door:
    return Door(Repository(database), system_asker("directory"), None)


async def test_the_second_reading_writes_nothing_refusals_are_told_and_departures_closed(
    door: Door, tmp_path: Path
) -> None:
    file, refusals = tmp_path / "PS.txt", tmp_path / "refusals.ndjson"
    nurses = [nurse(number, f"Martin{number}") for number in range(8)]
    wrong = [
        nurse(0, "Martin0"),
        ps_line(Identifiant_PP="12", **{"Nom d'exercice": "X"}),
        "a|b",
        nurse(9, ""),
    ]
    file.write_text("\n".join(["|".join(PS_COLUMNS), *nurses, *wrong]) + "\n", encoding="utf-8")
    first = await import_directory(door, file, refusals)
    assert (first.layout, first.read, first.written, first.refused) == ("ps", 12, 8, 4)
    told = [msgspec.json.decode(line) for line in refusals.read_bytes().splitlines()]
    assert told == [
        {"line": 10, "reason": "twice"},
        {"line": 11, "reason": "identifier"},
        {"line": 12, "reason": "columns"},
        {"line": 13, "reason": "name"},
    ]
    found = await door.directory(
        Wanted(text="lucie infirmiere saint germain du plain", facets={"role": ("nurse",)})
    )
    assert (found.total, found.rows[0].structure, found.rows[0].commune) == (
        8,
        "CABINET DE LA BRESSE",
        "71419",
    )
    second = await import_directory(door, file, refusals)
    assert (second.written, second.unchanged, second.closed) == (0, 8, 0)
    roles = (await door.search(parse_query("PractitionerRole", [("_count", "20")]))).rows
    assert {one.version for one in roles} == {1}

    file.write_text("\n".join(["|".join(PS_COLUMNS), *nurses[:6]]) + "\n", encoding="latin-1")
    third = await import_directory(door, file, refusals)
    assert (third.unchanged, third.closed) == (6, 2)
    assert (await door.directory(Wanted(text="martin7"))).rows == ()
    closed = (await door.search(parse_query("PractitionerRole", [("active", "false")]))).rows
    assert len(closed) == 2
    file.write_text("\n".join(["|".join(PS_COLUMNS), nurses[0]]) + "\n", encoding="utf-8")
    short = await import_directory(door, file, refusals)
    assert (short.closed, short.kept_open) == (0, 5)
    file.write_text("\n".join(["|".join(PS_COLUMNS), *nurses]) + "\n", encoding="utf-8")
    back = await import_directory(door, file, refusals)
    assert (back.written, back.unchanged) == (2, 6)
    assert (await door.directory(Wanted(text="martin7"))).total == 1


async def test_finess_describes_a_structure_and_ps_leaves_it_as_it_is(door: Door, tmp_path: Path) -> None:
    refusals = tmp_path / "refusals.ndjson"
    stock, extract = tmp_path / "finess.csv", tmp_path / "ps.txt"
    lines = ["finess;etalab;93;2026-01-05", finess_line("719900300", "RESIDENCE DU LAC"), finess_line("71", "COURT"),
             "geolocalisation;719900300;1;2;3;2026-01-05"]  # fmt: skip
    stock.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tally = await import_directory(door, stock, refusals)
    assert (tally.layout, tally.written, tally.refused) == ("finess", 1, 1)
    extract.write_text("\n".join(["|".join(PS_COLUMNS), nurse(1, "Durand")]) + "\n", encoding="utf-8")
    await import_directory(door, extract, refusals)
    found = (await door.directory(Wanted(text="durand"))).rows[0]
    assert (found.structure, found.town, found.commune) == ("RESIDENCE DU LAC", "Autun", "71014")
    assert (await door.directory(Wanted(text="residence autun", facets={"type": ("ehpad",)}))).total == 1


async def test_ror_resources_are_taken_by_their_id_and_other_types_refused(
    door: Door, tmp_path: Path
) -> None:
    file, refusals = tmp_path / "ror.ndjson", tmp_path / "refusals.ndjson"
    offer = {"resourceType": "HealthcareService", "id": "ror-1", "active": True, "name": "Unité de répit"}
    lines = [msgspec.json.encode(one).decode() for one in (offer, {"resourceType": "Patient", "id": "x"})]
    file.write_text("\n".join([*lines, "{"]) + "\n", encoding="utf-8")
    tally = await import_directory(door, file, refusals)
    assert (tally.written, dict(tally.reasons)) == (1, {"type": 1, "json": 1})
    assert (await door.directory(Wanted(text="unite repit"))).rows[0].id == "ror-1"
    file.write_text("nom;prenom\n", encoding="utf-8")
    with pytest.raises(UnknownLayoutError):
        await import_directory(door, file, refusals)

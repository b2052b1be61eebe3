"""The facts of the pilot's pack are those of the official geographic code."""

import csv
import io
import tarfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from cordee.territories import Territory, load

pytestmark = pytest.mark.shared

ARRONDISSEMENTS = {"711", "712", "714"}  # Autun, Chalon-sur-Saône, Louhans


@pytest.fixture(scope="module")
def pilot() -> Territory:
    return load("nord-saone-et-loire")


def test_communes_and_names_are_the_official_ones(pilot: Territory, shared: Path) -> None:
    official = {
        row["COM"]: row["LIBELLE"].replace("'", "’")
        for row in _rows(shared, "cog-2026.tar.xz", "communes.csv")
        if row["TYPECOM"] == "COM" and row["ARR"] in ARRONDISSEMENTS
    }
    assert {commune.insee: commune.name for commune in pilot.communes} == official


def test_populations_are_the_official_ones(pilot: Territory, shared: Path) -> None:
    official = {
        row["COM"]: int(row["PMUN"]) for row in _rows(shared, "cog-2026.tar.xz", "donnees_communes.csv", ";")
    }
    assert {c.insee: c.population for c in pilot.communes} == {
        c.insee: official[c.insee] for c in pilot.communes
    }


def test_postcodes_and_places_agree_where_the_name_is_known(pilot: Territory, shared: Path) -> None:
    places: dict[str, set[tuple[str, float, float]]] = {}
    for row in _rows(shared, "places-fr.tar.xz", "zipcodes.csv"):
        if not row["ZCTA5"].startswith("71"):
            continue
        known = places.setdefault(_plain(row["NAME"]), set())
        known.add((row["ZCTA5"], round(float(row["LAT"]), 4), round(float(row["LON"]), 4)))
    found = [commune for commune in pilot.communes if _plain(commune.name) in places]
    assert len(found) > 280
    assert [c.name for c in found if (c.postcode, *c.at) not in places[_plain(c.name)]] == []


def test_every_commune_is_in_the_north_of_saone_et_loire(pilot: Territory) -> None:
    assert all(
        46.3 < c.at[0] < 47.2 and 3.8 < c.at[1] < 5.6 and c.postcode[:2] == "71" for c in pilot.communes
    )


def _rows(shared: Path, archive: str, name: str, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with tarfile.open(shared / "data" / "geo" / archive) as files:
        member = next(one for one in files.getmembers() if Path(one.name).name == name)
        content = files.extractfile(member)
        assert content is not None
        yield from csv.DictReader(io.TextIOWrapper(content, encoding="utf-8-sig"), delimiter=delimiter)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name.lower().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))

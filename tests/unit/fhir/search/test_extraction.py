"""What the indexes hold about a resource."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from cordee.fhir import decode
from cordee.fhir.search.curated.extraction import extract
from cordee.fhir.search.curated.index_values import IndexValues
from cordee.fhir.search.date import EARLIEST, LATEST


def extracted(content: dict[str, Any]) -> IndexValues:
    return extract(decode(json.dumps(content)))


def test_observation_gives_its_codes_patient_and_day() -> None:
    found = extracted({
        "resourceType": "Observation",
        "meta": {"security": [{"system": "s", "code": "MASQUE_PT"}], "profile": ["http://p|1.0"]},
        "status": "final",
        "category": [{"coding": [{"code": "vital-signs"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}], "text": "poids"},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2024-03-01",
    })  # fmt: skip

    assert set(found.tokens) == {
        ("_security", "s", "MASQUE_PT"),
        ("_profile", "", "http://p|1.0"),
        ("status", "", "final"),
        ("category", "", "vital-signs"),
        ("code", "http://loinc.org", "29463-7"),
        ("combo-code", "http://loinc.org", "29463-7"),
    }
    assert found.references == [("patient", "Patient", "p"), ("subject", "Patient", "p")]
    assert found.dates == [("date", datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 3, 2, tzinfo=UTC))]
    assert found.strings == []


def test_patient_gives_every_part_of_a_name_without_accents() -> None:
    found = extracted({
        "resourceType": "Patient", "active": True, "name": [{"family": "D’Œuvre", "given": ["Jean-Élie"]}],
        "telecom": [{"system": "phone", "value": "0102"}, {"system": "email", "value": "a@b.fr"}],
    })  # fmt: skip

    assert ("name", "d oeuvre") in found.strings
    assert ("given", "jean elie") in found.strings
    assert ("active", "", "true") in found.tokens
    assert ("email", "", "a@b.fr") in found.tokens
    assert ("phone", "", "a@b.fr") not in found.tokens


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Patient/1", [("subject", "Patient", "1")]),
        ("Patient/1/_history/3", [("subject", "Patient", "1")]),
        ("https://other/fhir/Patient/1", [("subject", "https://other/fhir/Patient", "1")]),
        ("urn:uuid:0c3151bd", [("subject", "", "urn:uuid:0c3151bd")]),
        ("#inside", []),
    ],
)
def test_reference_gives_type_and_id(reference: str, expected: list[tuple[str, str, str]]) -> None:
    found = extracted({"resourceType": "CareTeam", "subject": {"reference": reference}})

    assert [row for row in found.references if row[0] == "subject"] == expected


def test_patient_parameter_leaves_other_subjects_out() -> None:
    found = extracted({"resourceType": "CareTeam", "subject": {"reference": "Group/1"}})

    assert found.references == [("subject", "Group", "1")]


def test_reference_by_identifier_alone_gives_nothing() -> None:
    assert extracted({"resourceType": "CareTeam", "subject": {"identifier": {"value": "1"}}}).references == []


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ({"start": "2024"}, datetime(2024, 1, 1, tzinfo=UTC), LATEST),
        ({"end": "2024-02"}, EARLIEST, datetime(2024, 3, 1, tzinfo=UTC)),
        (
            {"start": "2024-12-31", "end": "2024-12-31"},
            datetime(2024, 12, 31, tzinfo=UTC),
            datetime(2025, 1, 1, tzinfo=UTC),
        ),
    ],
)
def test_open_period_reaches_the_end_of_time(period: dict[str, str], start: datetime, end: datetime) -> None:
    found = extracted({"resourceType": "CareTeam", "period": period})

    assert found.dates == [("date", start, end)]


def test_type_that_is_not_curated_gives_its_identifier_and_person() -> None:
    found = extracted({
        "resourceType": "ImagingStudy", "status": "available", "identifier": [{"value": "1"}],
        "subject": {"reference": "Patient/p"}, "meta": {"tag": [{"system": "s", "code": "c"}]},
    })  # fmt: skip

    assert found.tokens == [("_tag", "s", "c"), ("identifier", "", "1")]
    assert found.references == [("subject", "Patient", "p"), ("patient", "Patient", "p")]

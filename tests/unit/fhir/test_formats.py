"""Primitive formats: what each accepts and refuses."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.fhir import decode
from tests.unit.fhir.refusals import OBSERVATION, PATIENT, only_issue


@pytest.mark.parametrize("value", ["2024", "2024-02", "2024-02-29", "2000-02-29", "1941-12-31", "0001-01-01"])
def test_existing_date_is_accepted(value: str) -> None:
    decode(json.dumps(PATIENT | {"birthDate": value}))


@pytest.mark.parametrize(
    "value",
    ["24", "0000", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-1-1",
     "2024-01-01T00:00:00Z", "2024-01-01\n", " 2024", "٢٠٢٤"],
)  # fmt: skip
def test_date_that_does_not_exist_is_refused(value: str) -> None:
    issue = only_issue(PATIENT | {"birthDate": value})

    assert (issue.expression, issue.code) == ("Patient.birthDate", "value")
    assert "AAAA-MM-JJ" in issue.message_fr


@pytest.mark.parametrize(
    "value", ["2024", "2024-03-01T18:00:00Z", "2024-02-29T23:59:60+14:00", "2024-03-01T18:00:00.123456-03:30"]
)
def test_date_time_with_zone_is_accepted(value: str) -> None:
    decode(json.dumps(OBSERVATION | {"effectiveDateTime": value}))


@pytest.mark.parametrize(
    "value",
    ["2024-03-01T18:00:00", "2024-03-01T18:00Z", "2024-03-01T24:00:00Z", "2024-02-30T18:00:00Z",
     "2024-03-01T18:00:00+15:00", "2024-03T18:00:00Z", "2024-03-01 18:00:00Z"],
)  # fmt: skip
def test_date_time_without_zone_or_reality_is_refused(value: str) -> None:
    assert (
        only_issue(OBSERVATION | {"effectiveDateTime": value}).expression
        == "Observation.effective.ofType(dateTime)"
    )


@given(st.dates())
def test_every_existing_day_is_accepted(day: date) -> None:
    decode(json.dumps(PATIENT | {"birthDate": day.isoformat()}))


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(0, 40))
def test_a_day_is_accepted_exactly_when_it_exists(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        date(year, month, day)
    except ValueError:
        only_issue(PATIENT | {"birthDate": text})
    else:
        decode(json.dumps(PATIENT | {"birthDate": text}))


@given(st.datetimes(), st.integers(-13 * 60, 14 * 60))
def test_every_instant_is_accepted(moment: datetime, offset_minutes: int) -> None:
    text = moment.replace(tzinfo=timezone(timedelta(minutes=offset_minutes))).isoformat(
        timespec="milliseconds"
    )

    decode(json.dumps(OBSERVATION | {"issued": text}))


@pytest.mark.parametrize(
    ("content", "expression"),
    [
        (PATIENT | {"id": "a" * 65}, "Patient.id"),
        (PATIENT | {"id": "é"}, "Patient.id"),
        (PATIENT | {"identifier": [{"system": "a b"}]}, "Patient.identifier[0].system"),
        (PATIENT | {"language": " fr"}, "Patient.language"),
        (PATIENT | {"photo": [{"data": "ab!d"}]}, "Patient.photo[0].data"),
        (PATIENT | {"photo": [{"size": -1}]}, "Patient.photo[0].size"),
        (PATIENT | {"multipleBirthInteger": 2**31}, "Patient.multipleBirth.ofType(integer)"),
        (PATIENT | {"multipleBirthInteger": 1.0}, "Patient.multipleBirth.ofType(integer)"),
        (PATIENT | {"telecom": [{"rank": 0}]}, "Patient.telecom[0].rank"),
        (PATIENT | {"extension": [{"url": "u", "valueOid": "1.2.3"}]}, "Patient.extension[0].value.ofType(oid)"),
        (PATIENT | {"extension": [{"url": "u", "valueUuid": "urn:uuid:1"}]}, "Patient.extension[0].value.ofType(uuid)"),
        (PATIENT | {"extension": [{"url": "u", "valueTime": "25:00:00"}]}, "Patient.extension[0].value.ofType(time)"),
        (
            PATIENT | {"extension": [{"url": "u", "valueInstant": "2024-03-01"}]},
            "Patient.extension[0].value.ofType(instant)",
        ),
        (PATIENT | {"text": {"status": "generated", "div": "<p/>"}}, "Patient.text.div"),
    ],
)  # fmt: skip
def test_wrong_format_is_refused(content: dict[str, object], expression: str) -> None:
    assert only_issue(content).expression == expression

"""Reading what others wrote: what cannot be read is nothing, never an error."""

from datetime import UTC, date, datetime

import pytest

from cordee.care.elements import day, has_ended, holds, id_in, instant, moment, version_of, words_of
from cordee.fhir.r4 import CodeableConcept, Coding, Meta, Period, Reference

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-21T12:00:00Z", NOON),
        ("2026-11-21T13:00:00+01:00", NOON),
        (None, None),
        ("hier", None),
        ("2026-02-30", None),
    ],
)
def test_instant_of_whatever_is_written(text: str | None, expected: datetime | None) -> None:
    assert instant(text) == expected


def test_day_of_a_partial_date_is_its_first() -> None:
    assert (day("1942"), day("1942-03"), day("")) == (date(1942, 1, 1), date(1942, 3, 1), None)


def test_moment_without_hour_is_a_day() -> None:
    assert moment("2026-11-21") == date(2026, 11, 21)
    assert moment("2026-11-21T12:00:00Z") == NOON


def test_end_day_counts_as_a_whole_day() -> None:
    period = Period(start="2026-11-01", end="2026-11-21")
    assert holds(period, NOON)
    assert not has_ended(period, NOON)
    assert has_ended(Period(end="2026-11-20"), NOON)


def test_words_fall_back_to_display_then_code() -> None:
    assert words_of(CodeableConcept(coding=[Coding(code="I50")])) == "I50"
    assert words_of(CodeableConcept(coding=[Coding(code="I50", display="Insuffisance")])) == "Insuffisance"
    assert words_of(None) == ""


def test_id_in_a_versioned_or_foreign_reference() -> None:
    assert id_in(Reference(reference="Goal/g1/_history/3"), "Goal") == "g1"
    assert id_in(Reference(reference="urn:uuid:1"), "Goal") == ""


def test_version_unknown_is_zero() -> None:
    assert (version_of(None), version_of(Meta(versionId="7")), version_of(Meta(versionId="W/x"))) == (0, 7, 0)

"""Partial FHIR dates as instants."""

from datetime import UTC, datetime

import pytest

from cordee.store.moments import EARLIEST, LATEST, end_instant, first_instant


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12", datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        ("9999", datetime(9999, 1, 1, tzinfo=UTC), LATEST),
    ],
)
def test_partial_date_covers_its_whole_span(text: str, first: datetime, end: datetime) -> None:
    assert first_instant(text) == first
    assert end_instant(text) == end


def test_instant_with_zone_is_one_moment() -> None:
    moment = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
    assert first_instant("2026-01-01T10:30:00+01:00") == moment
    assert end_instant("2026-01-01T10:30:00+01:00") == moment


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001", "9999-12-31"]
)
def test_instant_an_offset_carries_out_of_the_years_can_still_be_stored(text: str) -> None:
    assert EARLIEST <= first_instant(text).astimezone(UTC) <= LATEST

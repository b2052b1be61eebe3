"""Dates as ranges of instants."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.fhir.search import date_range
from cordee.fhir.search.date import EARLIEST, LATEST


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-12", datetime(2024, 12, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        (
            "2024-03-01T18:00+01:00",
            datetime(2024, 3, 1, 17, tzinfo=UTC),
            datetime(2024, 3, 1, 17, 1, tzinfo=UTC),
        ),
        (
            "2024-03-01T18:00:00Z",
            datetime(2024, 3, 1, 18, tzinfo=UTC),
            datetime(2024, 3, 1, 18, 0, 1, tzinfo=UTC),
        ),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC), datetime(2017, 1, 1, 0, 0, 1, tzinfo=UTC)),
        ("9999", datetime(9999, 1, 1, tzinfo=UTC), LATEST),
    ],
)
def test_partial_date_means_all_it_may_mean(text: str, start: datetime, end: datetime) -> None:
    assert date_range(text) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-02-30", "2024-02-01T", "2024-02-01T25:00Z", "demain"]
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the standard library words it
        date_range(text)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_day_lasts_a_day_inside_its_month_and_year(day: date) -> None:
    start, end = date_range(day.isoformat())

    assert end - start == timedelta(days=1)
    for wider in (day.isoformat()[:7], day.isoformat()[:4]):
        wider_start, wider_end = date_range(wider)
        assert wider_start <= start < end <= wider_end


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_has_a_range(moment: datetime) -> None:
    start, end = date_range(moment.isoformat())

    assert start == moment
    assert start <= end


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60-14:00"])
def test_range_stays_within_the_years_that_can_be_stored(text: str) -> None:
    start, end = date_range(text)
    assert EARLIEST <= start <= end <= LATEST

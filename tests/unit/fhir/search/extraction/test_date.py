"""Dates of every type that can be one."""

from typing import Any

import pytest

from cordee.fhir.search.date import EARLIEST, LATEST
from tests.unit.fhir.search.rows_of import rows_of


@pytest.mark.parametrize(
    ("content", "start", "end"),
    [
        ({"effectiveDateTime": "2024-02"}, "2024-02-01T00:00:00+00:00", "2024-03-01T00:00:00+00:00"),
        ({"effectiveInstant": "2024-02-01T10:00:00Z"}, "2024-02-01T10:00:00+00:00", "2024-02-01T10:00:01+00:00"),
        ({"effectivePeriod": {"start": "2024", "end": "2024-06"}},
         "2024-01-01T00:00:00+00:00", "2024-07-01T00:00:00+00:00"),
        ({"effectivePeriod": {"start": "2024"}}, "2024-01-01T00:00:00+00:00", LATEST.isoformat()),
        ({"effectivePeriod": {"end": "2024"}}, EARLIEST.isoformat(), "2025-01-01T00:00:00+00:00"),
        ({"effectiveTiming": {"event": ["2024-03-01", "2024-01-01"]}},
         "2024-01-01T00:00:00+00:00", "2024-03-02T00:00:00+00:00"),
        ({"effectiveTiming": {"repeat": {"boundsPeriod": {"start": "2024", "end": "2025"}}}},
         "2024-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"),
    ],
)  # fmt: skip
def test_date_is_the_range_it_may_mean(content: dict[str, Any], start: str, end: str) -> None:
    ((first, last, part),) = rows_of("date", {"resourceType": "Observation", **content})

    assert (first.isoformat(), last.isoformat(), part) == (start, end, 0)


@pytest.mark.parametrize(
    "content",
    [
        {"effectiveDateTime": "hier"},
        {"effectiveDateTime": "2024-02-31"},
        {"effectiveDateTime": 12},
        {"effectivePeriod": {}},
        {"effectivePeriod": {"start": 3}},
        {"effectivePeriod": "2024"},
        {"effectiveTiming": {"event": [None], "repeat": "x"}},
        {"effectiveTiming": {"event": 4}},
    ],
)
def test_what_is_no_date_has_no_row(content: dict[str, Any]) -> None:
    assert rows_of("date", {"resourceType": "Observation", **content}) == []

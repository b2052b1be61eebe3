"""Hours people write, as instants."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cordee.care.errors import UnlikelyMomentError
from cordee.care.wall_clock import instant_on_wall, today_in

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")


def test_hour_skipped_in_march_does_not_exist() -> None:
    with pytest.raises(UnlikelyMomentError):
        instant_on_wall(date(2026, 3, 29), time(2, 30), PARIS)


def test_same_hour_exists_where_clocks_do_not_move() -> None:
    assert instant_on_wall(date(2026, 3, 29), time(2, 30), REUNION).astimezone(UTC).hour == 22


def test_hour_shown_twice_in_october_is_the_first() -> None:
    found = instant_on_wall(date(2026, 10, 25), time(2, 30), PARIS).astimezone(UTC)
    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_day_of_a_territory_is_its_own() -> None:
    late = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
    assert today_in(PARIS, late) == date(2026, 11, 21)
    assert today_in(REUNION, late) == date(2026, 11, 22)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_year_at_the_ends_of_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(UnlikelyMomentError):
        instant_on_wall(day, time(23, 30), PARIS)

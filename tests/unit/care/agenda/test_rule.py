"""Rules that repeat: days, hours on the wall through changes of the clocks, words."""

from datetime import UTC, date, time
from zoneinfo import ZoneInfo

import pytest

from cordee.care.agenda.series import availability_time
from cordee.care.agenda.series.rule import Rule, ending_before

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MONDAY = date(2026, 11, 23)


def rule(**more: object) -> Rule:
    return Rule(start=MONDAY, hour=time(8), minutes=30, **more)  # type: ignore[arg-type]


def test_every_day_is_seven_a_week() -> None:
    assert rule().days(MONDAY, date(2026, 11, 29)) == [date(2026, 11, day) for day in range(23, 30)]


def test_days_of_the_week_and_every_other_week() -> None:
    days = rule(weekdays=(0, 2, 4), interval=2).days(date(2026, 11, 24), date(2026, 12, 9))
    assert days == [date(2026, 11, 25), date(2026, 11, 27), date(2026, 12, 7), date(2026, 12, 9)]


def test_nothing_after_the_end_nor_before_the_start() -> None:
    ended = rule(until=date(2026, 11, 25))
    assert ended.days(date(2026, 1, 1), date(2027, 1, 1)) == [MONDAY, date(2026, 11, 24), date(2026, 11, 25)]
    assert ending_before(ended, MONDAY).days(date(2026, 1, 1), date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("day", "zone", "utc_hour"),
    [
        (date(2026, 10, 24), PARIS, 6),  # summer
        (date(2026, 10, 25), PARIS, 7),  # the clocks went back that night
        (date(2026, 10, 25), REUNION, 4),  # no change there
    ],
)
def test_hour_stays_on_the_wall_when_clocks_change(day: date, zone: ZoneInfo, utc_hour: int) -> None:
    assert rule().instant(day, zone).astimezone(UTC).hour == utc_hour


def test_hour_the_clocks_skip_is_said_as_they_show_it() -> None:
    night = Rule(start=date(2027, 3, 1), hour=time(2, 30), minutes=30)
    assert night.instant(date(2027, 3, 28), PARIS).isoformat() == "2027-03-28T03:30:00+02:00"


@pytest.mark.parametrize(
    ("made", "words", "text"),
    [
        (rule(), "tous les matins à 8 h", "FREQ=DAILY"),
        (rule(weekdays=(0, 2, 4)), "lun., mer. et ven. à 8 h", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        (rule(weekdays=(0, 1, 2, 3, 4)), "du lundi au vendredi à 8 h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        (
            rule(weekdays=(1,), interval=2),
            "les mardis une semaine sur deux à 8 h",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        ),
    ],
)
def test_rule_is_said_in_words_and_as_rfc_5545(made: Rule, words: str, text: str) -> None:
    assert (made.words, made.text) == (words, text)


@pytest.mark.parametrize("zone", [PARIS, REUNION])
def test_rule_comes_back_from_the_extension(zone: ZoneInfo) -> None:
    made = rule(weekdays=(0, 3), interval=2, until=date(2027, 2, 1))
    written = availability_time.write(made, zone, availability_time.BUSY, "one")
    assert availability_time.read(written, zone) == made
    assert availability_time.type_of(written) == "busy-unavailable"

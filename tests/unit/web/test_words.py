"""Dates as people say them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.web import words

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
NOW = datetime(2026, 11, 21, 14, 30, tzinfo=PARIS)  # a Saturday


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW - timedelta(seconds=20), "à l’instant"),
        (NOW - timedelta(minutes=12), "il y a 12 min"),
        (NOW.replace(hour=7, minute=48), "ce matin 7 h 48"),
        (NOW.replace(hour=13, minute=0), "cet après-midi 13 h"),
        (NOW - timedelta(days=1), "hier 14 h 30"),
        (datetime(2026, 11, 19, 21, tzinfo=PARIS), "jeudi 21 h"),
        (datetime(2026, 11, 5, 9, tzinfo=PARIS), "il y a 2 semaines"),
        (datetime(2026, 3, 1, 9, tzinfo=PARIS), "1er mars"),
        (datetime(2024, 3, 2, 9, tzinfo=PARIS), "2 mars 2024"),
        (NOW + timedelta(minutes=20), "dans 20 min"),
        (datetime(2026, 11, 22, 8, tzinfo=PARIS), "demain 8 h"),
        (datetime(2026, 12, 3, 13, tzinfo=PARIS), "jeu. 3 déc. 13 h"),
        (date(2026, 11, 21), "aujourd’hui"),
        (date(2026, 11, 20), "hier"),
        (date(2026, 11, 22), "demain"),
    ],
)
def test_moment_near_or_far_is_said_in_words(moment: words.Moment, said: str) -> None:
    assert words.when(moment, PARIS, NOW).replace(words.NBSP, " ") == said


def test_same_instant_in_another_zone_is_said_on_its_clocks() -> None:
    at = datetime(2026, 11, 21, 19, tzinfo=UTC)
    now = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert words.when(at, REUNION, now).replace(words.NBSP, " ") == "hier 23 h"
    assert words.when(at, PARIS, now).replace(words.NBSP, " ") == "ce soir 20 h"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1942", date(1942, 1, 1)),
        ("1942-03", date(1942, 3, 1)),
        ("1942-03-12", date(1942, 3, 12)),
        ("2026-11-20T08:00:00Z", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("2026-02-30", None),
        ("hier", None),
        ("", None),
    ],
)
def test_fhir_text_is_read_or_says_nothing(text: str, moment: words.Moment | None) -> None:
    assert words.parse(text) == moment


def test_birthday_not_reached_counts_the_year_before() -> None:
    assert words.age(date(1942, 11, 22), date(2026, 11, 21)) == 83
    assert words.age(date(1942, 11, 21), date(2026, 11, 21)) == 84
    assert words.age(None, date(2026, 11, 21)) is None


@pytest.mark.parametrize(
    ("hours", "said"), [(0, "1 min"), (5, "5 h"), (26, "1 jour"), (50, "2 jours"), (24 * 20, "2 semaines")]
)
def test_waiting_is_said_by_its_largest_unit(hours: int, said: str) -> None:
    assert words.lasting(timedelta(hours=hours)).replace(words.NBSP, " ") == said


def test_instant_a_zone_cannot_say_keeps_its_clock() -> None:
    for text in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        for zone in ("America/Martinique", "Indian/Reunion"):
            moment = words.parse(text)
            assert moment is not None
            assert words.local(moment, ZoneInfo(zone)).year in {1, 9999}

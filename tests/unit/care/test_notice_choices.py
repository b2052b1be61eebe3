"""When a notice may leave: at once, at the next hour, in the morning; never in quiet hours, whatever the season."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cordee.access.notice_desk import Choice
from cordee.care.messages.mentions import mentioned_in
from cordee.care.notices.choices import MAIL, PUSH, channels_of, due_at
from cordee.care.notices.kinds import KINDS

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    """Return an instant of a zone's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("kind", "channel", "choice", "moment", "due"),
    [
        ("task-given", PUSH, Choice(), "2026-11-25T14:20:05", "2026-11-25T14:20:05"),
        ("task-given", MAIL, Choice(), "2026-11-25T14:20:05", "2026-11-25T15:00:00"),
        ("task-given", MAIL, Choice(rhythm="at-once"), "2026-11-25T14:20:05", "2026-11-25T14:20:35"),
        ("task-given", MAIL, Choice(rhythm="daily"), "2026-11-25T07:59:00", "2026-11-25T08:00:00"),
        ("task-given", MAIL, Choice(rhythm="daily"), "2026-11-25T08:00:00", "2026-11-26T08:00:00"),
        ("urgent-note", MAIL, Choice(rhythm="daily"), "2026-11-25T14:20:00", "2026-11-25T14:20:30"),
        ("alert", PUSH, Choice(quiet_from=21, quiet_until=7), "2026-11-25T23:10:00", "2026-11-26T07:00:00"),
        ("alert", PUSH, Choice(quiet_from=21, quiet_until=7), "2026-11-26T06:59:59", "2026-11-26T07:00:00"),
        ("alert", PUSH, Choice(quiet_from=21, quiet_until=7), "2026-11-26T07:00:00", "2026-11-26T07:00:00"),
        ("alert", PUSH, Choice(quiet_from=12, quiet_until=14), "2026-11-26T12:00:00", "2026-11-26T14:00:00"),
        ("alert", PUSH, Choice(quiet_from=22, quiet_until=6), "2027-03-27T23:30:00", "2027-03-28T06:00:00"),
    ],
)
def test_notice_leaves_when_its_reader_lets_it(
    kind: str, channel: str, choice: Choice, moment: str, due: str
) -> None:
    assert due_at(KINDS[kind], channel, choice, at(moment), PARIS) == at(due)


def test_quiet_hours_are_those_of_the_territory() -> None:
    choice = Choice(quiet_from=21, quiet_until=7)
    in_paris = at("2026-11-25T18:30:00")  # 21:30 on the island
    assert due_at(KINDS["alert"], PUSH, choice, in_paris, REUNION) == at("2026-11-26T07:00:00", REUNION)


def test_channels_are_those_chosen_else_the_usual_ones() -> None:
    assert channels_of(KINDS["mention"], Choice()) == (MAIL, PUSH)
    assert channels_of(KINDS["mention"], Choice(channels={"mention": []})) == ()
    assert channels_of(KINDS["plan"], Choice(channels={"plan": ["mail", "fax"]})) == (MAIL,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Idrissi peux-tu passer ?", {"n"}),
        ("Vu avec @nadia idrissi demain", {"n"}),
        ("@Girard, @Amélie : voir demain", {"g", "a"}),
        ("@Dr Paul Girard passera", {"g"}),
        ("@Martin", set()),  # two of that name
        ("écrire à moi@idrissi-mail.fr", set()),
        ("@Inconnu", set()),
    ],
)
def test_mention_calls_on_the_one_who_answers_to_it(text: str, found: set[str]) -> None:
    people = {
        "n": "Nadia Idrissi",
        "g": "Dr Paul Girard",
        "a": "Amélie Sauvage",
        "m": "Jean Martin",
        "o": "Léa Martin",
    }
    assert mentioned_in(text, people) == found

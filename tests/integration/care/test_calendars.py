"""Calendars carried elsewhere, read back by another library: rules, exceptions, cancellations, and nobody's name."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rruleset

from cordee.access.calendars import CalendarDesk
from cordee.care.agenda import Booking, answer, book, cancel, events_of_record, move
from cordee.care.agenda.calendar import Invitation, calendar_of, invitation_ics
from cordee.care.agenda.series import NewLine, Rule, add_line, suspend
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import GP, JEANNE, NURSE, door

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
START = today_in(PARIS, now()) + timedelta(days=1)


async def calendar(
    store: Repository, zone: ZoneInfo = PARIS, says: str = "initials"
) -> list[vobject.base.Component]:
    """Return the events of the nurse's calendar, read by vobject; it holds no name and no word of the record."""
    content = await calendar_of(door(store, NURSE), zone, says, now(), "https://cordee.test")
    assert content == await calendar_of(door(store, NURSE), zone, says, now(), "https://cordee.test")
    text = content.decode()
    assert not [word for word in ("MOREAU", "Jeanne", "Toilette", "pansement", JEANNE) if word in text]
    return list(vobject.readOne(text).vevent_list)


async def series(store: Repository, zone: ZoneInfo = PARIS) -> None:
    rule = Rule(start=START, hour=time(8), minutes=30, weekdays=(0, 2, 4))
    line = NewLine(title="Toilette", kind="visit", member=NURSE, rule=rule, form_id=new_id())
    await add_line(door(store, GP), JEANNE, zone, line)


async def visits(store: Repository) -> list[str]:
    start = datetime.combine(START, time(), PARIS)
    return [
        one.one.id
        for one in await events_of_record(door(store, GP), JEANNE, start, start + timedelta(days=90))
    ]


async def test_series_is_one_rule_with_its_exceptions(store: Repository) -> None:
    await series(store)
    ids = await visits(store)
    (master,) = await calendar(store)
    assert (master.summary.value, master.location.value, master.status.value) == (
        "Visite J. M.",
        "Autun",
        "CONFIRMED",
    )
    assert master.sequence.value == "0"
    assert len(list(master.getrruleset(addRDate=True))) == len(ids)

    await move(door(store, NURSE), JEANNE, ids[1], now() + timedelta(days=9), 45)
    await cancel(door(store, GP), JEANNE, ids[2], "pat")
    async with door(store, GP).writing() as unit:
        unit.delete("Appointment", ids[3])
    master, *others = await calendar(store)
    off, moved = sorted(others, key=lambda one: str(one.status.value))
    planned: rruleset = master.getrruleset(addRDate=True)
    assert len(list(planned)) == len(ids) - 1  # EXDATE
    assert {moved.uid.value, off.uid.value} == {master.uid.value}
    assert (off.status.value, moved.status.value, moved.sequence.value) == ("CANCELLED", "CONFIRMED", "1")
    assert moved.recurrence_id.value != moved.dtstart.value


async def test_suspension_cancels_what_it_covers(store: Repository) -> None:
    await series(store)
    await suspend(door(store, GP), JEANNE, PARIS, START + timedelta(days=14), START + timedelta(days=20))
    off = [one for one in await calendar(store) if one.status.value == "CANCELLED"]
    assert len(off) == 3


async def test_hours_are_on_the_wall_of_the_territory_through_a_change_of_clocks(store: Repository) -> None:
    await series(store, REUNION)
    (event,) = await calendar(store, REUNION)
    assert event.dtstart.value.astimezone(UTC).hour == 4
    rule = Rule(start=date(2026, 10, 23), hour=time(8), minutes=30)
    hours = {
        rule.instant(day, PARIS).astimezone(UTC).hour for day in rule.days(rule.start, date(2026, 10, 27))
    }
    assert hours == {6, 7}


async def test_single_appointment_town_alone_and_answers(store: Repository) -> None:
    start = now() + timedelta(days=3)
    booking = Booking(title="pansement", kind="consultation", start=start, minutes=30, members=[NURSE])
    id_ = await book(door(store, GP), JEANNE, booking)
    (event,) = await calendar(store, says="town")
    assert (event.summary.value, event.status.value) == ("Consultation", "TENTATIVE")
    await answer(door(store, NURSE), JEANNE, id_, comes=True)
    (event,) = await calendar(store)
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "1")
    await answer(door(store, NURSE), JEANNE, id_, comes=False)
    assert await calendar_of(door(store, NURSE), PARIS, "town", now(), "") != b""
    with pytest.raises(AttributeError):
        await calendar(store)


async def test_invitation_is_a_request_then_a_cancellation() -> None:
    start = datetime(2026, 12, 3, 14, tzinfo=PARIS)
    end = start + timedelta(hours=1)
    one = Invitation(uid="abc", sequence=2, title="Concertation", start=start, end=end, changed_at=start)
    sent = vobject.readOne(invitation_ics(one, PARIS, "cordee@example.org", "invite@example.org").decode())
    assert (sent.method.value, sent.vevent.uid.value, sent.vevent.sequence.value) == (
        "REQUEST",
        "abc@cordee",
        "2",
    )
    assert sent.vevent.attendee.value == "mailto:invite@example.org"
    assert sent.vevent.dtstart.value.astimezone(UTC).hour == 13


async def test_secret_opens_an_agenda_and_nothing_else_until_it_is_closed(store: Repository) -> None:
    desk = CalendarDesk(store)
    with pytest.raises(NotFoundError):
        await desk.pass_secret("nothing", "client")
    me = door(store, NURSE)
    first = await desk.open(me, "initials")
    secret = await desk.open(me, "town")
    row = await desk.of(me.actor)
    assert row is not None
    assert row.says == "town"
    for one in (first, secret):  # the village has no account: a secret without its account opens nothing
        with pytest.raises(NotFoundError):
            await desk.pass_secret(one, "client")
    await desk.close(me)
    assert await desk.of(me.actor) is None

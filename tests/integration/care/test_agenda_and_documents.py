"""Appointments on the territory's clocks; documents of the kinds a record keeps."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.care.agenda import SHELVES, Booking, agenda_of, book, cancel, clashes, move, put_back
from cordee.care.agenda import answer as say
from cordee.care.chart import open_chart
from cordee.care.documents import SHELVES as PAPERS
from cordee.care.documents import add_document, documents_of, withdraw_document
from cordee.care.errors import NotADocumentError, UnlikelyMomentError
from cordee.care.files import read_content
from cordee.care.wall_clock import instant_on_wall
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, door

REUNION = ZoneInfo("Indian/Reunion")
PDF = b"%PDF-1.7\nminimal"


async def take(store: Repository, day_offset: int = 2) -> str:
    """Take the nurse's visit at 8 h in La Réunion."""
    start = instant_on_wall(now().date() + timedelta(days=day_offset), time(8), REUNION)
    booking = Booking(title="", kind="visit", start=start, minutes=30, members=[NURSE], form_id=new_id())
    return await book(door(store, GP), JEANNE, booking)


async def deposit(store: Repository, content: bytes, audience: str = "circle") -> str:
    """Deposit a document as the GP."""
    return await add_document(
        door(store, GP), JEANNE, title="Courrier", type_code="11488-4", content=content, audience_code=audience,
        form_id=new_id(),
    )  # fmt: skip


async def test_appointment_is_at_the_hour_of_the_territory(store: Repository) -> None:
    await take(store)

    agenda = agenda_of(await open_chart(door(store, DAUGHTER), JEANNE, SHELVES), now())
    (meeting,) = agenda.coming
    assert meeting.start.astimezone(UTC).hour == 4
    assert (meeting.title, meeting.people) == ("Visite à domicile", ("Nadia Idrissi",))


async def test_cancelled_appointment_no_longer_comes_and_is_kept_again(store: Repository) -> None:
    meeting_id = await take(store)
    before = await cancel(door(store, GP), JEANNE, meeting_id, "pat")
    chart = await open_chart(door(store, GP), JEANNE, SHELVES)
    assert agenda_of(chart, now()).coming == ()

    await put_back(door(store, GP), JEANNE, meeting_id, before)
    assert len(agenda_of(await open_chart(door(store, GP), JEANNE, SHELVES), now()).coming) == 1


async def test_hours_taken_are_told_without_saying_whose(store: Repository) -> None:
    await take(store)
    start = instant_on_wall(now().date() + timedelta(days=2), time(8, 15), REUNION)
    chart = await open_chart(door(store, SOCIAL), JEANNE)
    (clash,) = await clashes(door(store, SOCIAL), chart, [NURSE, GP], start, 30)
    assert (clash.name, clash.start.astimezone(REUNION).hour) == ("Nadia Idrissi", 8)
    assert await clashes(door(store, SOCIAL), chart, [NURSE], start + timedelta(minutes=15), 30) == ()
    with pytest.raises(ForbiddenError):
        await door(store, DAUGHTER).busy([NURSE], start, start + timedelta(hours=1))


async def test_who_is_invited_answers_and_a_move_asks_again(store: Repository) -> None:
    id_ = await take(store)
    await say(door(store, NURSE), JEANNE, id_, comes=False)
    chart = await open_chart(door(store, GP), JEANNE, SHELVES)
    assert agenda_of(chart, now()).coming[0].declined == ("Nadia Idrissi",)
    with pytest.raises(ForbiddenError):
        await say(door(store, SOCIAL), JEANNE, id_, comes=True)
    with pytest.raises(VersionConflictError):
        await move(door(store, GP), JEANNE, id_, now() + timedelta(days=5), 30, 1)
    await move(door(store, GP), JEANNE, id_, now() + timedelta(days=5), 30, 2)
    (one,) = agenda_of(await open_chart(door(store, GP), JEANNE, SHELVES), now()).coming
    assert [who.answer for who in one.attendees] == ["needs-action"]


async def test_appointment_in_the_wrong_century_is_refused(store: Repository) -> None:
    with pytest.raises(UnlikelyMomentError):
        await take(store, day_offset=20_000)


async def test_document_is_listed_and_read_by_the_circle_only(store: Repository) -> None:
    await deposit(store, PDF)

    (document,) = documents_of(await open_chart(door(store, NURSE), JEANNE, PAPERS), NURSE)
    assert (document.title, document.content_type, document.is_mine) == ("Courrier", "application/pdf", False)
    assert (await read_content(door(store, NURSE), JEANNE, document.binary_id)).data == PDF
    with pytest.raises(NotFoundError):
        await read_content(door(store, OTHER_NURSE), JEANNE, document.binary_id)


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>\x00", b"MZ\x90\x00", b"", b"PK\x03\x04zip"]
)
async def test_other_files_are_refused(store: Repository, content: bytes) -> None:
    with pytest.raises(NotADocumentError):
        await deposit(store, content)


async def test_only_who_deposited_withdraws(store: Repository) -> None:
    document_id = await deposit(store, PDF)
    with pytest.raises(ForbiddenError):
        await withdraw_document(door(store, NURSE), JEANNE, document_id)
    await withdraw_document(door(store, GP), JEANNE, document_id)
    assert documents_of(await open_chart(door(store, GP), JEANNE, PAPERS)) == []


def test_zone_is_not_paris() -> None:
    assert REUNION.utcoffset(datetime(2026, 7, 1, tzinfo=UTC)) == timedelta(hours=4)

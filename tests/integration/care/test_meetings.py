"""Concertations: each sees the persons of their circles and nobody else; minutes, decisions, letters."""

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path

import msgspec
import pikepdf
import pytest

from cordee.care.agenda.guests import Guest
from cordee.care.chart import open_chart
from cordee.care.errors import UnknownChoiceError
from cordee.care.files import read_content
from cordee.care.meetings import (
    Calling,
    Minutes,
    add_decision,
    add_person,
    call_meeting,
    invite,
    move_meeting,
    my_meetings,
    read_meeting,
    read_minutes,
    save_draft,
    set_meeting_off,
    validate,
)
from cordee.care.meetings.following import decisions_of
from cordee.care.meetings.validating import NothingDecidedError
from cordee.care.meetings.xhtml import narrative_of, text_in
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Appointment,
    CareTeam,
    CareTeamParticipant,
    DocumentReference,
    HumanName,
    Identifier,
    Patient,
    Period,
    Reference,
)
from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from cordee.store.errors import ForeignMeetingError, NotItsAuthorError
from tests.integration.care.village import (
    COORDINATOR,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    TEAM,
    build,
    door,
)
from tests.integration.mailbox import Mailbox, mail_server

MARCEL = "01920000-0000-7000-8000-0000000000aa"
START = (now() + timedelta(days=9)).replace(microsecond=0)
CALLING = Calling(
    start=START, minutes=60, title="Staff du jeudi", place="DAC", link="https://visio.example/abc"
)
TODAY = now().date()


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """Jeanne's record, and Marcel's: the GP is in both circles, the nurse in hers alone, another nurse in his."""
    opened = Repository(database)
    await build(opened)
    start = (now() - timedelta(days=10)).date().isoformat()
    async with opened.writing(system_asker("test")) as unit:
        unit.create(Patient(id=MARCEL, name=[HumanName(family="PERROT", given=["Marcel"])], gender="male"))
        unit.create(
            CareTeam(
                id="team-marcel", status="active", subject=Reference(reference=f"Patient/{MARCEL}"),
                participant=[
                    CareTeamParticipant(member=Reference(reference=who, display=name), period=Period(start=start))
                    for who, name in ((GP, "Dr Paul Girard"), (OTHER_NURSE, "Zoé Ailleurs"))
                ],
            )
        )  # fmt: skip
    yield opened
    await opened.close()


async def both(store: Repository) -> str:
    """Call a meeting about Jeanne and Marcel; return its id."""
    gp = door(store, GP)
    meeting_id = await call_meeting(
        gp, CALLING, JEANNE, "Quel retour à domicile ?", [NURSE, SOCIAL], new_id()
    )
    await add_person(gp, meeting_id, MARCEL, "Insuline ?", [OTHER_NURSE], new_id())
    return meeting_id


async def persons(store: Repository, who: str, meeting_id: str) -> set[str]:
    return {one.patient_id for one in (await read_meeting(door(store, who), meeting_id)).persons}


async def test_each_sees_the_persons_of_their_circles_and_learns_of_no_other(store: Repository) -> None:
    meeting_id = await both(store)
    assert await persons(store, GP, meeting_id) == {JEANNE, MARCEL}
    assert await persons(store, NURSE, meeting_id) == {JEANNE}
    assert await persons(store, OTHER_NURSE, meeting_id) == {MARCEL}
    assert await persons(store, COORDINATOR, meeting_id) == {JEANNE}
    with pytest.raises(NotFoundError):
        await read_meeting(door(store, NURSE), new_id())
    for who, other in ((NURSE, "PERROT"), (NURSE, "Zoé"), (OTHER_NURSE, "MOREAU"), (OTHER_NURSE, "Nadia")):
        (line,), past = await my_meetings(door(store, who), now())
        assert past == []
        assert other not in repr(line)
    everything = await door(store, NURSE).agenda(now(), now() + timedelta(days=30))
    assert MARCEL not in repr([row.appointment.content for row in everything])


async def test_nobody_is_invited_for_a_person_outside_whose_circle_they_stand(store: Repository) -> None:
    meeting_id = await both(store)
    with pytest.raises(UnknownChoiceError):
        await call_meeting(door(store, OTHER_NURSE), CALLING, MARCEL, "", [NURSE], new_id())
    with pytest.raises(UnknownChoiceError):
        await invite(door(store, GP), meeting_id, {MARCEL: [NURSE]}, [], by_mail=False)
    assert await persons(store, NURSE, meeting_id) == {JEANNE}


async def test_minutes_are_of_one_record_and_their_authors(store: Repository) -> None:
    meeting_id = await both(store)
    gp = door(store, GP)
    meeting = await read_meeting(gp, meeting_id)
    marcel = meeting.person(MARCEL)
    version = await save_draft(gp, marcel, Minutes(discussion="Glycémies à 3 g.\n<b>"))
    version = await save_draft(
        gp, marcel, Minutes(discussion="Glycémies à 3 g.", decision="Insuline", version=version)
    )
    with pytest.raises(VersionConflictError):  # another tab
        await save_draft(gp, marcel, Minutes(discussion="autre", version=1))
    with pytest.raises(NotItsAuthorError):
        await save_draft(door(store, OTHER_NURSE), marcel, Minutes(discussion="moi", version=version))
    with pytest.raises(NothingDecidedError):
        await validate(gp, meeting, marcel, Minutes(version=version), service="Nord", on=TODAY, zone=UTC)

    task_id = await add_decision(gp, marcel, "Éducation à l’insuline", OTHER_NURSE, TODAY, new_id())
    written = Minutes(
        discussion="Glycémies.", decision="Insuline lente le soir", present=(GP,), version=version
    )
    document_id = await validate(gp, meeting, marcel, written, service="Nord", on=TODAY, zone=UTC)
    final = (await read_minutes(door(store, OTHER_NURSE), [marcel.one.id]))[marcel.one.id]
    assert (final.is_final, final.decision, final.present) == (True, "Insuline lente le soir", (GP,))
    chart = await open_chart(door(store, OTHER_NURSE), MARCEL)
    assert [(one.id, one.is_here) for one in decisions_of(chart, marcel)] == [(task_id, True)]
    assert await read_minutes(door(store, NURSE), [marcel.one.id]) == {}
    with pytest.raises(NotFoundError):
        await door(store, NURSE).read("DocumentReference", document_id)

    document: DocumentReference = (
        await door(store, OTHER_NURSE).read("DocumentReference", document_id)
    ).resource
    binary = (document.content[0].attachment.url or "").removeprefix("Binary/")
    pdf = (await read_content(door(store, OTHER_NURSE), MARCEL, binary)).data
    path = Path("/tmp") / f"{new_id()}.pdf"
    path.write_bytes(pdf)
    with pikepdf.open(path) as opened:
        assert str(opened.Root.Lang) == "fr-FR"
        assert "/StructTreeRoot" in opened.Root
    path.unlink()
    assert b"MOREAU" not in pdf


async def test_moving_is_followed_by_persons_the_mover_does_not_see(
    store: Repository, database_url: str, tmp_path: Path
) -> None:
    meeting_id = await both(store)
    later = Calling(start=START + timedelta(days=1), minutes=30, title="Staff", place="Mairie")
    await move_meeting(door(store, NURSE), meeting_id, later)
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    line = await read_meeting(door(store, OTHER_NURSE), meeting_id)
    assert (line.start, line.place, line.title) == (later.start, "Mairie", "Staff")


async def test_writing_the_identifier_of_a_meeting_does_not_join_it(
    store: Repository, database_url: str, tmp_path: Path
) -> None:
    """Another nurse knows the id of Jeanne's meeting (a calendar shows it), and writes it on Marcel's appointment."""
    meeting_id = await call_meeting(door(store, GP), CALLING, JEANNE, "", [NURSE], new_id())
    forger = door(store, OTHER_NURSE)
    own_id = await call_meeting(forger, CALLING, MARCEL, "", [], new_id())
    with pytest.raises(NotFoundError):
        await add_person(forger, meeting_id, MARCEL, "", [], new_id())
    own: Appointment = (
        await forger.read("Appointment", (await read_meeting(forger, own_id)).persons[0].one.id)
    ).resource
    forged = [*(own.identifier or ()), Identifier(system=systems.MEETING, value=meeting_id)]
    for act in ("create", "update", "put"):
        fake = msgspec.structs.replace(
            own, id=own.id if act == "update" else new_id(), identifier=forged[::-1]
        )
        with pytest.raises(ForeignMeetingError):
            async with forger.writing() as unit:
                getattr(unit, act)(fake)
    await move_meeting(forger, own_id, msgspec.structs.replace(CALLING, place="Ailleurs"))
    await set_meeting_off(forger, own_id)
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    line = await read_meeting(door(store, NURSE), meeting_id)
    assert (line.place, line.is_off) == (CALLING.place, False)
    assert await persons(store, GP, meeting_id) == {JEANNE}


async def test_who_left_the_circle_no_longer_joins_its_meeting(store: Repository) -> None:
    """The GP was at the meeting; out of Jeanne's circle, they cannot come back to it by Marcel's record."""
    meeting_id = await call_meeting(door(store, NURSE), CALLING, JEANNE, "", [GP], new_id())
    gp = door(store, GP)
    own_id = await call_meeting(gp, CALLING, MARCEL, "", [], new_id())
    own: Appointment = (
        await gp.read("Appointment", (await read_meeting(gp, own_id)).persons[0].one.id)
    ).resource
    own.identifier = [Identifier(system=systems.MEETING, value=meeting_id)]
    async with store.writing(system_asker("test")) as unit:
        team: CareTeam = (await store.read(system_asker("test"), "CareTeam", TEAM)).resource
        team.participant = [one for one in team.participant or () if one.member.reference != GP]
        unit.update(team)
    with pytest.raises(ForeignMeetingError):
        async with gp.writing() as unit:
            unit.update(own)


async def test_invitations_leave_by_mail_and_name_nobody(
    store: Repository, database_url: str, tmp_path: Path
) -> None:
    meeting_id = await both(store)
    guests = [Guest(name="Dr Blanc", email="blanc@hopital.example")]
    with mail_server() as mailbox:
        await invite(door(store, GP), meeting_id, {}, guests, by_mail=True)
        await _send(database_url, tmp_path, mailbox)
        (letter,) = mailbox.of("blanc@hopital.example")  # two persons, one letter
        await move_meeting(door(store, GP), meeting_id, CALLING)
        await _send(database_url, tmp_path, mailbox)
        assert len(mailbox.of("blanc@hopital.example")) == 2
    text = letter.as_string() + "".join(
        part.get_content() for part in letter.walk() if not part.is_multipart()
    )
    assert not [
        word for word in ("MOREAU", "PERROT", "Jeanne", "Marcel", "domicile", "Insuline") if word in text
    ]
    (calendar,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert f"UID:{meeting_id}@cordee" in calendar.get_content()
    assert "https://visio.example/abc" in calendar.get_content()


async def _send(database_url: str, tmp_path: Path, mailbox: Mailbox) -> None:
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url, smtp_url=mailbox.url)).drain()


def test_what_was_written_comes_back() -> None:
    text = "Un < deux & « trois »\n\nla suite"
    assert text_in(narrative_of(text)) == text

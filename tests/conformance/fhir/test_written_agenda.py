"""What agendas and concertations write is valid in R4, fr-core and the ANS guide of shared agendas (GAP)."""

from datetime import UTC, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Door
from cordee.care.agenda import Booking, book, cancel
from cordee.care.agenda.guests import Guest
from cordee.care.agenda.hours import Opening, declare_hours, free_slots, take_slot
from cordee.care.agenda.series import NewLine, Rule, add_line, suspend
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_joining import Joining, add_structure
from cordee.care.meetings import (
    Calling,
    Minutes,
    add_decision,
    call_meeting,
    invite,
    read_meeting,
    save_draft,
    validate,
)
from cordee.care.wall_clock import today_in
from cordee.fhir import systems
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import read_json
from cordee.fhir.search import parse_query
from cordee.fhir.validation import validate as check
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository, system_asker
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.integration.care.village import DAC, DAUGHTER, GP, JEANNE, NURSE, SOCIAL, actor, build, door

pytestmark = [needs_shared, pytest.mark.shared]

GUIDES = ("ans.fhir.fr.gap-*", "hl7.fhir.fr.core-2.1.0")
SECONDS = 60.0
PARIS = ZoneInfo("Europe/Paris")
TODAY = today_in(PARIS, now())
WRITTEN = {"Appointment": 20, "Schedule": 5, "Encounter": 5, "Composition": 5, "Task": 5}


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Base R4 and the guides an agenda speaks of."""
    files = [file for guide in GUIDES for file in sorted((SHARED / "ig").glob(f"{guide}.tgz"))]
    return Registry(base_artefact(), tuple(compile_package(file.read_bytes()).artefact for file in files))


async def live(store: Repository) -> None:
    """Carry out every act once."""
    gp, platform = door(store, GP), Door(store, system_asker("test"), None)
    joining = Joining(since=TODAY - timedelta(days=1), agreement=Agreement(how="present"), form_id=new_id())
    await add_structure(gp, JEANNE, DAC, joining)
    start = now() + timedelta(days=3)
    booking = Booking(
        title="Contrôle", kind="consultation", start=start, minutes=30, members=[NURSE, DAC], place="Cabinet"
    )
    await cancel(gp, JEANNE, await book(gp, JEANNE, booking), "pat", "fatiguée")
    for member, weekdays in ((NURSE, ()), (DAC, (0, 3))):
        rule = Rule(start=TODAY, hour=time(8), minutes=30, weekdays=weekdays, until=TODAY + timedelta(days=9))
        await add_line(
            gp,
            JEANNE,
            PARIS,
            NewLine(title="Toilette", kind="visit", member=member, rule=rule, form_id=new_id()),
        )
    await suspend(gp, JEANNE, PARIS, TODAY + timedelta(days=2), TODAY + timedelta(days=4))
    mornings = [Opening(weekday=day, start=time(9), end=time(12)) for day in range(5)]
    await declare_hours(platform, actor(NURSE), PARIS, mornings, 60)
    slot = (await free_slots(gp, [NURSE]))[0]
    await take_slot(gp, platform, slot.id, JEANNE, "consultation", new_id())
    calling = Calling(start=start, minutes=60, title="Staff", place="DAC", link="https://visio.example/a")
    meeting_id = await call_meeting(gp, calling, JEANNE, "Retour ?", [NURSE], new_id())
    await invite(
        gp,
        meeting_id,
        {JEANNE: [SOCIAL, DAC, DAUGHTER]},
        [Guest(name="Dr Blanc", email="blanc@example.org")],
        by_mail=False,
    )
    meeting = await read_meeting(gp, meeting_id)
    (person,) = meeting.persons
    await add_decision(gp, person, "Appeler", NURSE, TODAY, new_id())
    version = await save_draft(gp, person, Minutes(discussion="a < b"))
    written = Minutes(discussion="a < b", decision="Oui", present=(GP, NURSE, DAC, DAUGHTER), version=version)
    await validate(gp, meeting, person, written, service="Nord", on=TODAY, zone=UTC)


async def test_everything_written_is_valid(database: Database, registry: Registry) -> None:
    store = Repository(database)
    await build(store)
    await live(store)

    shelves = await door(store, GP).shelves(JEANNE, WRITTEN)
    for type_, asked in (("Slot", [("_count", "6")]), ("Schedule", [("actor", NURSE)])):
        shelves[f"{type_} of the directory"] = list(
            (await door(store, GP).search(parse_query(type_, asked))).rows
        )
    wrong: list[str] = []
    profiles: set[str] = set()
    for type_, found in shelves.items():
        assert found, type_
        for stored in found:
            content = read_json(stored.content)
            profiles.update(content.get("meta", {}).get("profile", ()))
            wrong += [
                f"{type_}: {issue.expression} {issue.message_en}"
                for issue in check(content, (), registry, SECONDS)
                if issue.severity == "error"
            ]
    await store.close()
    assert "\n".join(sorted(set(wrong))) == ""
    assert profiles >= {systems.APPOINTMENT_PROFILE, systems.SCHEDULE_PROFILE, systems.SLOT_PROFILE}

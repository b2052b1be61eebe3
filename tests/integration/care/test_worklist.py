"""What waits for somebody: the records that moved, the list of records page by page, the appointments of the day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cordee.care.note_writing import add_note
from cordee.care.worklist import my_day, my_records, records_moved
from cordee.fhir.r4 import Appointment, AppointmentParticipant, HealthcareService, Reference
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from tests.integration.care.village import (
    DAC,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    door,
    neighbours,
)

ZONE = ZoneInfo("Europe/Paris")
MANY = 7


async def _create(store: Repository, *resources: object) -> None:
    async with store.writing(system_asker("test")) as unit:
        for resource in resources:
            unit.create(resource)


async def _note(store: Repository, *, is_urgent: bool = False) -> None:
    await add_note(
        door(store, NURSE), JEANNE, type_code="OBS", text="Œdèmes.", is_urgent=is_urgent, audience_code="circle",
        form_id=new_id(),
    )  # fmt: skip


async def test_moved_record_tells_its_urgent_change_and_how_many_others(store: Repository) -> None:
    await door(store, GP).mark_visited(JEANNE)
    assert (await records_moved(door(store, GP))).rows == ()
    await _note(store, is_urgent=True)
    await _note(store)
    await _note(store)

    page = await records_moved(door(store, GP))
    assert [(one.record.patient_id, one.what.is_urgent, one.others) for one in page.rows] == [
        (JEANNE, True, 2)
    ]
    assert page.rows[0].who == "Nadia Idrissi"
    assert (page.count, page.is_at_least) == (1, False)
    assert (await records_moved(door(store, OTHER_NURSE))).rows == ()


async def test_moved_records_are_counted_beyond_those_shown(store: Repository) -> None:
    await _create(store, *neighbours(10))
    await door(store, GP).mark_visited(JEANNE)
    page = await records_moved(door(store, GP))
    assert (len(page.rows), page.count) == (8, 10)


async def test_changes_of_records_leave_out_those_of_others(store: Repository) -> None:
    await _create(store, *neighbours(1))
    since = now() - timedelta(days=1)
    asked = {JEANNE: now(), "neighbour-0": since, "nobody": since}
    found = await door(store, GP).changes_of(asked, 1)
    counts = {one: (len(changes.rows), changes.count) for one, changes in found.items()}
    assert counts == {JEANNE: (0, 0), "neighbour-0": (1, 2), "nobody": (0, 0)}
    assert [one.count for one in (await door(store, OTHER_NURSE).changes_of(asked, 1)).values()] == [0, 0, 0]


async def test_pages_of_records_changed_at_one_moment_follow_each_other(store: Repository) -> None:
    await _create(store, *neighbours(MANY))
    seen: list[str] = []
    cursor = None
    for _ in range(MANY):
        page = await my_records(door(store, GP), cursor=cursor, count=3)
        seen += [one.patient_id for one in page.rows]
        cursor = page.cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == MANY + 1
    assert seen[-1] == JEANNE
    named = await my_records(door(store, GP), name="voisin 3")
    assert [one.patient_id for one in named.rows] == ["neighbour-3"]


async def test_day_holds_what_begins_on_it_takes_place_and_names_me(store: Repository) -> None:
    today = date(2026, 11, 20)
    noon = datetime.combine(today, time(12), ZONE)
    await _create(
        store,
        _appointment("mine", noon, NURSE),
        _appointment("first", noon - timedelta(hours=3), NURSE),
        _appointment("cancelled", noon, NURSE, status="cancelled"),
        _appointment("overnight", noon - timedelta(hours=13), NURSE, lasting=timedelta(hours=20)),
        _appointment("tomorrow", noon + timedelta(hours=12), NURSE),
        _appointment("of-another", noon, GP),
    )
    visits = await my_day(door(store, NURSE), today, ZONE)
    assert [one.id for one in visits] == ["first", "mine"]
    assert {one.name.family for one in visits if one.name} == {"MOREAU"}
    assert await my_day(door(store, OTHER_NURSE), today, ZONE) == ()


async def test_day_leaves_out_what_only_a_service_of_my_structure_takes_part_in(store: Repository) -> None:
    today = date(2026, 11, 20)
    one = _appointment("of-service", datetime.combine(today, time(12), ZONE), "#service")
    one.contained = [HealthcareService(id="service", providedBy=Reference(reference=DAC))]
    await _create(store, one)
    assert await my_day(door(store, NURSE), today, ZONE) == ()


def _appointment(
    id_: str, start: datetime, who: str, *, status: str = "booked", lasting: timedelta = timedelta(minutes=30)
) -> Appointment:
    people = (f"Patient/{JEANNE}", who)
    return Appointment(
        id=id_,
        status=status,
        start=start.isoformat(),
        end=(start + lasting).isoformat(),
        participant=[
            AppointmentParticipant(actor=Reference(reference=one), status="accepted") for one in people
        ],
    )

"""A form's key is whatever its sender writes: an id of somebody else's, or a key of another form, takes nothing."""

from datetime import time, timedelta
from pathlib import Path

import msgspec
import pytest
from starlette.datastructures import FormData

from cordee.access import Door, Gate
from cordee.access.emergency import EmergencyDesk
from cordee.care.agenda.series import NewLine, Rule, add_line, restore_line, stop_line
from cordee.care.agenda.series.expanding import extend_lines
from cordee.care.agenda.series.line import line_of, schedule_of
from cordee.care.documents import add_document
from cordee.care.emergency import ask_whether_it_exists, open_in_emergency
from cordee.care.emergency_telling import tell_of_emergency
from cordee.care.entry import drawn_id
from cordee.care.notices.telling import tell
from cordee.fhir.r4 import (
    Appointment,
    AppointmentParticipant,
    CareTeam,
    CareTeamParticipant,
    Patient,
    Period,
    Reference,
)
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.web.forms import Form
from tests.integration.care.test_emergency import TRAITS, WHY, platform
from tests.integration.care.test_home_plan import PARIS, TODAY, TOMORROW, mornings
from tests.integration.care.village import COORDINATOR, GP, JEANNE, OTHER_NURSE, door
from tests.platform import PLATFORM

SHORT = TODAY + timedelta(days=40)  # nearer than lines are pushed on from


async def _own_record(store: Repository, *others: str) -> str:
    """Give the nurse of elsewhere a record of her own, with others in its circle."""
    members = [CareTeamParticipant(member=Reference(reference=one)) for one in (OTHER_NURSE, *others)]
    async with store.writing(PLATFORM) as unit:
        unit.create(Patient(id="mine"))
        unit.create(
            CareTeam(
                status="active", subject=Reference(reference="Patient/mine"), period=Period(start="2026-01-01"),
                participant=members,
            )
        )  # fmt: skip
    return "mine"


async def _line(store: Repository, who: str, patient_id: str) -> str:
    """Plan visits that the night will push on."""
    if patient_id == JEANNE:
        id_ = await add_line(door(store, who), patient_id, PARIS, mornings())
    else:
        rule = Rule(start=TOMORROW, hour=time(8), minutes=30)
        new = NewLine(title="Visite", kind="visit", member=who, rule=rule, form_id=new_id())
        id_ = await add_line(door(store, who), patient_id, PARIS, new)
    line = line_of((await Door(store, PLATFORM, None).read("Schedule", id_)).resource, PARIS)
    assert line is not None
    async with store.writing(PLATFORM) as unit:
        unit.update(schedule_of(msgspec.structs.replace(line, expanded_on=SHORT), PARIS))
    return id_


async def _expanded(store: Repository, line_id: str) -> bool:
    line = line_of((await Door(store, PLATFORM, None).read("Schedule", line_id)).resource, PARIS)
    assert line is not None
    return line.expanded_on > SHORT


async def test_form_under_the_key_of_somebody_s_line_takes_no_visit_of_its_nights(store: Repository) -> None:
    mine, hers = await _own_record(store), await _line(store, GP, JEANNE)
    nurse = door(store, OTHER_NURSE)
    rule = Rule(start=TOMORROW, hour=time(8), minutes=30)
    new = NewLine(title="Visite", kind="visit", member=OTHER_NURSE, rule=rule, form_id=new_id())
    own = await add_line(nurse, mine, PARIS, new)
    version = await stop_line(nurse, mine, PARIS, own, first=TODAY)
    key = Form(FormData([("form_id", hers)])).form_id
    await restore_line(nurse, mine, PARIS, own, version, key)
    assert await extend_lines(Door(store, PLATFORM, None), PARIS, TODAY)
    assert await _expanded(store, hers)


async def test_line_that_cannot_be_extended_holds_up_no_other(store: Repository) -> None:
    mine, hers = await _own_record(store), await _line(store, GP, JEANNE)
    other = await _line(store, OTHER_NURSE, mine)
    taken = Appointment(
        id=drawn_id(hers, (SHORT + timedelta(days=1)).isoformat()), status="booked",
        participant=[AppointmentParticipant(status="accepted", actor=Reference(reference=f"Patient/{mine}"))],
    )  # fmt: skip
    async with store.writing(PLATFORM) as unit:
        unit.create(taken)
    await extend_lines(Door(store, PLATFORM, None), PARIS, TODAY)
    assert [await _expanded(store, one) for one in (hers, other)] == [False, True]


@pytest.mark.parametrize("is_used", [False, True])
async def test_emergency_under_the_key_of_another_form_is_told_all_the_same(
    store: Repository, tmp_path: Path, *, is_used: bool
) -> None:
    key, nurse, system = new_id(), door(store, OTHER_NURSE), platform(store)
    told = [f"Patient/{JEANNE}", COORDINATOR]
    mine = await _own_record(store, *told)
    if is_used:
        await add_document(
            nurse, mine, title="Essai", type_code="28653-4", content=b"Bonjour", audience_code="circle", form_id=key
        )  # fmt: skip
        assert await tell(system, "document", mine, f"DocumentReference/{key}", told, key)
    found = await ask_whether_it_exists(nurse, system, TRAITS, form_id=key)
    assert found.is_found
    await open_in_emergency(nurse, key, reason="life", words=WHY)
    await tell_of_emergency(
        EmergencyDesk(store), Gate(store, Settings(data_dir=tmp_path)).reviews, system, key
    )
    standing = await system.read_many(f"Communication/{drawn_id(key, f'emergency {one}')}" for one in told)
    assert len(standing) == len(told)

"""Slots that colleagues may take: the free ones of a circle, and taking one, which one alone can do."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import Booking, book
from cordee.care.agenda.hours.declaring import hours_id
from cordee.care.elements import instant, version_of
from cordee.care.errors import CareError
from cordee.fhir.r4 import Slot
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import Category, NotFoundError, VersionConflictError

SHOWN_DAYS = 14
SHOWN_MAX = 120


class SlotTakenError(CareError):
    """Somebody took the slot first."""

    code = "slot-taken"
    category = Category.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "Ce créneau vient d’être pris par quelqu’un d’autre. Rien n’a été enregistré : choisissez-en un autre.",
            "Somebody just took this slot. Nothing was stored: choose another one.",
        )


class FreeSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A slot that is free."""

    id: str
    version: int
    who: str
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return int((self.end - self.start).total_seconds() // 60)


async def free_slots(door: Door, references: Sequence[str]) -> list[FreeSlot]:
    """Return the free slots of the two weeks ahead of some professionals, soonest first. Cost: one search."""
    agendas = {hours_id(one): one for one in references if one.startswith("PractitionerRole/")}
    if not agendas:
        return []
    asked = [
        ("schedule", ",".join(f"Schedule/{one}" for one in agendas)), ("status", "free"),
        ("start", f"ge{now().isoformat()}"), ("start", f"lt{(now() + timedelta(days=SHOWN_DAYS)).isoformat()}"),
        ("_sort", "start"), ("_count", str(SHOWN_MAX)),
    ]  # fmt: skip
    page = await door.search(parse_query("Slot", asked))
    return [found for row in page.rows if (found := _free(row.resource, agendas)) is not None]


async def take_slot(
    door: Door, platform: Door, slot_id: str, patient_id: str, kind: str, form_id: str
) -> str:
    """Take a free slot for a person and book the appointment in it; return the appointment's id.

    Of several who take one at once, one has it and the others are told: raises SlotTakenError. A booking that is
    refused gives the slot back.
    """
    slot: Slot = (await door.read("Slot", slot_id)).resource
    who = (slot.schedule.reference or "").removeprefix("Schedule/hours-")
    start, end = instant(slot.start), instant(slot.end)
    if start is None or end is None or start < now():
        raise NotFoundError
    await _set(platform, slot, "busy")
    minutes = int((end - start).total_seconds() // 60)
    booking = Booking(
        title="", kind=kind, start=start, minutes=minutes, members=[f"PractitionerRole/{who}"], form_id=form_id,
        slot_id=slot_id,
    )  # fmt: skip
    try:
        return await book(door, patient_id, booking)
    except Exception:
        fresh: Slot = (await platform.read("Slot", slot_id)).resource
        await _set(platform, fresh, "free")
        raise


async def give_back(platform: Door, slot_ids: Sequence[str]) -> None:
    """Free the slots of an appointment that was cancelled; those that are gone stay so."""
    for slot in (await platform.read_many(f"Slot/{one}" for one in slot_ids)).values():
        if slot.resource.status == "busy":
            await _set(platform, slot.resource, "free")


async def _set(platform: Door, slot: Slot, status: str) -> None:
    if slot.status == status or (status == "busy" and slot.status != "free"):
        raise SlotTakenError
    slot.status = "busy" if status == "busy" else "free"
    try:
        async with platform.writing() as unit:
            unit.update(slot, expected_version=version_of(slot.meta))
    except VersionConflictError as error:
        raise SlotTakenError from error


def _free(slot: Slot, agendas: dict[str, str]) -> FreeSlot | None:
    start, end = instant(slot.start), instant(slot.end)
    who = agendas.get((slot.schedule.reference or "").removeprefix("Schedule/"))
    if start is None or end is None or who is None:
        return None
    return FreeSlot(id=slot.id or "", version=version_of(slot.meta), who=who, start=start, end=end)

"""When a professional is there, and the slots they open: Schedule and Slot, of the directory and of nobody's record.

They name no person: whoever is signed in may read them (flows 3 and 4 of the ANS guide on shared agendas).
"""

from cordee.care.agenda.hours.declaring import Opening, declare_hours, openings_of
from cordee.care.agenda.hours.slots import FreeSlot, SlotTakenError, free_slots, give_back, take_slot

__all__ = [
    "FreeSlot",
    "Opening",
    "SlotTakenError",
    "declare_hours",
    "free_slots",
    "give_back",
    "openings_of",
    "take_slot",
]

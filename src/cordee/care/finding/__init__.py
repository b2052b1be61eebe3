"""One box that finds: my people, professionals of the territory, and what may be done, as somebody types.

People are found through the asker's own door: a name followed elsewhere is a name nobody bears. See docs/steering.md.
"""

from cordee.care.finding.actions import ACTIONS, Act, GeneralAct, all_general_acts, general_acts
from cordee.care.finding.asked import Asked, understand
from cordee.care.finding.found import Found, find
from cordee.care.finding.people import FoundPerson, find_people

__all__ = [
    "ACTIONS",
    "Act",
    "Asked",
    "Found",
    "FoundPerson",
    "GeneralAct",
    "all_general_acts",
    "find",
    "find_people",
    "general_acts",
    "understand",
]

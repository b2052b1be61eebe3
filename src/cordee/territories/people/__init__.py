"""Fictional people for a territory: identities, circles and years of shared life, the same for the same seed.

Nobody here exists. Numbers, names, addresses and INS are invented, in the ranges kept for that.
"""

from cordee.territories.people.demonstration import CastMember, demo_cast
from cordee.territories.people.population import PATIENTS_MAX, population

__all__ = ["PATIENTS_MAX", "CastMember", "demo_cast", "population"]

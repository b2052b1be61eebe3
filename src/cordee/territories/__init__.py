"""A territory is a file: packs are read, checked and given as one frozen value; and their people are imagined.

Owns what a territory is (communes, organisations, roles, rights, themes, targets, wording), the checking of packs, and
the generator of fictional people, in `people` and `populate`, which a server of real ones never loads. Must not know
how resources are stored, sent or shown.
"""

from cordee.territories.errors import PackError, Problem
from cordee.territories.grids import grids
from cordee.territories.in_force import put_in_force
from cordee.territories.loading import check, examine, load, names
from cordee.territories.model import Commune, Organisation, Role, Sector, Territory, Theme

__all__ = [
    "Commune",
    "Organisation",
    "PackError",
    "Problem",
    "Role",
    "Sector",
    "Territory",
    "Theme",
    "check",
    "examine",
    "grids",
    "load",
    "names",
    "put_in_force",
]

"""The directory: professionals, structures and offers of the territory, and what each declares."""

from cordee.care.directory.details import (
    Offer,
    Professional,
    Structure,
    Workplace,
    read_offer,
    read_professional,
    read_structure,
)
from cordee.care.directory.finding import (
    ListedProfessional,
    ListedStructure,
    find_professionals,
    find_structures,
    look,
)
from cordee.care.directory.places import Places, declare_places
from cordee.store.directory import NEEDS, Found, FoundPage, Wanted

__all__ = [
    "NEEDS",
    "Found",
    "FoundPage",
    "ListedProfessional",
    "ListedStructure",
    "Offer",
    "Places",
    "Professional",
    "Structure",
    "Wanted",
    "Workplace",
    "declare_places",
    "find_professionals",
    "find_structures",
    "look",
    "read_offer",
    "read_professional",
    "read_structure",
]

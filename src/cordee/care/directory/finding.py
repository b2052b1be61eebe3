"""Finding a professional, a structure or an offer: on the page of the directory, and wherever somebody is chosen."""

import msgspec

from cordee.access import Door
from cordee.store.directory import FoundPage, Wanted

FOUND_MAX = 20
WORD_LENGTH_MIN = 2


class ListedProfessional(msgspec.Struct, frozen=True, kw_only=True):
    """One professional in one place of work."""

    reference: str
    name: str
    role: str
    structure: str
    phone: str


class ListedStructure(msgspec.Struct, frozen=True, kw_only=True):
    """One structure of the territory."""

    reference: str
    name: str
    town: str


async def look(door: Door, wanted: Wanted) -> FoundPage:
    """Return one page of the directory; where nothing is near, what is found elsewhere is not looked for.

    Cost: one statement, three when a word is not in the directory as it was typed.
    """
    return await door.directory(wanted)


async def find_structures(door: Door, text: str) -> list[ListedStructure]:
    """Return the structures a text finds, best first; none for fewer than two letters."""
    return [
        ListedStructure(reference=one.reference, name=one.name, town=one.town)
        for one in (await _find(door, text, "structure")).rows
    ]


async def find_professionals(door: Door, text: str) -> list[ListedProfessional]:
    """Return the professionals a text finds, in each of their places of work, best first; nobody for one letter."""
    return [
        ListedProfessional(
            reference=one.reference, name=one.name, role=one.role, structure=one.structure, phone=one.phone
        )
        for one in (await _find(door, text, "professional")).rows
    ]


async def _find(door: Door, text: str, kind: str) -> FoundPage:
    if not any(len(word) >= WORD_LENGTH_MIN for word in text.split()):
        return FoundPage()
    return await door.directory(Wanted(text=text, facets={"kind": (kind,)}, limit=FOUND_MAX))

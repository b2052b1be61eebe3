"""Gather what a Composition refers to, directly and through what it refers to, as far as the caller may see."""

import msgspec

from cordee.api.call import Call
from cordee.fhir import RESOURCE_TYPES, references
from cordee.kernel.errors import Issue
from cordee.kernel.ids import is_id
from cordee.store import Stored
from cordee.store.columns import patient_of

RESOURCES_MAX = 900
STEPS_MAX = 3
MISSING_SHOWN_MAX = 100


class Assembled(msgspec.Struct, frozen=True):
    """The Composition first, then the others in the order they were met; and what could not be included."""

    found: tuple[Stored, ...]
    missing: tuple[Issue, ...]


async def assemble(call: Call, composition_id: str) -> Assembled:
    """Return a Composition and what it refers to, at most `STEPS_MAX` references away and `RESOURCES_MAX` in all.

    Nothing of somebody else's record: whoever the document is for has no right to it, even where the caller has.
    Raises: NotFoundError when the Composition is not the caller's to see.
    """
    composition = await call.door.read("Composition", composition_id)
    found = {composition.reference: composition}
    person = patient_of(composition.resource, "Composition")
    missing: dict[str, Issue] = {}
    edge = [composition]
    for step in range(STEPS_MAX):
        targets = list(dict.fromkeys(t for one in edge for t in _targets(call, one) if t not in found))
        wanted = [target for target in targets if _is_here(target)][: RESOURCES_MAX - len(found)]
        read = _of(person, await call.door.read_many(wanted) if wanted else {})
        found |= read
        if step == 0:  # what is further away is a courtesy; what the Composition itself names must be there
            missing = {target: _missing(target) for target in targets if target not in read}
        edge = list(read.values())
    return Assembled(tuple(found.values()), tuple(missing.values())[:MISSING_SHOWN_MAX])


def _of(person: str | None, read: dict[str, Stored]) -> dict[str, Stored]:
    """Return what is of a person's record, or of nobody's."""
    return {name: one for name, one in read.items() if patient_of(one.resource, one.type) in (None, person)}


def _targets(call: Call, stored: Stored) -> list[str]:
    """Return what a resource refers to, without fragments and versions; addresses of this server are made relative."""
    named = (
        reference.removeprefix(f"{call.base}/").partition("/_history/")[0]
        for reference in references(stored.content)
    )
    return [reference for reference in named if not reference.startswith("#")]


def _is_here(reference: str) -> bool:
    type_, _, id_ = reference.partition("/")
    return type_ in RESOURCE_TYPES and is_id(id_)


def _missing(reference: str) -> Issue:
    return Issue(
        message_fr=f"{reference} n’est pas dans le document : absent, ailleurs, d’une autre personne, ou vous n’y avez "
        "pas accès.",
        message_en=f"{reference} is not in the document: absent, elsewhere, of another person, or not yours to see.",
        code="incomplete",
        severity="warning",
    )

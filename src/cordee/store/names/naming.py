"""Names made to be those of whom they stand beside, in a resource about to be written. ADR 0044. Pure.

- a professional, a structure or a place of the directory goes by its name there;
- the person of the record, a relative and a circle go by their name as far as the writer may see it, in that record
  alone; of another record, unseen or not there, they get none, one like the other;
- what is of no type that has a name, is elsewhere, or is unknown to the directory stays as sent: those are words;
- what stood beside the same reference in the version that is replaced stays.
"""

from typing import Any

from cordee.fhir import decode
from cordee.fhir.displays import displays, redisplay
from cordee.store.columns import patient_of
from cordee.store.names.named import NamesKnown, is_of_record, who_is_named
from cordee.store.owned import OWNED_TYPES
from cordee.store.staged import Staged


def names_wanted(one: Staged) -> set[str]:
    """Return those named beside a reference in what is staged; nobody for what its writer alone sees."""
    if one.resource is None or one.type in OWNED_TYPES:
        return set()
    found = {who for reference, _ in displays(one.resource) if (who := who_is_named(reference))}
    one.has_names = bool(found)
    return found


def rename(one: Staged, known: NamesKnown, stood: bytes | None) -> None:
    """Have everybody named in what is staged go by their name; `stood` is the version it replaces.

    Cost: nothing unless a name stands beside a reference; a walk through the resource, and the decoding of the
    version before when a name differs.
    """
    if not one.has_names:
        return
    record = patient_of(one.resource, one.type)
    before: list[set[tuple[str, str]]] = []

    def decide(reference: str, display: str) -> str | None:
        who = who_is_named(reference)
        named = known.get(who)
        if not who or (named is None and not is_of_record(who)):
            return display
        is_here = named is not None and (not is_of_record(who) or named.patient_id == record is not None)
        name = named.closest(display) if named is not None and is_here else None
        if name == display:
            return display
        if stood is not None and not before:
            before.append(_standing(stood, one.type))
        return display if before and (reference, display) in before[0] else name

    redisplay(one.resource, decide)


def _standing(stood: bytes, type_name: str) -> set[tuple[str, str]]:
    resource: Any = decode(stood, type_name)
    return set(displays(resource))

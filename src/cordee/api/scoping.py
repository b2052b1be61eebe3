"""Which letters of a SMART scope each interaction needs: create, read, update, delete, search.

Source: https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#scopes-for-requesting-fhir-resources
"""

from collections.abc import Iterable, Mapping

from cordee.access import Door
from cordee.api.call import Interaction
from cordee.fhir.bundle_entry import PlannedEntry, conditional_references

SEARCH = "s"
_OF_CODE = {
    "read": "r",
    "vread": "r",
    "history-instance": "r",
    "history-type": SEARCH,
    "history-system": SEARCH,
    "search-type": SEARCH,
    "search-system": SEARCH,
    "create": "c",
    "update": "u",
    "patch": "u",
    "delete": "d",
}
_OF_METHOD = {"POST": "c", "PUT": "u", "PATCH": "u", "DELETE": "d"}


def door_for(
    door: Door, interaction: Interaction, type_: str, inside: str, headers: Mapping[str, str]
) -> Door:
    """Return the door with what a token gives for this interaction; people and tokens without scopes keep theirs.

    One that criteria choose needs the right to search too. Bundles and operations ask for each thing they do.
    """
    letters = _OF_CODE.get(interaction.code, "")
    if interaction.is_conditional or "if-none-exist" in headers:
        letters += SEARCH
    searched = inside.removesuffix("*") if inside else type_
    return door.only_to(letters, searched) if letters else door


def door_for_entry(door: Door, entry: PlannedEntry) -> Door:
    """Return the same for one entry of a Bundle."""
    return door.only_to(_letters(entry), entry.type)


def require_all(door: Door, entries: Iterable[PlannedEntry]) -> None:
    """Return when a token gives what each entry of a transaction needs; raises InsufficientScopeError."""
    for entry in entries:
        door.require(_letters(entry), entry.type)
        for _, searched, _ in conditional_references(entry.content or b""):
            door.require(SEARCH, searched)


def _letters(entry: PlannedEntry) -> str:
    if entry.method in _OF_METHOD:
        is_conditional = entry.criteria is not None or "if-none-exist" in entry.headers
        return _OF_METHOD[entry.method] + (SEARCH if is_conditional else "")
    return "r" if entry.id and entry.id != "_history" else SEARCH

"""A concept of a code system, with all that terminology asks of it."""

from typing import Any, NamedTuple

from cordee.fhir.json_value import Json

_INACTIVE_STATES = frozenset(("retired", "deprecated", "inactive"))


class Concept(NamedTuple):
    """One code, what it means, and where it stands in its system."""

    system: str
    code: str
    display: str = ""
    definition: str = ""
    designations: tuple[Json, ...] = ()
    properties: tuple[Json, ...] = ()
    parents: tuple[str, ...] = ()
    is_abstract: bool = False
    is_inactive: bool = False
    is_deprecated: bool = False
    """Withdrawn by its system: no longer part of sets that do not ask for inactive codes."""
    version: str = ""
    extensions: tuple[Json, ...] = ()
    """What the value set says of it, before what its system says."""

    def display_in(self, language: str | None) -> str:
        """Return how a language calls it, when a designation says so, else its display.

        `fr` finds `fr-FR`, and `fr-FR` finds `fr`.
        """
        wanted = (language or "").partition("-")[0].lower()
        for found in self.designations if wanted else ():
            if str(found.get("language", "")).partition("-")[0].lower() == wanted:
                return str(found.get("value", self.display))
        return self.display


def concept_of(content: Json, system: str, version: str, parents: tuple[str, ...] = ()) -> Concept:
    """Return the concept of an entry of `CodeSystem.concept`."""
    properties = tuple(content.get("property", ()))
    return Concept(
        system=system,
        code=content["code"],
        display=content.get("display", ""),
        definition=content.get("definition", ""),
        designations=tuple(content.get("designation", ())),
        properties=properties,
        parents=parents,
        is_abstract=any(_is_set(found, "notSelectable") for found in properties),
        is_inactive=any(_is_inactive(found) for found in properties),
        is_deprecated=any(_is_deprecated(found) for found in properties),
        version=version,
        extensions=tuple(content.get("extension", ())),
    )


def property_value(found: Json) -> Any:
    """Return the value of a concept's property, whatever its type: the code of a Coding."""
    value = next((value for name, value in found.items() if name.startswith("value")), None)
    return value.get("code") if isinstance(value, dict) else value


def _is_set(found: Json, code: str) -> bool:
    return found.get("code") == code and property_value(found) in (True, "true")


def _is_inactive(found: Json) -> bool:
    if found.get("code") == "status":
        return property_value(found) in _INACTIVE_STATES
    return _is_set(found, "inactive")


def _is_deprecated(found: Json) -> bool:
    return found.get("code") == "deprecationDate" or (
        found.get("code") == "status" and property_value(found) == "deprecated"
    )

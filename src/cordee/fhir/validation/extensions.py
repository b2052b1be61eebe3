"""Extensions: held against their own definition when it is in force, and against the places it allows."""

import re
from typing import NamedTuple

from cordee.fhir.json_value import Json
from cordee.fhir.validation.check import Check, Scope
from cordee.fhir.validation.conformance import check_one_of
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.profiles import versions_of
from cordee.fhir.validation.wordings import address, listed

_INDEX = re.compile(r"\[\d+\]|\.ofType\(\w+\)")


_CONTEXT_UNSAID = frozenset(
    f"http://hl7.org/fhir/StructureDefinition/{name}"
    for name in ("structuredefinition-fhir-type", "regex", "structuredefinition-normative-version")
)
"""Extensions of R4 whose published context is not where R4's own definitions put them: context not checked."""


class Owner(NamedTuple):
    """What an extension stands on: the element's defined path and type, the extension's own place and resource."""

    path: str
    kind: str
    place: str
    scope: Scope


def check_extension(check: Check, scope: Scope, item: Item, is_modifier: bool, owner: Owner) -> None:
    """Check one extension.

    Unknown ones are an information, unknown modifier extensions a warning: they may change the meaning. The parts
    of a complex extension (`url` without an address) are checked by the definition of the whole.
    """
    url = item.value.get("url")
    if not isinstance(url, str) or (":" not in url and owner.kind == "Extension"):
        return
    versions = versions_of(check.registry, url)
    if not versions:
        _unknown(check, item, url, is_modifier)
        return
    structure = check.registry.get("StructureDefinition", versions[0])
    if structure is not None:
        _context(check, item, structure, owner)
    check_one_of(check, scope, item, versions)


def _unknown(check: Check, item: Item, url: str, is_modifier: bool) -> None:
    french, english = address(url)
    what_fr, what_en = (
        (
            "Cette extension peut changer le sens de ce qui l’entoure : elle est",
            "It may change the meaning of what surrounds it: it is",
        )
        if is_modifier
        else ("Elle est", "It is")
    )
    check.report.add(
        "warning" if is_modifier else "information",
        "extension",
        item.place,
        f"L’extension{french} n’est pas définie ici. {what_fr} gardée sans contrôle.",
        f"The extension{english} is not defined here. {what_en} kept without a check.",
    )


def _context(check: Check, item: Item, structure: Json, owner: Owner) -> None:
    contexts = structure.get("context")
    if not isinstance(contexts, list) or not contexts or structure.get("url") in _CONTEXT_UNSAID:
        return
    places = _places(owner)
    allowed = []
    for context in contexts:
        expression = str(context.get("expression", ""))
        if context.get("type") != "element" or expression.rpartition("#")[2].partition(":")[0] in places:
            return
        allowed.append(expression)
    check.report.add(
        "error",
        "extension",
        item.place,
        f"Cette extension n’est définie que pour {listed(allowed)} ({structure.get('url')}).",
        f"This extension is only defined for {listed(allowed)} ({structure.get('url')}).",
    )


def _places(owner: Owner) -> set[str]:
    """Return every way a definition may name the place of an extension."""
    resource_type = str(owner.scope.resource.get("resourceType", ""))
    inside = _INDEX.sub("", owner.place[len(owner.scope.place) :].rpartition(".")[0])
    place = resource_type + inside
    places = {owner.path, owner.kind, place, f"{place}[x]", "Element"}
    if not inside:
        places |= {"Resource", "DomainResource", "CanonicalResource", "MetadataResource"}
    return places

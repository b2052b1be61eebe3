"""References: does the one in hand lead to a type the element allows; does a `#id` lead to something contained."""

import re

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.validation.check import Check, Scope
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.wordings import asked_by, listed

_LITERAL = re.compile(
    r"(?:^|/)([A-Z][A-Za-z]{1,63})/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?\Z", re.ASCII
)
_CONDITIONAL = re.compile(r"^([A-Z][A-Za-z]{1,63})\?", re.ASCII)
_BASE = "http://hl7.org/fhir/StructureDefinition/"


def check_reference(
    check: Check, scope: Scope, item: Item, targets: tuple[str, ...], source: str, is_contained: bool = False
) -> None:
    """Check where a Reference leads, as far as can be told without asking a server.

    A reference whose type cannot be told (another server's address, an identifier alone) is accepted.
    """
    value: Json = item.value
    literal = value.get("reference")
    if isinstance(literal, str) and literal.startswith("#") and scope.resolve(literal) is None:
        check.report.add(
            "error",
            "invariant",
            f"{item.place}.reference",
            "Cette référence « # » ne désigne aucune ressource contenue (ref-1).",
            "This '#' reference designates no contained resource (ref-1).",
        )
        return
    if is_contained and not (isinstance(literal, str) and literal.startswith("#")):
        _expected(
            check,
            item,
            source,
            "une référence à une ressource contenue",
            "a reference to a contained resource",
        )
    found = reference_type(scope, value)
    told = _told_type(value)
    if found and told and found != told:
        _expected(
            check,
            item,
            "",
            "le même type dans « type » et dans « reference »",
            "the same type in 'type' and in 'reference'",
        )
    allowed = target_names(check.registry, targets)
    kind = found or told
    if kind and allowed and kind not in allowed:
        names = listed(sorted(allowed))
        _expected(check, item, source, f"une référence vers {names}", f"a reference to {names}")


def reference_type(scope: Scope, value: Json) -> str:
    """Return the type a reference leads to, by what it designates inside the input or by its address; '' if unknown."""
    literal = value.get("reference")
    if not isinstance(literal, str):
        return ""
    resource = scope.resolve(literal)
    if resource is not None:
        return str(resource.get("resourceType", ""))
    match = _LITERAL.search(literal) or _CONDITIONAL.match(literal)
    return match[1] if match and match[1] in RESOURCE_TYPES else ""


def target_names(registry: Registry, targets: tuple[str, ...]) -> frozenset[str]:
    """Return the types profiles constrain; empty when one is not in force or any type is allowed."""
    names = frozenset(_target_name(registry, url) for url in targets)
    return frozenset() if names & {"", "Resource", "DomainResource"} else names


def _told_type(value: Json) -> str:
    told = value.get("type")
    name = told.removeprefix(_BASE) if isinstance(told, str) else ""
    return name if name in RESOURCE_TYPES else ""


def _target_name(registry: Registry, url: str) -> str:
    name = url.partition("|")[0].removeprefix(_BASE)
    if name in RESOURCE_TYPES:
        return name
    structure = registry.get("StructureDefinition", url)
    return str(structure.get("type", "")) if structure else ""


def _expected(check: Check, item: Item, source: str, french: str, english: str) -> None:
    ends_fr, ends_en = asked_by(source)
    check.report.add(
        "error", "structure", item.place, f"Attendu : {french}{ends_fr}.", f"Expected {english}{ends_en}."
    )

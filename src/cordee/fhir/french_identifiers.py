"""French identifiers: which kind an Identifier is, and whether its check digits are right.

Published samples, test identities and directory extracts often carry wrong digits, so a wrong one is a warning; only
the INS of a qualified identity (VALI) on a production OID is refused. Nothing here repeats a value.

Sources: fr-core 2.1.0 and 2.2.0; Référentiel INS; annuaire santé.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from stdnum import luhn
from stdnum.fr import nir, siren, siret

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.kernel.errors import Issue

QUALIFIED = "VALI"
INS_PRODUCTION_SYSTEMS = frozenset({systems.INS_NIR, systems.INS_NIA})
NSS_SYSTEMS = frozenset({systems.NSS_NIR, systems.NSS_NIA})
NSS_TYPE = "NH"
"""The code of v2-0203 that makes a number on the OID of the INS a billing number, as fr-core 2.1.0 has it."""

_DEPTH_MAX = 60
_FINESS = re.compile(r"(?:\d{2}|2[AB])\d{7}\Z", re.ASCII)
_MARKS = (b"1.2.250.1.213.1.4.", b"1.2.250.1.71.4.2.", b"esante.gouv.fr", b"sirene.fr")

Words = tuple[str, str]


class Found(NamedTuple):
    """One identifier with its place and the resource it stands in."""

    identifier: Json
    place: str
    resource: Json


def may_hold_any(content: bytes) -> bool:
    """Return whether the JSON text of a resource names a French identifier at all. Cost: a scan of the bytes."""
    return any(mark in content for mark in _MARKS)


def identifier_issues(resource: Json, place: str) -> Iterator[Issue]:
    """Yield what is wrong with the check digits of the French identifiers of a resource and those inside it."""
    for found in _identifiers(resource, place, resource, 0):
        words = _fault(found.identifier)
        if words is None:
            continue
        is_refused = is_qualified_ins(found.identifier, found.resource)
        yield Issue(
            message_fr=f"Attendu : {words[0]}.",
            message_en=f"Expected {words[1]}.",
            expression=f"{found.place}.value",
            code="value",
            severity="error" if is_refused else "warning",
        )


def is_qualified_ins(identifier: Json, resource: Json) -> bool:
    """Return whether an identifier is the INS of a Patient whose identity is qualified, on a production OID."""
    return (
        resource.get("resourceType") == "Patient"
        and identifier.get("system") in INS_PRODUCTION_SYSTEMS
        and not is_nss(identifier)
        and QUALIFIED in identity_statuses(resource)
    )


def is_nss(identifier: Json) -> bool:
    """Return whether an identifier is a billing number (NSS): by its own OID, or by its type on the INS's OID."""
    system = identifier.get("system")
    if system in NSS_SYSTEMS:
        return True
    return system == systems.INS_NIR and NSS_TYPE in _codes(identifier.get("type"))


def identity_statuses(patient: Json) -> frozenset[str]:
    """Return the codes of the identity status in fr-core's identity reliability extension."""
    return frozenset(
        part["valueCoding"]["code"]
        for one in _objects(patient.get("extension"))
        if one.get("url") == systems.FR_IDENTITY_RELIABILITY
        for part in _objects(one.get("extension"))
        if part.get("url") == "identityStatus"
        if isinstance(part.get("valueCoding"), dict) and isinstance(part["valueCoding"].get("code"), str)
    )


def _fault(identifier: Json) -> Words | None:
    """Return what was expected of an identifier's value; None when it is right, absent, or of another system."""
    system, value = identifier.get("system"), identifier.get("value")
    if not isinstance(system, str) or not isinstance(value, str):
        return None
    if system in systems.INS_SYSTEMS or system in NSS_SYSTEMS:
        return _nir_fault(value, is_nss(identifier))
    check = _CHECKS.get(system)
    return check(value) if check is not None else None


def _nir_fault(value: str, is_billing: bool) -> Words | None:
    if nir.is_valid(value) or (is_billing and len(value) == 13 and value[:5].isdigit()):
        return None
    what = "NSS" if is_billing else "INS"
    return (
        f"un {what} de 13 caractères suivis de leur clé à deux chiffres (97 moins le reste modulo 97)",
        f"an {what} of 13 characters followed by their two-digit key (97 minus the remainder modulo 97)",
    )


def _rpps_fault(value: str) -> Words | None:
    if len(value) == 11 and luhn.is_valid(value):
        return None
    return (
        "un numéro RPPS de 11 chiffres, le dernier étant la clé (Luhn), sans le préfixe 8",
        "an RPPS number of 11 digits, the last being its check digit (Luhn), without the prefix 8",
    )


def _finess_fault(value: str) -> Words | None:
    has_letter = not value.isdigit()
    if _FINESS.match(value) and (has_letter or luhn.is_valid(value)):
        return None
    return (
        "un numéro FINESS de 9 caractères, le dernier étant la clé (Luhn)",
        "a FINESS number of 9 characters, the last being its check digit (Luhn)",
    )


def _sirene_fault(value: str) -> Words | None:
    if siren.is_valid(value) or siret.is_valid(value):
        return None
    return (
        "un SIREN de 9 chiffres ou un SIRET de 14, avec leur clé (Luhn)",
        "a SIREN of 9 digits or a SIRET of 14, with their check digit (Luhn)",
    )


def _person_fault(value: str) -> Words | None:
    """Check a national person identifier: only those of RPPS (prefix 8) have a check digit."""
    return _rpps_fault(value[1:]) if value.startswith("8") else None


def _structure_fault(value: str) -> Words | None:
    """Check a national structure identifier: 1 and a FINESS, 2 and a SIREN, 3 and a SIRET."""
    if value.startswith("1"):
        return _finess_fault(value[1:])
    return _sirene_fault(value[1:]) if value.startswith(("2", "3")) else None


_CHECKS = {
    systems.RPPS: _rpps_fault,
    systems.FINESS: _finess_fault,
    systems.SIRENE: _sirene_fault,
    systems.NATIONAL_PERSON_ID: _person_fault,
    systems.NATIONAL_STRUCTURE_ID: _structure_fault,
}


def _identifiers(value: Any, place: str, resource: Json, depth: int) -> Iterator[Found]:
    """Yield every object that has a `system` and a `value`, anywhere in a resource and those inside it."""
    if depth > _DEPTH_MAX:
        return
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _identifiers(one, f"{place}[{index}]", resource, depth + 1)
    elif isinstance(value, dict):
        inner = value if "resourceType" in value else resource
        if "system" in value and "value" in value:
            yield Found(value, place, inner)
        for name, one in value.items():
            if isinstance(one, dict | list) and name.isidentifier() and name.isascii():
                yield from _identifiers(one, f"{place}.{name.removeprefix('_')}", inner, depth + 1)


def _codes(concept: Any) -> frozenset[Any]:
    codings = _objects(concept.get("coding")) if isinstance(concept, dict) else ()
    return frozenset(one["code"] for one in codings if isinstance(one.get("code"), str))


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))

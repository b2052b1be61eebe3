"""From whom an entry is hidden: the visibility labels TRE_A07 and the confidentiality of HL7 v3, as bits.

An entry keeps the bits of all it carries, in `meta.security` or in `securityLabel`; a reader has the bits of what hides
from them. Confidentiality U, L, M and N hides from nobody.
Source: ANS TRE_A07-StatutVisibiliteDocument (OID 1.2.250.1.213.1.1.4.13), cahier de liaison 3.0 `securityLabel`;
JDV_J08 (N, R, V) of the sharing of documents.
"""

from typing import Any

from cordee.fhir import systems

INVISIBLE_PATIENT = 1
INVISIBLE_REPRESENTANTS_LEGAUX = 2
MASQUE_PS = 4
MASQUE_PSOCIAL = 8
MASQUE_PT = 16
RESTRICTED = 32
VERY_RESTRICTED = 64
ALL_LABELS = 127

BIT_OF_LABEL: dict[str, int] = {
    "INVISIBLE_PATIENT": INVISIBLE_PATIENT,
    "INVISIBLE_REPRESENTANTS_LEGAUX": INVISIBLE_REPRESENTANTS_LEGAUX,
    "MASQUE_PS": MASQUE_PS,
    "MASQUE_PSOCIAL": MASQUE_PSOCIAL,
    "MASQUE_PT": MASQUE_PT,
}
BIT_OF_CONFIDENTIALITY: dict[str, int] = {"R": RESTRICTED, "V": VERY_RESTRICTED}


def bits_of(*codings: Any) -> int:
    """Return what the codings hide an entry with; codes of other systems hide nothing."""
    bits = 0
    for coding in codings:
        bits |= _known(coding.system).get(coding.code or "", 0)
    return bits


def _known(system: str | None) -> dict[str, int]:
    if system in systems.VISIBILITY_SYSTEMS:
        return BIT_OF_LABEL
    return BIT_OF_CONFIDENTIALITY if system == systems.CONFIDENTIALITY else {}

"""For whom a note or document is written, in words and not in codes.

The labels TRE_A07 say from whom an entry is hidden. The profile of a note allows one in `securityLabel`; the whole set
stands in `meta.security`, and the store honours both.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from cordee.access import Actor
from cordee.access.habilitation import reader_of
from cordee.care.errors import UnknownChoiceError
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Coding
from cordee.store.visibility import BIT_OF_LABEL

PATIENT = "INVISIBLE_PATIENT"
GUARDIANS = "INVISIBLE_REPRESENTANTS_LEGAUX"
SOCIAL = "MASQUE_PSOCIAL"
THIRD = "MASQUE_PT"


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of who may read: its labels, the words of the choice, and the sentence shown on the entry."""

    code: str
    choice: str
    sentence: str
    labels: tuple[str, ...]


AUDIENCES: dict[str, Audience] = {
    one.code: one
    for one in (
        Audience(
            code="circle", choice="Tout le cercle", labels=(),
            sentence="Visible de tout le cercle, la personne et ses proches compris",
        ),
        Audience(
            code="not-carers", choice="Sauf les proches", labels=(THIRD, GUARDIANS),
            sentence="Masquée aux proches ; la personne peut la lire",
        ),
        Audience(
            code="not-guardians", choice="Sauf les représentants légaux", labels=(GUARDIANS,),
            sentence="Masquée aux représentants légaux ; la personne peut la lire",
        ),
        Audience(
            code="not-person", choice="Sauf la personne", labels=(PATIENT,),
            sentence="Masquée à la personne ; le reste du cercle peut la lire",
        ),
        Audience(
            code="professionals", choice="Les professionnels seulement", labels=(THIRD, GUARDIANS, PATIENT),
            sentence="Réservée aux professionnels du cercle",
        ),
        Audience(
            code="health", choice="Les soignants seulement", labels=(SOCIAL, THIRD, GUARDIANS),
            sentence="Réservée aux soignants ; la personne peut la lire",
        ),
    )
}  # fmt: skip
_HIDDEN_WORDS = {
    PATIENT: "la personne",
    GUARDIANS: "ses représentants",
    "MASQUE_PS": "les soignants",
    SOCIAL: "le secteur social",
    THIRD: "les proches",
}


def choices_for(actor: Actor) -> list[Audience]:
    """Return the audiences an actor may choose: those that hide nothing from the class they read as.

    Only the person keeps an entry from their guardians alone.
    """
    hides = reader_of(actor.reader_class)
    return [
        one
        for one in AUDIENCES.values()
        if not hidden_bits(one.labels) & hides
        and (one.code != "not-guardians" or actor.reader_class == "person")
    ]


def chosen_audience(actor: Actor, code: str) -> Audience:
    """Return the audience of that code, when this actor may choose it; raises UnknownChoiceError."""
    audience = AUDIENCES.get(code)
    if audience is None or audience not in choices_for(actor):
        raise UnknownChoiceError("audience")
    return audience


def first_label(audience: Audience) -> list[CodeableConcept] | None:
    """Return the one label the note profile allows."""
    return [CodeableConcept(coding=[_coding(audience.labels[0])])] if audience.labels else None


def all_labels(audience: Audience) -> list[Coding] | None:
    """Return every label of an audience, for `meta.security`."""
    return [_coding(label) for label in audience.labels] or None


def labels_of(security: Iterable[Coding] | None, labels: Iterable[CodeableConcept] | None) -> frozenset[str]:
    """Return the visibility labels an entry carries, wherever they stand."""
    codings = [*(security or ()), *(coding for concept in labels or () for coding in concept.coding or ())]
    return frozenset(
        coding.code
        for coding in codings
        if coding.system in systems.VISIBILITY_SYSTEMS and coding.code in BIT_OF_LABEL
    )


def every_label(*resources: Any) -> list[Coding] | None:
    """Return every label that resources carry, each once: for the `meta.security` of what comes of them."""
    found: list[Coding] = []
    for one in resources:
        found += (one.meta.security if one.meta is not None else None) or ()
        found += (
            coding for label in getattr(one, "securityLabel", None) or () for coding in label.coding or ()
        )
    return list({(one.system, one.code): one for one in found}.values()) or None


def hidden_bits(labels: Iterable[str]) -> int:
    """Return the labels as the bits the store keeps."""
    bits = 0
    for label in labels:
        bits |= BIT_OF_LABEL[label]
    return bits


def audience_sentence(labels: frozenset[str]) -> str:
    """Return who may read an entry, as one sentence; empty when the whole circle may."""
    if not labels:
        return ""
    for audience in AUDIENCES.values():
        if labels == frozenset(audience.labels):
            return audience.sentence
    words = [word for label, word in _HIDDEN_WORDS.items() if label in labels]
    return f"Masquée : {', '.join(words)}"


def _coding(label: str) -> Coding:
    return Coding(system=systems.VISIBILITY, code=label)

"""Small R4 shapes the kinds share: a status of one code, a note, words with a code when one is known."""

import re

from cordee.care.elements import concept, fhir_instant
from cordee.care.errors import CareError
from cordee.care.sections.kind import Scene
from cordee.fhir.r4 import Annotation, CodeableConcept, Coding


def status(system: str, code: str, words: str) -> CodeableConcept:
    """Return a status of one code."""
    return concept(system, code, words)


def codes_in(concept_: CodeableConcept | None) -> set[str]:
    """Return the codes of a concept, whatever their system."""
    return {coding.code for coding in (concept_.coding if concept_ else None) or () if coding.code}


def worded(text: str, code: str, system: str, pattern: str, field: str = "code") -> CodeableConcept:
    """Return words, with a code of a published list when its sender knows it; none is ever looked up or guessed.

    Raises: CareError when the code is not shaped as those of its list.
    """
    if not code:
        return CodeableConcept(text=text)
    written = code.upper().replace(" ", "")
    if not re.fullmatch(pattern, written):
        raise CareError(
            "Ce code n’a pas la forme attendue. Laissez vide si vous n’êtes pas sûr.",
            "This code does not have the expected form. Leave it empty when unsure.",
            field=field,
        )
    return CodeableConcept(coding=[Coding(system=system, code=written)], text=text)


def note_of(text: str, scene: Scene) -> list[Annotation] | None:
    """Return one dated note, None for no words. R4 lets no role sign one: its version tells who wrote it."""
    return [Annotation(time=fhir_instant(scene.at), text=text)] if text else None


def note_text(notes: list[Annotation] | None) -> str:
    """Return the words of the first note."""
    return (notes[0].text or "") if notes else ""

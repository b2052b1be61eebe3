"""Who said something, as R4 lets a note name its author, and as it was written before."""

import pytest

from cordee.care.signing import author_of, said
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, Reference

AT = "2026-11-25T09:00:00Z"
NURSE = Reference(reference="PractitionerRole/nurse", display="Nadia Idrissi")


@pytest.mark.parametrize("who", ["Patient/jeanne", "RelatedPerson/sophie", "Organization/dac"])
def test_author_a_note_may_name_is_named_by_reference(who: str) -> None:
    note = said(Reference(reference=who), AT, "Oui")
    assert note.authorReference == Reference(reference=who)
    assert author_of(note) == note.authorReference


def test_role_signs_by_name_and_is_found_again() -> None:
    note = said(NURSE, AT, "Oui")
    assert note.authorReference is None
    assert note.authorString == "Nadia Idrissi"
    assert [one.url for one in note.extension or ()] == [systems.NOTE_AUTHOR]
    assert author_of(note) == NURSE


def test_notes_written_before_and_elsewhere_still_tell_their_author() -> None:
    assert author_of(Annotation(authorReference=NURSE, text="Oui")) == NURSE
    assert author_of(Annotation(authorString="Mme Petit", text="Oui")) == Reference(display="Mme Petit")
    assert author_of(Annotation(text="Oui")) is None

"""Who may read an entry, in words."""

from cordee.access import Actor
from cordee.care.audience import (
    AUDIENCES,
    all_labels,
    audience_sentence,
    choices_for,
    first_label,
    hidden_bits,
    labels_of,
)
from cordee.fhir.r4 import Meta
from cordee.store import visibility as vis


def actor(kind: str, role: str = "") -> Actor:
    """Return somebody of a kind and role."""
    return Actor(
        id="a", login="a", name="A", kind=kind, role=role, role_label="", who="Patient/a", keys=(), organization="",
        organization_name="",
    )  # fmt: skip


def test_nobody_may_hide_an_entry_from_themselves() -> None:
    assert [one.code for one in choices_for(actor("carer"))] == ["circle", "not-person"]
    assert [one.code for one in choices_for(actor("carer", "guardian"))] == ["circle", "not-person"]
    assert "professionals" not in [one.code for one in choices_for(actor("patient"))]
    assert "health" not in [one.code for one in choices_for(actor("professional", "social-worker"))]
    assert [
        one for one in AUDIENCES if one not in {a.code for a in choices_for(actor("professional", "nurse"))}
    ] == ["not-guardians"]
    assert "not-guardians" in [one.code for one in choices_for(actor("patient"))]


def test_note_carries_one_label_as_its_profile_asks_and_all_in_meta() -> None:
    audience = AUDIENCES["professionals"]
    first = first_label(audience)
    assert first is not None
    assert len(first) == 1
    labels = labels_of(Meta(security=all_labels(audience)).security, first)
    assert labels == set(audience.labels)
    assert hidden_bits(labels) == vis.MASQUE_PT | vis.INVISIBLE_REPRESENTANTS_LEGAUX | vis.INVISIBLE_PATIENT


def test_labels_of_others_are_said_one_by_one() -> None:
    assert audience_sentence(frozenset({"MASQUE_PS"})) == "Masquée : les soignants"
    assert audience_sentence(frozenset()) == ""

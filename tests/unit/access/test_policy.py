"""From an actor to the policy of the store: the keys they stand under, and what a consent may call them by."""

import pytest

from cordee.access.actor import Actor
from cordee.access.policy import policy_of


def _actor(kind: str, role: str = "", organization: str = "", who: str = "PractitionerRole/x") -> Actor:
    return Actor(
        id="x", login="x", name="x", kind=kind, role=role, role_label=role, who=who, keys=(who,),
        organization=organization, organization_name=organization,
    )  # fmt: skip


def test_professional_stands_where_their_structure_does() -> None:
    asker = policy_of(_actor("professional", "nurse", "Organization/o"), "care")
    assert asker.keys == ("PractitionerRole/x", "Organization/o")
    assert asker.recipients == ("PractitionerRole/x", "Organization/o", "class:nursing", "*")


def test_coordination_staff_stand_where_their_structure_manages() -> None:
    asker = policy_of(_actor("professional", "coordinator", "Organization/o"), "care")
    assert asker.keys == ("PractitionerRole/x", "Organization/o", "coordination:Organization/o")
    assert "class:coordination" in asker.recipients


def test_carer_does_not_stand_where_a_structure_does() -> None:
    asker = policy_of(_actor("carer", "", "Organization/o", "RelatedPerson/r"), "care")
    assert asker.keys == ("RelatedPerson/r",)
    assert asker.recipients == ("RelatedPerson/r", "class:carer", "*")


def test_no_consent_is_about_the_person_themselves() -> None:
    assert policy_of(_actor("patient", who="Patient/p"), "care").recipients == ()


@pytest.mark.parametrize("kind", ["patient", "carer", "operator", "officer"])
def test_only_professionals_open_records(kind: str) -> None:
    assert not policy_of(_actor(kind), "care").may_open_records
    assert policy_of(_actor("professional", "gp"), "care").may_open_records


@pytest.mark.parametrize("kind", ["operator", "officer"])
def test_who_has_no_part_in_records_sees_nothing_of_them(kind: str) -> None:
    asker = policy_of(_actor(kind), "care")
    assert (asker.reads, asker.writes) == (0, 0)


def test_nobody_is_narrowed_without_a_token() -> None:
    asker = policy_of(_actor("professional", "gp"), "care")
    assert not asker.is_narrowed
    assert asker.write_types is None

"""Who may invite whom: one case a rule of `InvitationDesk.invite`, allowed and refused."""

import pytest

from cordee.access import Actor, Draft, may_invite, may_manage
from cordee.access.inviting import email_of
from cordee.access.refusals import NotAnAddressError


def actor(kind: str, role: str = "", organization: str = "Organization/dac") -> Actor:
    """Return somebody who invites."""
    return Actor(
        id="a", login="a", name="A", kind=kind, role=role, role_label="", who="X/a", keys=(), organization=organization,
        organization_name="",
    )  # fmt: skip


def draft(kind: str, role: str = "", organization: str = "Organization/ailleurs") -> Draft:
    """Return what somebody is invited to."""
    return Draft(name="B", kind=kind, who="X/b", keys=("X/b",), role=role, organization=organization)


COORDINATOR, OFFICER, NURSE = (
    actor("professional", "coordinator"),
    actor("officer"),
    actor("professional", "nurse"),
)
CARER, PATIENT, OPERATOR = actor("carer"), actor("patient"), actor("operator")


@pytest.mark.parametrize("kind", ["professional", "patient", "carer", "operator", "officer", "system"])
def test_command_line_invites_anybody(kind: str) -> None:
    assert may_invite(draft(kind), None)


@pytest.mark.parametrize("kind", ["operator", "officer", "system"])
@pytest.mark.parametrize("asker", [COORDINATOR, OFFICER, NURSE, CARER, PATIENT, OPERATOR])
def test_nobody_else_invites_officers_operators_or_systems(asker: Actor, kind: str) -> None:
    assert not may_invite(draft(kind), asker)


@pytest.mark.parametrize("kind", ["carer", "patient"])
@pytest.mark.parametrize("asker", [COORDINATOR, OFFICER, NURSE, CARER, PATIENT])
def test_people_of_a_record_invite_patients_and_carers(asker: Actor, kind: str) -> None:
    assert may_invite(draft(kind), asker)


def test_operator_invites_nobody() -> None:
    assert not may_invite(draft("carer"), OPERATOR)


@pytest.mark.parametrize("role", ["social-worker", "home-help"])
def test_officer_and_coordinator_invite_professionals_and_nobody_else_does(role: str) -> None:
    assert may_invite(draft("professional", role), OFFICER)
    assert may_invite(draft("professional", role), COORDINATOR)
    for asker in (NURSE, CARER, PATIENT, OPERATOR):
        assert not may_invite(draft("professional", role), asker)


def test_coordinator_invites_coordinators_of_their_structure_only() -> None:
    assert may_invite(draft("professional", "coordinator", "Organization/dac"), COORDINATOR)
    assert not may_invite(draft("professional", "coordinator"), COORDINATOR)
    assert may_invite(draft("professional", "coordinator"), OFFICER)


def test_officers_and_coordinators_of_a_structure_have_a_list() -> None:
    assert may_manage(OFFICER)
    assert may_manage(COORDINATOR)
    for asker in (NURSE, CARER, PATIENT, OPERATOR, actor("professional", "coordinator", "")):
        assert not may_manage(asker)


@pytest.mark.parametrize("text", ["Anne.Roy@Exemple.FR ", "a+b@c.fr"])
def test_address_is_kept_in_lower_case(text: str) -> None:
    assert email_of(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    ["", "anne", "@exemple.fr", "anne@", "anne@exemple", "a b@c.fr", "a@b.fr,c@d.fr", "a@b.fr\nBcc: c@d.fr",
     "a@b@c.fr", "<a@b.fr>", "a" * 250 + "@b.fr", "a\x00@b.fr", "a@.", '"a"@b.fr'],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddressError):
        email_of(text)

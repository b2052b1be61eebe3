"""The memberships a CareTeam grants, inside and outside the care team."""

import pytest

from cordee.fhir import systems
from cordee.fhir.r4 import CareTeam, CareTeamParticipant, Extension, Period, Reference
from cordee.store import categories as cat
from cordee.store.circle import Grant, grants_of

DECIDES = cat.CIRCLE | cat.CONSENT | cat.IDENTITY


def _granted(extension: Extension | None) -> Grant:
    participant = CareTeamParticipant(
        member=Reference(reference="PractitionerRole/x"),
        period=Period(start="2026-01-01"),
        extension=[extension] if extension else None,
    )
    team = CareTeam(status="active", subject=Reference(reference="Patient/p"), participant=[participant])
    (grant,) = grants_of(team, "CareTeam", "p")
    return grant


@pytest.mark.parametrize(
    ("extension", "is_outside"),
    [
        (None, False),
        (Extension(url=systems.OUTSIDE_CARE_TEAM, valueBoolean=True), True),
        (Extension(url=systems.OUTSIDE_CARE_TEAM, valueBoolean=False), False),
        (Extension(url=systems.OUTSIDE_CARE_TEAM), True),
        (Extension(url="https://elsewhere/other", valueBoolean=True), False),
    ],
)
def test_member_marked_outside_needs_consent(extension: Extension | None, is_outside: bool) -> None:
    assert _granted(extension).needs_consent is is_outside


def test_member_outside_never_writes_what_decides_of_rights() -> None:
    outside = _granted(Extension(url=systems.OUTSIDE_CARE_TEAM, valueBoolean=True))
    assert (outside.categories, outside.writes) == (cat.ALL, cat.ALL & ~DECIDES)
    assert _granted(None).writes == cat.ALL


def test_membership_tells_what_it_comes_of() -> None:
    assert _granted(None).origin == "team"

"""The past of an imagined record."""

from datetime import UTC, datetime

from cordee.fhir.r4 import CareTeam, CodeableConcept, Observation, Patient, Period, Reference
from cordee.store import Past
from cordee.territories.people.past import PLATFORM, pasts_of

LATEST = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPENED = datetime(2026, 5, 4, tzinfo=UTC)


def _measure(moment: str | None) -> Observation:
    return Observation(
        status="final",
        code=CodeableConcept(text="Poids"),
        subject=Reference(reference="Patient/p"),
        effectiveDateTime=moment,
        performer=[Reference(reference="PractitionerRole/nurse")],
    )


def test_resource_was_written_when_it_says_by_who_it_says() -> None:
    patient = Patient(id="p")
    team = CareTeam(
        status="active", subject=Reference(reference="Patient/p"), period=Period(start="2026-05-04")
    )
    dated, undated, ahead = _measure("2026-11-20T08:00:00Z"), _measure(None), _measure("2027-01-01")
    assert pasts_of([patient, team, dated, undated, ahead], LATEST) == [
        Past(PLATFORM, OPENED),
        Past(PLATFORM, OPENED),
        Past("PractitionerRole/nurse", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        Past("PractitionerRole/nurse", OPENED),
        Past("PractitionerRole/nurse", LATEST),
    ]

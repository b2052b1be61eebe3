"""That the person was told, and does not object: noted by who opened the record, for nearly everyone."""

from datetime import datetime

from cordee.care.consent.shape import Evidence, information
from cordee.fhir.r4 import Consent
from cordee.territories.notice import notice_of
from cordee.territories.people.subject import Subject, role_reference

NOT_YET = 0.06  # of people: the information is still to be given
WAYS = ("oral", "oral", "oral", "written", "phone")


def consents(subject: Subject) -> list[Consent]:
    """Return the note that the information was given, with what proves it; none where it is still to be given."""
    rng = subject.rng("consent")
    if rng.random() < NOT_YET:
        return []
    evidence = Evidence(
        agreed_by=subject.patient.reference or "",
        collected_by=role_reference(subject.manager).reference or "",
        at=datetime.fromisoformat(subject.days.at(subject.since, rng.randint(9, 17))),
        how=rng.choice(WAYS),
        notice=notice_of(subject.territory).uri,
    )
    told = information(subject.patient_id, evidence)
    told.id = subject.ids("information")
    return [told]

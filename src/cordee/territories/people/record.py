"""Writes one person's whole record: the person, the circle, then everything the circle shares."""

from cordee.fhir.r4 import Resource
from cordee.territories.people.parts.agenda import agenda
from cordee.territories.people.parts.assessments import assessments
from cordee.territories.people.parts.circle import care_team, carers, episode
from cordee.territories.people.parts.consent import consents
from cordee.territories.people.parts.documents import documents
from cordee.territories.people.parts.home_plan import home_plan
from cordee.territories.people.parts.measures import measures
from cordee.territories.people.parts.medical import medical
from cordee.territories.people.parts.meeting import meetings
from cordee.territories.people.parts.messages import messages
from cordee.territories.people.parts.notebook import notebook
from cordee.territories.people.parts.orientation import orientation
from cordee.territories.people.parts.plan import plan
from cordee.territories.people.parts.plan_version import plan_version
from cordee.territories.people.parts.request import request
from cordee.territories.people.parts.sections import sections
from cordee.territories.people.parts.social import social
from cordee.territories.people.parts.stay import stay
from cordee.territories.people.parts.todos import todos
from cordee.territories.people.patient import patient
from cordee.territories.people.subject import Subject, role_reference


def record(subject: Subject) -> list[Resource]:
    """Return every resource of a person's record, each after those it refers to wherever that is possible."""
    situations = social(subject)
    gp = role_reference(subject.team["gp"]) if "gp" in subject.team else None
    found: list[Resource] = [
        patient(subject.who, subject.patient_id, gp=gp, seen_on=subject.days.date(subject.since)),
        *carers(subject),
        care_team(subject),
        *consents(subject),
        *request(subject),
        episode(subject),
        *plan(subject),
        *medical(subject),
        *situations,
        *assessments(subject, situations),
        *sections(subject),
        *measures(subject),
        *notebook(subject),
        *messages(subject),
        *agenda(subject),
        *home_plan(subject),
        *meetings(subject),
        *stay(subject),
        *documents(subject),
        *orientation(subject),
    ]
    return [*found, *plan_version(subject, found), *todos(subject)]

"""Requests for support without a record: those a coordinator finds in the morning, in each state, and some answered."""

from datetime import date, datetime, timedelta
from random import Random

from cordee.care.requests.refusing import REFUSALS
from cordee.care.signing import said as said_by
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    Annotation,
    CodeableConcept,
    ContactPoint,
    Extension,
    Patient,
    Reference,
    Resource,
    ServiceRequest,
    Task,
    TaskOutput,
)
from cordee.territories.people.days import Days
from cordee.territories.people.directory import Directory
from cordee.territories.people.fhir_words import coding, concept, reference
from cordee.territories.people.names import LOCAL, family_name, given_names
from cordee.territories.people.parts.request import categories, numbered, qualify_task, told
from cordee.territories.people.patient import insee_code, provisional
from cordee.territories.people.places import Places, street_line
from cordee.territories.people.prose import at, tell
from cordee.territories.people.stable_ids import StableIds
from cordee.territories.people.stories.waiting import WAITING, Waiting
from cordee.territories.people.subject import role_reference
from cordee.territories.people.telecom import landline

MOMENT = -1_000
"""Their ids come after the directory's and before those of the people followed."""
STATUSES = {"rejected": "revoked", "on-hold": "on-hold"}


def open_requests(directory: Directory, today: date) -> list[list[Resource]]:
    """Return one list a request: a person known by hearsay, the request, the task of answering it."""
    return [_Asked(directory, today, rank, one).resources() for rank, one in enumerate(WAITING)]


class _Asked:
    """One request as it is told, in one territory."""

    def __init__(self, directory: Directory, today: date, rank: int, story: Waiting) -> None:
        self.directory, self.territory, self.story = directory, directory.territory, story
        key = f"{self.territory.code}/{directory.seed}"
        self.rng, self.ids = Random(f"{key}/waiting/{rank}"), StableIds(key, MOMENT + rank)
        self.days = Days(today, self.territory.zone)
        self.commune = Places(self.territory).home(self.rng)
        self.year = today.year - story.age
        self.family = family_name(self.rng, LOCAL)
        self.given = given_names(self.rng, LOCAL, is_female=story.is_female, birth_year=self.year)[0]
        self.title = "Mme" if story.is_female else "M."
        self.asked_at = self.days.at(-story.days_ago, story.hour, self.rng.randint(0, 59))
        self.dac = directory.organization(self.territory.dac)

    def resources(self) -> list[Resource]:
        """Return the person, the request, its task."""
        return [self._person(), self._request(), self._task()]

    @property
    def _subject(self) -> Reference:
        return reference("Patient", self.ids("patient"), f"{self.title} {self.given} {self.family}")

    def _person(self) -> Patient:
        born_on = date(self.year, self.rng.randint(1, 12), self.rng.randint(1, 28))
        address = Address(
            use="home",
            line=[street_line(self.rng, self.commune)],
            city=self.commune.name,
            postalCode=self.commune.postcode,
            country="FR",
            extension=[insee_code(self.commune.insee)],
        )
        return provisional(
            self.ids("patient"),
            family=self.family,
            given=self.given,
            is_female=self.story.is_female,
            born_on=born_on if self.story.has_birth_date else None,
            address=address,
            phone=landline(self.rng, self.commune.postcode),
            seen_on=self.days.date(-self.story.days_ago),
        )

    def _request(self) -> ServiceRequest:
        story = self.story
        return ServiceRequest(
            id=self.ids("request"),
            identifier=[numbered(self.ids("request"))],
            extension=told(story.origin, story.consent),
            status=STATUSES.get(story.status, "active"),
            intent="order",
            category=categories(story.kind),
            priority="urgent" if story.is_urgent else "routine",
            code=self._reason(),
            subject=self._subject,
            authoredOn=self.asked_at,
            requester=self._requester(),
            performer=[self.dac],
            note=[Annotation(text=self._tell(story.text))],
        )

    def _reason(self) -> CodeableConcept:
        theme = self.territory.theme(self.story.theme)
        codings = [coding(systems.THEME, theme.code, theme.label)] if theme is not None else None
        return CodeableConcept(coding=codings, text=self._tell(self.story.why))

    def _requester(self) -> Reference:
        story = self.story
        known = (
            self.directory.crew(0).near(story.asked_by, self.commune, self.rng) if story.asked_by else None
        )
        if known is not None:
            return role_reference(known)
        point = ContactPoint(system="phone", value=story.caller_phone)
        contact = (
            [Extension(url=systems.REQUESTER_CONTACT, valueContactPoint=point)]
            if story.caller_phone
            else None
        )
        return Reference(display=story.caller or "Un proche", extension=contact)

    def _task(self) -> Task:
        story = self.story
        hours = self.territory.targets.hours_for(story.kind, is_urgent=story.is_urgent)
        due = datetime.fromisoformat(self.asked_at) + timedelta(hours=hours)
        moved_at = (
            self.asked_at if story.status == "requested" else self.days.at(-story.days_ago, story.hour + 1, 5)
        )
        coordinator = self.directory.crew(0).cast("coordinator")
        mine = role_reference(coordinator) if coordinator is not None else self.dac
        said = said_by(mine, moved_at, self._tell(story.said)) if story.said else None
        return qualify_task(
            self.ids("qualify"),
            request_id=self.ids("request"),
            patient=self._subject,
            owner=self.dac if story.status == "requested" else mine,
            status=story.status,
            asked_at=self.asked_at,
            done_at=moved_at,
            due_on=due.isoformat(),
            reason=self._status_reason(),
            notes=[said] if said is not None else None,
            output=self._turned_to(),
        )

    def _status_reason(self) -> CodeableConcept | None:
        if self.story.refusal:
            return concept(systems.REQUEST_REFUSAL, self.story.refusal, REFUSALS[self.story.refusal])
        return CodeableConcept(text=self._tell(self.story.said)) if self.story.status == "on-hold" else None

    def _turned_to(self) -> list[TaskOutput] | None:
        found = next((one for one in self.territory.organisations if one.type == self.story.turn_to), None)
        if found is None:
            return None
        words = CodeableConcept(text="Structure vers qui se tourner")
        return [TaskOutput(type=words, valueReference=self.directory.organization(found))]

    def _tell(self, text: str) -> str:
        lines = {
            "personne": f"{self.title} {self.family}",
            "prenom": self.given,
            "a_ville": at(self.commune.name),
        }
        return tell(text, self.rng, lines)

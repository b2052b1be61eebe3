"""One record as one statement read it: typed resources by kind, and who is who in it.

Every page of a record opens one chart and lets pure functions read from it, so that a page costs one read of the store.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from cordee.access import Door
from cordee.care.elements import holds, refers_to
from cordee.care.people import Person, name_of_person, people_of
from cordee.fhir.r4 import CareTeam, Patient, PractitionerRole, RelatedPerson
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored

R = TypeVar("R")

# What every page of a record needs: the banner, the circle, what the person allows, and what is late.
ALWAYS: dict[str, int] = {
    "CareTeam": 3,
    "RelatedPerson": 20,
    "EpisodeOfCare": 3,
    "AllergyIntolerance": 20,
    "Flag": 10,
    "Task": 200,
    "Consent": 100,
}


class Chart:
    """The shelves of one record, decoded when they are first looked at."""

    def __init__(self, patient_id: str, shelves: dict[str, list[Stored]]) -> None:
        self.patient_id = patient_id
        self.shelves = shelves
        self._decoded: dict[str, list[Any]] = {}
        self._people: dict[str, Person] | None = None

    def of(self, kind: type[R]) -> list[R]:
        """Return the resources of a type, newest first; none when the asker may not see them."""
        name = kind.__name__
        if name not in self._decoded:
            self._decoded[name] = [stored.resource for stored in self.shelves.get(name, ())]
        return self._decoded[name]

    @property
    def patient(self) -> Patient:
        """Return the person the record is about."""
        found = self.of(Patient)
        if not found:
            raise NotFoundError
        return found[0]

    @property
    def team(self) -> CareTeam | None:
        """Return the one active circle, or None when the asker may not see it or there is none."""
        return next((team for team in self.of(CareTeam) if team.status == "active"), None)

    @property
    def people(self) -> dict[str, Person]:
        """Return who is who by reference: the person, the circle past and present, the relatives."""
        if self._people is None:
            self._people = people_of(self.patient, self.team, self.of(RelatedPerson))
        return self._people

    def person(self, reference: str | None, display: str | None = None) -> Person:
        """Return whoever a reference names; the display given by the resource when the record does not know them."""
        known = self.people.get(reference or "")
        if known is not None:
            return known
        if reference == "system" and not display:
            return Person(reference="system", name="Cordée", kind="platform")
        if (reference or "").startswith("Device/"):
            return Person(
                reference=reference or "", name=display or "Le logiciel d’une structure", kind="organization"
            )
        return Person(reference=reference or "", name=display or "Un professionnel", is_known=bool(display))

    def is_in_circle(self, reference: str, at: datetime) -> bool:
        """Return whether someone stands in the circle at an instant."""
        team = self.team
        return team is not None and any(
            participant.member is not None
            and refers_to(participant.member, reference)
            and holds(participant.period, at)
            for participant in team.participant or ()
        )

    async def learn(self, door: Door, references: Iterable[str]) -> None:
        """Add the names of people the circle does not name, such as coordination staff: one statement, or none."""
        unknown = {
            reference
            for reference in references
            if reference not in self.people and reference.startswith(("PractitionerRole/", "Organization/"))
        }
        if not unknown:
            return
        for reference, stored in (await door.read_many(sorted(unknown))).items():
            if isinstance(stored.resource, PractitionerRole):
                self.people[reference] = name_of_person(reference, stored.resource)
            else:
                name = stored.resource.name or "Une structure"
                self.people[reference] = Person(reference=reference, name=name, kind="organization")


async def open_chart(door: Door, patient_id: str, shelves: dict[str, int] | None = None) -> Chart:
    """Return the record with the newest of each type asked for, besides what every page needs.

    When the record is not the asker's, raises NotFoundError: absent and invisible answer alike.
    Cost: one statement.
    """
    return Chart(patient_id, await door.shelves(patient_id, {**ALWAYS, **(shelves or {})}))

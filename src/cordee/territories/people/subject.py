"""Everything that is known about one person while her record is being written."""

from random import Random

import msgspec

from cordee.fhir.r4 import Reference
from cordee.territories.model import Territory
from cordee.territories.people.days import Days
from cordee.territories.people.fhir_words import reference
from cordee.territories.people.identity import Identity
from cordee.territories.people.professionals import Professional
from cordee.territories.people.prose import tell
from cordee.territories.people.stable_ids import StableIds
from cordee.territories.people.story import Story, Variant


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """A carer of this person: who, under what id; `role` is of TRE_R260."""

    id: str
    relation: str
    role: str
    is_female: bool
    lives_in: bool
    given: str
    family: str

    @property
    def called(self) -> str:
        """Return the carer's full name."""
        return f"{self.given} {self.family}"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One person, her story and the people around her.

    `since` is the day the record was opened, `former` who left the circle, `manager` who answers for the plan,
    `met_at_hour` when they meet today.
    """

    territory: Territory
    days: Days
    key: str
    ids: StableIds
    patient_id: str
    who: Identity
    age: int
    story: Story
    variant: Variant
    since: int
    team: dict[str, Professional]
    former: Professional | None
    companions: tuple[Companion, ...]
    manager: Professional
    met_at_hour: int | None = None
    dac: Reference
    hospital: Reference | None
    words: dict[str, str]

    def rng(self, part: str) -> Random:
        """Return the chance of one part of the record: changing a part leaves the others as they were."""
        return Random(f"{self.key}/{part}")

    def tell(self, line: str, rng: Random) -> str:
        """Return a line of the story, told about this person."""
        return tell(line, rng, self.words)

    @property
    def patient(self) -> Reference:
        """Return the reference to the person."""
        return reference("Patient", self.patient_id, f"{self.who.title} {self.who.called}")

    def has(self, by: str) -> bool:
        """Return whether somebody acts under that role here, the person and her carers included."""
        if by in {"patient", "coordinator"}:
            return True
        return bool(self.companions) if by == "carer" else self._professional(by) is not None

    def member(self, by: str) -> Reference:
        """Return who acts under that role in this circle; the record's manager when nobody else does."""
        if by == "patient":
            return self.patient
        if by == "carer" and self.companions:
            companion = self.companions[0]
            return reference("RelatedPerson", companion.id, companion.called)
        return role_reference(self._professional(by) or self.manager)

    def _professional(self, role: str) -> Professional | None:
        if role in self.team:
            return self.team[role]
        return self.former if self.former is not None and self.former.role.code == role else None


def role_reference(professional: Professional) -> Reference:
    """Return the reference to a professional in a role, named as colleagues do."""
    return reference("PractitionerRole", professional.role_id, professional.called)

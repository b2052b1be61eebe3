"""The professionals of a territory: a crew for every few hundred people, spread over its structures."""

from random import Random

import msgspec

from cordee.territories.model import Commune, Organisation, Role, Territory
from cordee.territories.people.cast import PROFESSIONALS
from cordee.territories.people.names import family_name, given_names, origin
from cordee.territories.people.places import distance_km
from cordee.territories.people.stable_ids import StableIds

PEOPLE_PER_CREW = 480
"""A crew has 3 GPs in each of 4 sectors: one GP for 40 records."""

PER_SECTOR = {
    "gp": 3,
    "nurse": 3,
    "physiotherapist": 2,
    "pharmacist": 1,
    "social-worker": 1,
    "home-help": 1,
    "hospital-doctor": 1,
    "specialist": 1,
}
PER_TERRITORY = {"coordinator": 6, "occupational-therapist": 2, "psychologist": 2, "dietitian": 1}
DOCTORS = frozenset({"gp", "specialist", "hospital-doctor"})
DIRECTORY_MOMENT = -100_000
"""The directory's ids come before those of the people it serves."""

NEAR_KM = 4.0
"""Added to every distance, so that two neighbours of the same town are chosen alike."""


class Professional(msgspec.Struct, frozen=True, kw_only=True):
    """One professional in one role of one structure."""

    role: Role
    is_female: bool
    given: str
    family: str
    organisation: Organisation
    sector: str | None
    rank: int
    practitioner_id: str
    role_id: str

    @property
    def called(self) -> str:
        """Return how colleagues name the professional."""
        name = f"{self.given} {self.family}"
        return f"Dr {name}" if self.role.code in DOCTORS else name

    @property
    def label(self) -> str:
        """Return the French role, in the right gender."""
        return self.role.feminine if self.is_female else self.role.label


class Crew:
    """The professionals one block of people is followed by; the same for the same seed and number."""

    def __init__(self, territory: Territory, seed: int, number: int) -> None:
        self.territory = territory
        self.number = number
        self._ids = StableIds(f"{territory.code}/{seed}", DIRECTORY_MOMENT + number)
        self._seed = f"{seed}/crew/{number}"
        self.members = tuple(self._recruit())
        self._by_role: dict[str, list[Professional]] = {}
        for member in self.members:
            self._by_role.setdefault(member.role.code, []).append(member)

    def of(self, role: str) -> list[Professional]:
        """Return the members who have that role."""
        return self._by_role.get(role, [])

    def cast(self, role: str) -> Professional | None:
        """Return the member of that role in whose place the cast stands: the first of the first sector."""
        first_sector = self.territory.sectors[0].code
        return next(
            (one for one in self.of(role) if one.rank == 0 and one.sector in {None, first_sector}), None
        )

    def near(
        self, role: str, commune: Commune, rng: Random, without: frozenset[str] = frozenset()
    ) -> Professional | None:
        """Return a member of that role who works close to a commune, the closer the likelier.

        When nobody of that role is in the crew, returns None. `without` holds role ids that must not be chosen.
        """
        candidates = [member for member in self.of(role) if member.role_id not in without]
        serving = [member for member in candidates if member.sector in {commune.sector, None}] or candidates
        if not serving:
            return None
        weights = [1 / (NEAR_KM + self._distance(member, commune)) ** 2 for member in serving]
        return rng.choices(serving, weights)[0]

    def _distance(self, member: Professional, commune: Commune) -> float:
        if member.sector is None:
            return 0.0
        there = self.territory.commune(member.organisation.commune)
        return 0.0 if there is None else distance_km(there, commune)

    def _recruit(self) -> list[Professional]:
        members = []
        for sector in self.territory.sectors:
            members += self._team(PER_SECTOR, sector.code)
        return members + self._team(PER_TERRITORY, None)

    def _team(self, numbers: dict[str, int], sector: str | None) -> list[Professional]:
        team = []
        for code, count in numbers.items():
            role = self.territory.role(code)
            if role is not None:
                structures = self._structures(role, sector)
                team += [self._hire(role, sector, rank, structures) for rank in range(count)]
        return team

    def _structures(self, role: Role, sector: str | None) -> list[Organisation]:
        of_type = [o for kind in role.works_in for o in self.territory.organisations if o.type == kind]
        return [o for o in of_type if sector in {None, *self._sectors(o)}] or of_type or [self.territory.dac]

    def _sectors(self, organisation: Organisation) -> tuple[str, ...]:
        commune = self.territory.commune(organisation.commune)
        return organisation.sectors or (() if commune is None else (commune.sector,))

    def _hire(
        self, role: Role, sector: str | None, rank: int, structures: list[Organisation]
    ) -> Professional:
        slot = f"{role.code}/{sector or ''}/{rank}"
        rng = Random(f"{self._seed}/{slot}")
        known = PROFESSIONALS.get((role.code, rank)) if self._is_cast_sector(sector) else None
        is_female = known.is_female if known else rng.random() < (0.5 if role.code in DOCTORS else 0.78)
        family_origin = origin(rng)
        given = (
            known.given if known else given_names(rng, family_origin, is_female=is_female, birth_year=1982)[0]
        )
        return Professional(
            role=role,
            is_female=is_female,
            given=given,
            family=known.family if known else family_name(rng, family_origin),
            organisation=structures[(rank + self.number * 2) % len(structures)],
            sector=sector,
            rank=rank,
            practitioner_id=self._ids(f"practitioner/{slot}"),
            role_id=self._ids(f"role/{slot}"),
        )

    def _is_cast_sector(self, sector: str | None) -> bool:
        return self.number == 0 and sector in {None, self.territory.sectors[0].code}

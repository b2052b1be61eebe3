"""Imagines people: who lives which story, where, and with whom around her."""

from collections.abc import Iterable
from datetime import date
from random import Random

import msgspec

from cordee.territories.model import Commune
from cordee.territories.people.cast import FIRST_CARER, FIRST_PERSON
from cordee.territories.people.days import Days
from cordee.territories.people.directory import Directory
from cordee.territories.people.identity import Identity, Traits, identity
from cordee.territories.people.names import LOCAL, family_name, given_names
from cordee.territories.people.places import Places
from cordee.territories.people.professionals import PEOPLE_PER_CREW, Crew, Professional
from cordee.territories.people.stable_ids import StableIds
from cordee.territories.people.stories import FIRST_STORY, stories_of
from cordee.territories.people.story import SPOUSE, Carer, Story, Variant
from cordee.territories.people.subject import Companion, Subject
from cordee.territories.people.words import words_of

FOLLOWED_BY_THE_CAST = frozenset(range(0, 12, 2))
"""Ranks of the people whose referent is the coordinator one signs in as: a small demonstration has her own records."""
MET_TODAY = {2: 10, 4: 14}
"""Ranks of those of them she meets on the very day, and at what hour."""
OPENED_DAYS_AGO = (25, 420)
FIRST_OPENED_DAYS_AGO = 214
SHARE_WITH_A_FORMER_MEMBER = 0.45
ROLES_THAT_CHANGE = ("nurse", "physiotherapist", "gp", "hospital-doctor")


class Subjects:
    """The people of one territory, for one seed and one day."""

    def __init__(self, directory: Directory, today: date) -> None:
        self.directory = directory
        self.territory = directory.territory
        self.days = Days(today, self.territory.zone)
        self._places = Places(self.territory)
        self._stories = stories_of(self.territory)
        self._weights = [story.weight for story in self._stories]
        self._key = f"{self.territory.code}/{directory.seed}"

    def subject(self, index: int) -> Subject:
        """Return the person of that rank; rank 0 is the first record of the cast.

        The same territory, seed, day and rank always give the same person, whoever else is imagined.
        """
        key = f"{self._key}/{index}"
        rng = Random(f"{key}/person")
        is_first = index == 0
        story, variant, traits = self._first() if is_first else self._drawn(rng)
        ids = StableIds(self._key, index)
        who = identity(rng, index, traits, self._places, self.days.today.year)
        crew = self.directory.crew(index // PEOPLE_PER_CREW)
        team = _team(crew, who.commune, (*story.circle, *variant.roles()), rng, is_first=is_first)
        managers = crew.of("coordinator") or list(team.values()) or list(crew.members)
        drawn = managers[0] if is_first else rng.choice(managers)
        manager = managers[0] if index in FOLLOWED_BY_THE_CAST else drawn
        former = _former(crew, who.commune, team, rng, variant.left)
        companions = _companions(variant.carers, who, rng, ids, is_first=is_first)
        doctor = team.get("hospital-doctor") or (former if variant.left == "hospital-doctor" else None)
        return Subject(
            territory=self.territory,
            days=self.days,
            key=key,
            ids=ids,
            patient_id=ids("patient"),
            who=who,
            age=traits.age,
            story=story,
            variant=variant,
            since=-(FIRST_OPENED_DAYS_AGO if is_first else rng.randint(*OPENED_DAYS_AGO)),
            team=team,
            former=former,
            companions=companions,
            manager=manager,
            met_at_hour=MET_TODAY.get(index),
            dac=self.directory.organization(self.territory.dac),
            hospital=self.directory.organization(doctor.organisation) if doctor else None,
            words=words_of(who, traits.age, team, manager, companions, doctor),
        )

    def _first(self) -> tuple[Story, Variant, Traits]:
        first_sector = self.territory.sectors[0].code
        near = [commune for commune in self.territory.communes if commune.sector == first_sector]
        town = max(near or self.territory.communes, key=lambda commune: commune.population)
        traits = Traits(
            age=FIRST_PERSON.age,
            is_female=FIRST_PERSON.is_female,
            given=FIRST_PERSON.given,
            birth_name=FIRST_PERSON.birth_name,
            used_name=FIRST_PERSON.used_name,
            commune=town,
            day=FIRST_PERSON.birth_day,
            line=FIRST_PERSON.line,
        )
        return FIRST_STORY, FIRST_STORY.variants[0], traits

    def _drawn(self, rng: Random) -> tuple[Story, Variant, Traits]:
        story = rng.choices(self._stories, self._weights)[0]
        variant = rng.choice(story.variants)
        women = story.women if variant.women is None else variant.women
        return story, variant, Traits(age=rng.randint(*story.ages), is_female=rng.random() < women)


def _team(
    crew: Crew, commune: Commune, roles: Iterable[str], rng: Random, *, is_first: bool
) -> dict[str, Professional]:
    wanted = dict.fromkeys(roles)
    found = {role: crew.cast(role) if is_first else crew.near(role, commune, rng) for role in wanted}
    return {role: professional for role, professional in found.items() if professional is not None}


def _former(
    crew: Crew, commune: Commune, team: dict[str, Professional], rng: Random, left: str | None
) -> Professional | None:
    if left is not None:
        return crew.cast(left)
    if rng.random() > SHARE_WITH_A_FORMER_MEMBER:
        return None
    present = frozenset(one.role_id for one in team.values())
    return crew.near(rng.choice(ROLES_THAT_CHANGE), commune, rng, present)


def _companions(
    carers: tuple[Carer, ...], who: Identity, rng: Random, ids: StableIds, *, is_first: bool
) -> tuple[Companion, ...]:
    companions = [_companion(carer, who, rng, ids(f"carer/{rank}")) for rank, carer in enumerate(carers)]
    if is_first and companions:
        known = msgspec.structs.replace(companions[0], given=FIRST_CARER.given, family=FIRST_CARER.family)
        companions[0] = known
    return tuple(companions)


def _companion(carer: Carer, who: Identity, rng: Random, id_: str) -> Companion:
    is_spouse = carer.relation == SPOUSE
    is_female = not who.is_female if is_spouse else carer.is_female
    born = who.born_on.year + carer.years_younger
    return Companion(
        id=id_,
        relation=_spouse(is_female, carer.same_name) if is_spouse else carer.relation,
        role=carer.role,
        is_female=is_female,
        lives_in=is_spouse or carer.lives_in,
        given=given_names(rng, who.origin, is_female=is_female, birth_year=born)[0],
        family=who.used_name if carer.same_name else family_name(rng, LOCAL),
    )


def _spouse(is_female: bool, is_married: bool) -> str:
    if is_married:
        return "sa femme" if is_female else "son mari"
    return "sa compagne" if is_female else "son compagnon"

"""Where people live and were born: communes weighted by their inhabitants, neighbours by distance."""

from bisect import bisect
from itertools import accumulate
from math import cos, hypot, radians
from random import Random

import msgspec
from faker.providers.person.fr_FR import Provider

from cordee.territories.model import Commune, Territory
from cordee.territories.people.names import Origin

KM_PER_DEGREE = 111.2
STREETS = (
    "rue de la République|rue Victor-Hugo|rue des Tilleuls|rue du Moulin|place de l’Église|chemin des Vignes|"
    "rue du Lavoir|impasse des Lilas|rue Jean-Jaurès|rue Pasteur|route de Mâcon|avenue de la Gare|rue des Écoles|"
    "allée des Acacias|rue du Stade|rue Lamartine|chemin de la Fontaine|rue du Château|rue de l’Étang|rue des Jardins|"
    "lotissement Les Charmes|rue du 8-Mai-1945|rue du 11-Novembre|rue de Bourgogne|rue des Mineurs|quai du Canal"
).split("|")
BORN_ELSEWHERE = (
    ("21231", "Dijon"),
    ("71270", "Mâcon"),
    ("71106", "Charolles"),
    ("21054", "Beaune"),
    ("58194", "Nevers"),
    ("39300", "Lons-le-Saunier"),
    ("69123", "Lyon"),
    ("42218", "Saint-Étienne"),
    ("03190", "Moulins"),
    ("01053", "Bourg-en-Bresse"),
    ("25056", "Besançon"),
    ("75056", "Paris"),
    ("59350", "Lille"),
    ("13055", "Marseille"),
    ("2A004", "Ajaccio"),
    ("2B033", "Bastia"),
    ("89024", "Auxerre"),
    ("38185", "Grenoble"),
)
SHARE_BORN_HERE = 0.62


class Birthplace(msgspec.Struct, frozen=True):
    """A place of birth: its COG code (a commune, or 99 and a country) and its name."""

    code: str
    name: str
    country: str = "France"


class Places:
    """The geography of one territory, ready to be drawn from."""

    def __init__(self, territory: Territory) -> None:
        self.communes = territory.communes
        self._totals = list(accumulate(max(commune.population, 1) for commune in territory.communes))

    def home(self, rng: Random) -> Commune:
        """Return a commune, as often as it has inhabitants."""
        return self.communes[bisect(self._totals, rng.random() * self._totals[-1])]

    def birthplace(self, rng: Random, origin: Origin, birth_year: int) -> Birthplace:
        """Return where a person of that origin and year may be born: most often here, elders often abroad."""
        if origin.born_abroad and rng.random() < (0.75 if birth_year < 1970 else 0.2):
            code, country = rng.choice(origin.born_abroad)
            return Birthplace(code, country, country)
        if rng.random() < SHARE_BORN_HERE:
            commune = self.home(rng)
            return Birthplace(commune.insee, commune.name)
        return Birthplace(*rng.choice(BORN_ELSEWHERE))


def street_line(rng: Random, commune: Commune) -> str:
    """Return a line of address: a street in towns, often a hamlet elsewhere."""
    if commune.population < 1_500 and rng.random() < 0.35:
        return f"{rng.randint(1, 40)} lieu-dit {rng.choice(Provider.last_names)}"
    return f"{rng.randint(1, 120)} {rng.choice(STREETS)}"


def distance_km(one: Commune, other: Commune) -> float:
    """Return the distance as the crow flies; flat is close enough within a territory."""
    north = one.at[0] - other.at[0]
    east = (one.at[1] - other.at[1]) * cos(radians(one.at[0]))
    return hypot(north, east) * KM_PER_DEGREE

"""Given names by generation, family names by origin: a mining and farming country where many came from elsewhere."""

from collections.abc import Iterable
from functools import cache
from random import Random

import msgspec
from faker.providers.person.fr_FR import Provider

from cordee.territories.people.cast import FAMILIES

WOMEN = {
    1950: "Jeanne Marguerite Odette Simone Yvonne Suzanne Denise Paulette Ginette Madeleine Lucienne Andrée Germaine "
    "Raymonde Huguette Thérèse Colette Micheline Renée Solange Georgette Bernadette Monique Jacqueline Gisèle Arlette "
    "Josette Claudette Marcelle Geneviève Yvette Éliane Mauricette Gilberte Henriette",
    1975: "Martine Françoise Brigitte Catherine Sylvie Chantal Nicole Annie Dominique Patricia Christine Nathalie "
    "Isabelle Véronique Corinne Pascale Évelyne Béatrice Florence Laurence Agnès Maryse Danielle Joëlle Marylène "
    "Valérie Sandrine Muriel Élisabeth Ghislaine",
    1995: "Stéphanie Céline Delphine Aurélie Émilie Julie Mélanie Audrey Élodie Laëtitia Virginie Séverine Karine "
    "Marion Pauline Charlotte Laura Marine Justine Amandine Cindy Vanessa Jessica Fanny Anaïs Sophie Caroline Claire",
    9999: "Léa Manon Chloé Camille Emma Océane Lucie Clara Inès Jade Louise Alice Zoé Lola Mathilde Eva Romane Margaux",
}
MEN = {
    1950: "Marcel René Roger André Lucien Raymond Maurice Henri Robert Georges Fernand Gaston Louis Albert Paul Jean "
    "Roland Guy Edmond Armand Émile Bernard Gilbert Claude Camille Gabriel Léon Eugène Michel Aimé Désiré Gérard",
    1975: "Alain Patrick Daniel Philippe Christian Jean-Pierre Jean-Claude Serge Didier Pascal Thierry Gilles Éric "
    "Denis Bruno Joël Hervé Yves Francis Dominique Jacky Régis Laurent Marc Jean-Luc Jean-Marc Pierre Thomas Olivier",
    1995: "Sébastien Nicolas Julien Cédric Mickaël Guillaume Romain Anthony Benoît Jérôme Fabien Mathieu Ludovic "
    "Grégory Arnaud Vincent Damien Kevin Jérémy Florian Aurélien Maxime Alexandre Xavier Cyril David Loïc",
    9999: "Lucas Théo Hugo Enzo Nathan Louis Mathis Tom Léo Gabriel Clément Antoine Baptiste Arthur Jules Noah Adam",
}
BURGUNDY = (
    "Bonnardot Charleux Rebillard Guyot Bouillot Lacroix Commaret Thevenot Prost Boisson "
    "Loreau Desbrosses Lagrange Machuron Dessolin Perrusson Digoix Jeannin Ravaud Pelletrat Gaudry Duverne Nectoux "
    "Rateau Truchot Bourgogne Lhenry Buatois Cannard Sotty Tramoy Bidaut Guilleminot Lamalle Chapuis Dury Febvre"
)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Families who share names; `born_abroad` lists the COG country codes elders may be born in."""

    weight: int
    families: tuple[str, ...]
    women: tuple[str, ...] = ()
    men: tuple[str, ...] = ()
    born_abroad: tuple[tuple[str, str], ...] = ()


def _without_the_cast(names: Iterable[str]) -> tuple[str, ...]:
    """Return family names nobody of the demonstration bears, so that a search finds one person."""
    return tuple(name for name in names if name not in FAMILIES)


ORIGINS = (
    Origin(weight=60, families=_without_the_cast(Provider.last_names)),
    Origin(weight=22, families=_without_the_cast(BURGUNDY.split())),
    Origin(
        weight=7,
        families=tuple(
            "Kowalski Nowak Wojcik Kaczmarek Pawlak Zielinski Wisniewski Maciejak Dudek Michalak".split()
        ),
        women=tuple("Stéphanie Hélène Wanda Irène Sophie Hedwige Christine Anna Cécile".split()),
        men=tuple("Stanislas Casimir Édouard Joseph Thaddée Léon Richard Bruno Michel".split()),
        born_abroad=(("99122", "Pologne"),),
    ),
    Origin(
        weight=6,
        families=tuple(
            "Belkacem Benamar Haddouche Boukhari Ziani Cherif Bouzid Saïdi Amrani El-Idrissi".split()
        ),
        women=tuple("Fatima Khadija Zohra Malika Nadia Samira Leïla Yasmina Naïma Sabrina Amel".split()),
        men=tuple("Ahmed Mohamed Rachid Abdelkader Karim Mourad Saïd Farid Samir Nordine Yacine".split()),
        born_abroad=(("99352", "Algérie"), ("99350", "Maroc"), ("99351", "Tunisie")),
    ),
    Origin(
        weight=4,
        families=tuple(
            "Da-Silva Ferreira Pereira Gonçalves Lopes Rodrigues Martins Fernandes Moreira".split()
        ),
        women=tuple("Maria Rosa Fernanda Lurdes Ana Conceição Isabel Teresa Paula".split()),
        men=tuple("Manuel José Antonio Joaquim Fernando Carlos Paulo Luis Armindo".split()),
        born_abroad=(("99139", "Portugal"),),
    ),
    Origin(
        weight=3,
        families=tuple("Rossi Bianchi Colombo Ferrari Marchetti Zanetti Bertolini Moretti".split()),
        women=tuple("Maria Rosa Angèle Giulia Lucia Teresa Carla Antonia".split()),
        men=tuple("Giovanni Antoine Bruno Dino Mario Angelo Luigi Marc".split()),
        born_abroad=(("99127", "Italie"),),
    ),
)
LOCAL = ORIGINS[0]
"""The origin of names taken by marriage or given to the cast."""

_WEIGHTS = tuple(origin.weight for origin in ORIGINS)


def origin(rng: Random) -> Origin:
    """Return where a family comes from, as often as families do."""
    return rng.choices(ORIGINS, _WEIGHTS)[0]


def family_name(rng: Random, family_origin: Origin) -> str:
    """Return a family name of that origin."""
    name = rng.choice(family_origin.families)
    return name.replace("-", " ") if family_origin.born_abroad else name


def given_names(
    rng: Random, family_origin: Origin, *, is_female: bool, birth_year: int, count: int = 1
) -> tuple[str, ...]:
    """Return different given names people of that year and origin bear, the first one in use."""
    own = family_origin.women if is_female else family_origin.men
    usual = _of_generation(is_female, birth_year)
    if not own:
        return tuple(rng.sample(usual, count))
    first = rng.choice(own)
    return first, *rng.sample([name for name in own + usual[:8] if name != first], count - 1)


@cache
def _of_generation(is_female: bool, birth_year: int) -> tuple[str, ...]:
    table = WOMEN if is_female else MEN
    limit = next(limit for limit in table if birth_year < limit)
    return tuple(table[limit].split())

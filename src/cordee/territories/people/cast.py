"""The named people of the demonstration: invented, fixed, and first in the population."""

import msgspec


class CastProfessional(msgspec.Struct, frozen=True, kw_only=True):
    """A professional of the cast, who takes the place of one member of the first crew."""

    given: str
    family: str
    is_female: bool


class CastPerson(msgspec.Struct, frozen=True, kw_only=True):
    """The person of the first record."""

    given: tuple[str, ...]
    birth_name: str
    used_name: str
    is_female: bool
    age: int
    birth_day: int
    line: str


class CastCarer(msgspec.Struct, frozen=True, kw_only=True):
    """The close person of the first record."""

    given: str
    family: str


PROFESSIONALS: dict[tuple[str, int], CastProfessional] = {
    ("coordinator", 0): CastProfessional(given="Hélène", family="Charbonnier", is_female=True),
    ("gp", 0): CastProfessional(given="Étienne", family="Rousselot", is_female=False),
    ("nurse", 0): CastProfessional(given="Leïla", family="Mansouri", is_female=True),
    ("social-worker", 0): CastProfessional(given="Bastien", family="Colas", is_female=False),
    ("nurse", 1): CastProfessional(given="Julien", family="Morizot", is_female=False),
    ("hospital-doctor", 0): CastProfessional(given="Aude", family="Lacombe", is_female=True),
}
"""Role and rank, in the first sector of the territory."""

OUTSIDE_THE_FIRST_RECORD = ("nurse", 1)
"""Who works nearby, follows other people, and must never stand in the circle of the first record."""

FIRST_PERSON = CastPerson(
    given=("Marguerite", "Jeanne", "Louise"),
    birth_name="Gauthey",
    used_name="Pernot",
    is_female=True,
    age=84,
    birth_day=9,
    line="6 rue Guérin, 1er étage",
)
FIRST_CARER = CastCarer(given="Isabelle", family="Pernot")

OFFICER = CastProfessional(given="Solène", family="Arbelot", is_female=True)
OFFICER_LOGIN = "referente-vie-privee"

FAMILIES = frozenset(
    {one.family for one in PROFESSIONALS.values()}
    | {FIRST_PERSON.birth_name, FIRST_PERSON.used_name, FIRST_CARER.family, OFFICER.family}
)
"""Names nobody else bears."""

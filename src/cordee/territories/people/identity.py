"""Who an imagined person is: the strict traits of a national identity, and how to reach her."""

from calendar import monthrange
from datetime import date
from random import Random

import msgspec

from cordee.territories.model import Commune
from cordee.territories.people import ins
from cordee.territories.people.names import LOCAL, Origin, family_name, given_names, origin
from cordee.territories.people.places import Birthplace, Places, street_line
from cordee.territories.people.telecom import email, landline, mobile

SHARE_OF_MARRIED_WOMEN_WITH_USED_NAME = 0.8


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The traits of one person; `given` is the whole list of the birth certificate, the first one in use."""

    is_female: bool
    birth_name: str
    used_name: str
    given: tuple[str, ...]
    born_on: date
    birthplace: Birthplace
    ins_nir: str
    commune: Commune
    line: str
    phones: tuple[str, ...]
    email: str | None
    origin: Origin

    @property
    def title(self) -> str:
        """Return Mme or M."""
        return "Mme" if self.is_female else "M."

    @property
    def called(self) -> str:
        """Return how the person is called: given name in use, then the name she uses."""
        return f"{self.given[0]} {self.used_name}"


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What a story, or the cast, decides before chance does; None leaves it to chance."""

    age: int
    is_female: bool
    given: tuple[str, ...] | None = None
    birth_name: str | None = None
    used_name: str | None = None
    commune: Commune | None = None
    birthplace: Birthplace | None = None
    day: int | None = None
    line: str | None = None


def identity(rng: Random, index: int, traits: Traits, places: Places, year: int) -> Identity:
    """Return the identity of the person of rank `index` in year `year`, coherent down to the key of her INS."""
    family_origin = origin(rng) if traits.birth_name is None else LOCAL
    birth_year = year - traits.age
    month = ins.month_of(index)
    place = traits.birthplace or places.birthplace(rng, family_origin, birth_year)
    commune = traits.commune or places.home(rng)
    birth_name = traits.birth_name or family_name(rng, family_origin)
    used_name = traits.used_name or _used_name(rng, traits, birth_name)
    given = traits.given or given_names(
        rng, family_origin, is_female=traits.is_female, birth_year=birth_year, count=rng.choice((1, 2, 2, 3))
    )
    phones = (landline(rng, commune.postcode), mobile(rng)) if traits.age > 55 else (mobile(rng),)
    return Identity(
        is_female=traits.is_female,
        birth_name=birth_name,
        used_name=used_name,
        given=given,
        born_on=date(birth_year, month, traits.day or rng.randint(1, monthrange(birth_year, month)[1])),
        birthplace=place,
        ins_nir=ins.ins_nir(
            is_female=traits.is_female,
            year=birth_year,
            month=month,
            place=place.code,
            order=ins.order_of(index),
        ),
        commune=commune,
        line=traits.line or street_line(rng, commune),
        phones=phones,
        email=email(given[0], used_name, suffix=str(rng.randint(1, 99)))
        if rng.random() < _mail(traits)
        else None,
        origin=family_origin,
    )


def _used_name(rng: Random, traits: Traits, birth_name: str) -> str:
    if not traits.is_female or traits.age < 25:
        return birth_name
    share = SHARE_OF_MARRIED_WOMEN_WITH_USED_NAME if traits.age > 60 else 0.45
    return family_name(rng, LOCAL) if rng.random() < share else birth_name


def _mail(traits: Traits) -> float:
    return 0.95 if traits.age < 60 else 0.5 if traits.age < 78 else 0.15

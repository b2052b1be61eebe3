"""What somebody asks the directory, from the form or from a link: words, kind, profession, need, place, distance."""

from collections.abc import Callable

import msgspec

from cordee.care.directory import NEEDS, Wanted
from cordee.kernel.whole_number import whole_number
from cordee.store.directory.search import CANDIDATES_MAX, PAGE_SIZE
from cordee.territories import Commune, Territory
from cordee.web.directory.geography import commune_named, distances

TEXT_LENGTH = 100
KINDS = {"": "Tout", "professional": "Professionnels", "structure": "Structures", "offer": "Offres"}
RANGES = {
    "": "tout le territoire",
    "10": "à moins de 10 km",
    "20": "à moins de 20 km",
    "40": "à moins de 40 km",
}
EVERYWHERE = "partout"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question; `place` is as written, `commune` what it names."""

    text: str = ""
    kind: str = ""
    role: str = ""
    need: str = ""
    place: str = ""
    commune: Commune | None = None
    within: str = ""
    free_only: bool = False
    offset: int = 0

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was asked yet."""
        return not (self.text or self.kind or self.role or self.need or self.place or self.free_only)


def read_asked(territory: Territory, value: Callable[[str], str]) -> Asked:
    """Return the question in what was sent; what is not known is left out."""
    place = value("lieu").strip()[:TEXT_LENGTH]
    within = value("rayon")
    roles = {role.code for role in territory.roles}
    return Asked(
        text=value("q").strip()[:TEXT_LENGTH],
        kind=value("type") if value("type") in KINDS else "",
        role=value("metier") if value("metier") in roles else "",
        need=value("besoin") if value("besoin") in NEEDS else "",
        place=place,
        commune=commune_named(territory, place),
        within=within if within in RANGES or within == EVERYWHERE else "",
        free_only=value("places") == "oui",
        offset=whole_number(value("suite"), CANDIDATES_MAX) or 0,
    )


def wanted_of(asked: Asked, territory: Territory, *, everywhere: bool = False) -> Wanted:
    """Return what the store is asked: near first, kept to the territory unless everywhere is wanted."""
    facets = {
        "kind": (asked.kind,) if asked.kind else (),
        "role": (asked.role,) if asked.role else (),
        "need": (asked.need,) if asked.need else (),
        "places": ("free",) if asked.free_only else (),
    }
    radius = float(asked.within) if asked.within.isdigit() else None
    everywhere = everywhere or asked.within == EVERYWHERE
    unknown = asked.place if asked.place and asked.commune is None else ""
    return Wanted(
        text=f"{asked.text} {unknown}".strip(),
        facets={name: values for name, values in facets.items() if values},
        communes=distances(territory, asked.commune, None if everywhere else radius),
        only_near=not everywhere,
        by_distance=asked.commune is not None and not asked.text,
        offset=asked.offset,
        limit=PAGE_SIZE,
    )

"""Where the communes of a territory are: distances between them, and their places on a drawing. Pure."""

from functools import lru_cache
from math import cos, hypot, radians

import msgspec

from cordee.fhir.search import normalize
from cordee.territories import Commune, Territory

KM_PER_DEGREE = 111.2
WIDTH = 420  # units of the drawing
MARGIN = 26
NAMED_MAX = 12  # towns whose name is written on the map


class Spot(msgspec.Struct, frozen=True):
    """A commune on the drawing."""

    insee: str
    name: str
    x: float
    y: float
    radius: float


class Region(msgspec.Struct, frozen=True):
    """A sector on the drawing: the outline of its communes."""

    name: str
    rank: int
    points: str


class Drawing(msgspec.Struct, frozen=True):
    """The territory drawn flat: communes, the towns that are named, outlines of sectors."""

    height: int
    spots: dict[str, Spot]
    named: tuple[Spot, ...]
    regions: tuple[Region, ...]


def commune_named(territory: Territory, written: str) -> Commune | None:
    """Return the commune somebody means by a name or a postcode: the most populated one of several."""
    wanted = normalize(written)
    if not wanted:
        return None
    same = [one for one in territory.communes if normalize(one.name) == wanted or one.postcode == wanted]
    begun = same or [one for one in territory.communes if normalize(one.name).startswith(wanted)]
    return max(begun, key=lambda one: one.population, default=None)


def distances(territory: Territory, centre: Commune | None, within_km: float | None) -> dict[str, float]:
    """Return the distance in km of each commune from a centre, up to a bound; 0 for all without a centre."""
    found = {one.insee: 0.0 if centre is None else round(km(one, centre), 1) for one in territory.communes}
    if within_km is None or centre is None:
        return found
    return {insee: away for insee, away in found.items() if away <= within_km}


def km(one: Commune, other: Commune) -> float:
    """Return the distance as the crow flies between two centres: flat is close enough within a territory."""
    north = one.at[0] - other.at[0]
    east = (one.at[1] - other.at[1]) * cos(radians((one.at[0] + other.at[0]) / 2))
    return hypot(north, east) * KM_PER_DEGREE


@lru_cache(maxsize=8)
def drawing_of(territory: Territory) -> Drawing:
    """Return the territory drawn flat. Cost: some milliseconds, once a process."""
    latitudes = [one.at[0] for one in territory.communes]
    longitudes = [one.at[1] for one in territory.communes]
    north, west = max(latitudes), min(longitudes)
    squeeze = cos(radians(sum(latitudes) / len(latitudes)))
    scale = (WIDTH - 2 * MARGIN) / max((max(longitudes) - west) * squeeze, 0.01)
    spots = {
        one.insee: Spot(
            one.insee,
            one.name,
            round(MARGIN + (one.at[1] - west) * squeeze * scale, 1),
            round(MARGIN + (north - one.at[0]) * scale, 1),
            round(min(1.1 + one.population**0.5 / 60, 5.0), 1),
        )
        for one in territory.communes
    }
    height = round(2 * MARGIN + (north - min(latitudes)) * scale)
    towns = sorted(territory.communes, key=lambda one: -one.population)[:NAMED_MAX]
    regions = tuple(
        Region(
            sector.name,
            rank,
            _outline([spots[o.insee] for o in territory.communes if o.sector == sector.code]),
        )
        for rank, sector in enumerate(territory.sectors)
    )
    return Drawing(height, spots, _apart([spots[one.insee] for one in towns]), regions)


def _apart(spots: list[Spot]) -> tuple[Spot, ...]:
    """Return those whose names do not cover one another, the biggest first."""
    kept: list[Spot] = []
    for one in spots:
        if all(abs(one.y - other.y) > 22 or abs(one.x - other.x) > 110 for other in kept):
            kept.append(one)
    return tuple(kept)


def _outline(spots: list[Spot]) -> str:
    """Return the convex outline of some points, as a drawing's `points` (monotone chain)."""
    points = sorted({(one.x, one.y) for one in spots})
    if len(points) < 3:
        return " ".join(f"{x},{y}" for x, y in points)
    halves = []
    for ordered in (points, points[::-1]):
        half: list[tuple[float, float]] = []
        for point in ordered:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves += half[:-1]
    return " ".join(f"{x},{y}" for x, y in halves)


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

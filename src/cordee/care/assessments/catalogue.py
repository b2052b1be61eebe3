"""Which grids there are: the active Questionnaires stored here, the newest version of each."""

from cordee.access import Door
from cordee.care.assessments.grid import Grid, grid_of, parse_grid
from cordee.care.definitions import definition_at
from cordee.fhir.search import parse_query

GRIDS_MAX = 200


async def grids(door: Door) -> list[Grid]:
    """Return the newest active version of each grid, by title. Cost: one statement."""
    pairs = [("status", "active"), ("_sort", "-_lastUpdated"), ("_count", str(GRIDS_MAX))]
    page = await door.search(parse_query("Questionnaire", pairs))
    found: dict[str, Grid] = {}
    for row in page.rows:
        grid = parse_grid(bytes(row.content))
        known = found.get(grid.url)
        if known is None or version_key(grid.version) > version_key(known.version):
            found[grid.url] = grid
    return sorted(found.values(), key=lambda grid: grid.title.casefold())


async def grid_at(door: Door, canonical: str) -> Grid | None:
    """Return the grid a response names, in the version it names, or None when nobody has it."""
    found = await definition_at(door, canonical, ("Questionnaire",))
    return None if found is None else grid_of(found)


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Return what orders versions: numbers as numbers, `1.10` after `1.9`."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))

"""Which grids there are: the active Questionnaires stored here, the newest version of each."""

import asyncio
from collections.abc import Collection, Iterable

from cordee.access import Door
from cordee.care.assessments.grid import Grid, grid_of, parse_grid
from cordee.care.definitions import definition_at
from cordee.fhir.sdc import lists_named
from cordee.fhir.search import parse_query

GRIDS_MAX = 200


async def grids(door: Door, urls: Collection[str] | None = None) -> list[Grid]:
    """Return the newest active version of each grid, or of those at some addresses, by title. Cost: one statement."""
    if urls is not None and not urls:
        return []
    found: dict[str, Grid] = {}
    for grid in await _active(door, urls):
        known = found.get(grid.url)
        if known is None or version_key(grid.version) > version_key(known.version):
            found[grid.url] = grid
    return sorted(found.values(), key=lambda grid: grid.title.casefold())


async def lists_missing(door: Door) -> frozenset[str]:
    """Return the lists of answers that active grids name and that cannot be offered now. Cost: one statement."""
    found = (url for grid in await _active(door) for url in lists_named(grid.questionnaire))
    return frozenset(url for url in found if not url.startswith("#"))


async def _active(door: Door, urls: Collection[str] | None = None) -> list[Grid]:
    pairs = [("status", "active"), ("_sort", "-_lastUpdated"), ("_count", str(GRIDS_MAX))]
    if urls is not None:
        pairs.append(("url", ",".join(_escaped(url) for url in sorted(urls)[:GRIDS_MAX])))
    page = await door.search(parse_query("Questionnaire", pairs))
    return await _parsed(bytes(row.content) for row in page.rows)


async def grid_at(door: Door, canonical: str) -> Grid | None:
    """Return the grid a response names, in the version it names, or None when nobody has it. Cost: one statement."""
    url, _, version = canonical.partition("|")
    pairs = [
        ("url", _escaped(url)),
        ("_sort", "-_lastUpdated"),
        ("_count", "20"),
    ]
    page = await door.search(parse_query("Questionnaire", pairs))
    stored = await _parsed(bytes(row.content) for row in page.rows)
    grid = next((one for one in stored if not version or one.version == version), None)
    if grid is not None:
        return grid
    found = await definition_at(door, canonical, ("Questionnaire",))
    return None if found is None else await asyncio.to_thread(grid_of, found)


async def _parsed(contents: Iterable[bytes]) -> list[Grid]:
    """Return grids parsed in a thread: one that is new, or hostile, holds up nobody else."""
    return await asyncio.to_thread(lambda: [parse_grid(content) for content in contents])


def _escaped(url: str) -> str:
    return url.replace("\\", "\\\\").replace(",", "\\,")


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Return what orders versions: numbers as numbers, `1.10` after `1.9`."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))

"""What left an extract: closed, never deleted."""

from cordee.access import Door
from cordee.exchange.directory.report import DirectoryTally

CLOSED_AT_ONCE = 1000  # resources of one transaction
CLOSED_SHARE_MAX = (
    0.5  # of the lines known; a file with fewer left is thought to be cut short, and closes nothing
)


async def close_departures(door: Door, source: str, run: int, tally: DirectoryTally) -> None:
    """Make inactive what earlier runs brought and this one did not read, unless it is more than half of it."""
    missing, standing = await door.directory_lines.standing(source, run)
    if missing > standing * CLOSED_SHARE_MAX:
        tally.kept_open = missing
        return
    while gone := await door.directory_lines.gone(source, run, CLOSED_AT_ONCE):
        found = await door.read_many(gone)
        async with door.writing() as unit:
            for stored in found.values():
                resource = stored.resource
                if stored.type == "Location":
                    resource.status = "inactive"
                else:
                    resource.active = False
                unit.put(resource)
        await door.directory_lines.close(source, gone)
        tally.closed += len(gone)

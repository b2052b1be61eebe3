"""The trace of a period on standard output."""

import sys
from datetime import UTC, datetime

from cordee.access.trace import TraceKeeper
from cordee.access.trace.table import heading, table
from cordee.kernel.settings import SettingError
from cordee.store.trace import LineFilter


def day(text: str | None) -> datetime | None:
    """Return the beginning of a day in UTC; raises SettingError for what is no day."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise SettingError(
            f"Un jour s’écrit AAAA-MM-JJ ; reçu : {text!r}.", f"A day is written YYYY-MM-DD; got {text!r}."
        ) from None


async def exported(keeper: TraceKeeper, since: datetime | None, until: datetime | None) -> int:
    """Print the lines of a period as CSV and return how many there were; the export is traced first."""
    asked = LineFilter(since=since, until=until)
    sys.stdout.write(heading())
    count = 0
    async for lines in keeper.export(asked):
        sys.stdout.write(table(lines))
        count += len(lines)
    return count

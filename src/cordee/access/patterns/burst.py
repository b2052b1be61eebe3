"""A burst: one person opened more different records in an hour than their work asks for."""

from datetime import timedelta

from cordee.store.trace.conduct import Reach

WINDOW = timedelta(hours=1)


def is_burst(reach: Reach, records_an_hour: int) -> bool:
    """Return whether more records were opened than the threshold; lists and searches open none."""
    return reach.records > records_an_hour

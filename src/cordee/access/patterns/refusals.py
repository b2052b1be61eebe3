"""Many refusals: one person tried record after record that are not theirs to see."""

from cordee.store.trace.conduct import Reach


def are_many(reach: Reach, records_an_hour: int) -> bool:
    """Return whether more different records were refused in the hour than the threshold."""
    return reach.refused > records_an_hour

"""Which records are closed: an episode of care ended there, and none is open or suspended."""

from typing import LiteralString

_EPISODE: LiteralString = """SELECT 1 FROM resource r
        WHERE r.patient_id = m.patient_id AND r.type = 'EpisodeOfCare' AND NOT r.deleted"""

IS_CLOSED: LiteralString = f"""(EXISTS ({_EPISODE}
        AND r.content ->> 'status' = 'finished' AND {{in_record}} OFFSET 0)
    AND NOT EXISTS ({_EPISODE}
        AND r.content ->> 'status' IN ('active', 'onhold') AND {{in_record}} OFFSET 0))"""
"""That a record `m` is closed, as far as the asker may see: else it counts as open.

Cost: a probe of `resource_closed`, an index of ended episodes alone; the others are read where one ended.
"""


def kept(is_closed: bool | None) -> LiteralString:
    """Return the condition that keeps records open, or closed, of a query that says `is_closed`; None keeps all."""
    if is_closed is None:
        return "true"
    return "c.is_closed" if is_closed else "NOT c.is_closed"

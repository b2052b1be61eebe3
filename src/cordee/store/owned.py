"""Resources that are nobody's record: seen by whoever wrote them alone, or, for letters, by those they name alone.

Who writes there needs no circle: `authorship` decides who may change what is there, `flush` who may begin.
"""

from typing import LiteralString

OWNED_TYPES = frozenset({"Group", "Subscription"})
ADDRESSED_TYPE = "Communication"

IS_OWN: LiteralString = (
    "(r.patient_id IS NULL AND r.type IN ('Group', 'Subscription') AND r.updated_by = %(who)s)"
)

IS_ADDRESSED: LiteralString = """(r.patient_id IS NULL AND r.type = 'Communication' AND EXISTS (
    SELECT 1 FROM addressee a
    WHERE a.source_key = r.key AND a.patient_id IS NULL AND a.who = ANY(%(keys)s) OFFSET 0))"""
"""That a Communication of no record is from, or to, the asker."""


def is_owned(type_: str, patient_id: str | None) -> bool:
    """Return whether a resource is its writer's, or its addressees', whatever circles they stand in."""
    return patient_id is None and (type_ in OWNED_TYPES or type_ == ADDRESSED_TYPE)

"""Resources that are nobody's record and belong to whoever wrote them: seen and changed by them alone."""

from typing import LiteralString

OWNED_TYPES = frozenset({"Group", "Subscription"})

IS_OWN: LiteralString = (
    "(r.patient_id IS NULL AND r.type IN ('Group', 'Subscription') AND r.updated_by = %(who)s)"
)


def is_owned(type_: str, patient_id: str | None) -> bool:
    """Return whether a resource belongs to its writer, whatever circles they stand in."""
    return patient_id is None and type_ in OWNED_TYPES

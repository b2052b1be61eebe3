"""Resources that are nobody's record: seen by whoever wrote them alone, or, for letters and their files, by those the
letters name alone.

Who writes there needs no circle: `authorship` decides who may change what is there, `flush` who may begin.

And what a structure offers: everybody sees it, its own staff say what of it is free.
"""

from typing import Any, LiteralString

from cordee.fhir import decode
from cordee.store.asker import Asker

OWNED_TYPES = frozenset({"Group", "Subscription"})
ADDRESSED_TYPE = "Communication"
JOINED_TYPE = "Binary"

IS_OWN: LiteralString = (
    "(r.patient_id IS NULL AND r.type IN ('Group', 'Subscription') AND r.updated_by = %(who)s)"
)

IS_OF_ACCOUNT: LiteralString = """(r.patient_id IS NULL AND r.type = 'Subscription' AND EXISTS (
    SELECT 1 FROM subscription u WHERE u.key = r.key AND u.account_id = %(account)s OFFSET 0))"""
"""That a Subscription was last written by the account, or with the grant, that asks: all a token of one patient keeps
of what is its writer's, for the rest tells of other records. ADR 0023."""

IS_ADDRESSED: LiteralString = """(r.patient_id IS NULL AND r.type = 'Communication' AND EXISTS (
    SELECT 1 FROM addressee a
    WHERE a.source_key = r.key AND a.patient_id IS NULL AND a.who = ANY(%(keys)s) OFFSET 0))"""
"""That a Communication of no record is from, or to, the asker."""

IS_JOINED: LiteralString = """(r.patient_id IS NULL AND r.type = 'Binary' AND EXISTS (
    SELECT 1 FROM letter_file f JOIN addressee a ON a.source_key = f.letter_key
    WHERE f.source_key = r.key AND a.patient_id IS NULL AND a.who = ANY(%(keys)s) OFFSET 0))"""
"""That a Binary of no record was sent with a Communication of no record that is from, or to, the asker. ADR 0048."""


def is_owned(type_: str, patient_id: str | None) -> bool:
    """Return whether a resource is its writer's, or its addressees', whatever circles they stand in."""
    return patient_id is None and (type_ in OWNED_TYPES or type_ in (ADDRESSED_TYPE, JOINED_TYPE))


def is_own_offer(asker: Asker, type_: str, stood: bytes | None, becomes: Any) -> bool:
    """Return whether a change is to an offer of the asker's own structure, which stays that structure's.

    - professionals of the structure change its offers, such as their waiting places;
    - they create and delete none, and hand none over: the directory's imports and the platform do.
    """
    if type_ != "HealthcareService" or stood is None or becomes is None:
        return False
    if not asker.may_open_records or not asker.organization:
        return False
    before: Any = decode(stood, type_)
    return all(
        one.providedBy is not None and one.providedBy.reference == asker.organization
        for one in (before, becomes)
    )

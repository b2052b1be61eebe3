"""The records an asker's circles open, each with what of it they may see: the one predicate, asked once a record.

A statement joins these rows, as `m`, with the resources of each record, and tests a resource `r` by `in_my_record`. It
is the same right as `predicate.visible`, cheaper where many rows of few records are read.
"""

import re
from typing import LiteralString

from cordee.store.asker import Asker
from cordee.store.predicate import NOW_OPEN, RULE_IN_FORCE

MY_MEMBERSHIPS: LiteralString = f"SELECT 1 FROM circle c WHERE {NOW_OPEN}"
"""The asker's memberships in force, to be counted."""

_IN_MY_RECORD: LiteralString = f"""(
    r.category & m.mask <> 0 AND (r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)
    AND (NOT m.is_refused_in_part OR NOT EXISTS (
        SELECT 1 FROM consent_rule k
        WHERE k.patient_id = r.patient_id AND NOT k.permits AND k.resource_key = r.key
          AND k.categories & r.category <> 0 AND {RULE_IN_FORCE} OFFSET 0)))"""
_MY_RECORDS: LiteralString = f"""
    SELECT * FROM (
        SELECT g.patient_id,
               (g.opened | (g.asking & k.permitted)) & %(reads)s & (~k.refused) AS mask,
               (g.writing | (g.asking_to_write & k.permitted)) & (~k.refused) AS writes,
               g.opened | CASE WHEN k.permitted <> 0 THEN g.asking ELSE 0 END AS standing,
               k.is_refused_in_part
        FROM (
            SELECT c.patient_id,
                   coalesce(bit_or(c.categories) FILTER (WHERE NOT c.needs_consent), 0) AS opened,
                   coalesce(bit_or(c.categories) FILTER (WHERE c.needs_consent), 0) AS asking,
                   coalesce(bit_or(c.writes) FILTER (WHERE NOT c.needs_consent), 0) AS writing,
                   coalesce(bit_or(c.writes) FILTER (WHERE c.needs_consent), 0) AS asking_to_write
            FROM circle c WHERE {NOW_OPEN}{{named}} GROUP BY c.patient_id OFFSET 0) g
        CROSS JOIN LATERAL (
            SELECT coalesce(bit_or(k.categories) FILTER (WHERE k.permits), 0) AS permitted,
                   coalesce(bit_or(k.categories) FILTER (WHERE NOT k.permits AND k.resource_key IS NULL), 0) AS refused,
                   coalesce(bool_or(k.resource_key IS NOT NULL), false) AS is_refused_in_part
            FROM consent_rule k WHERE k.patient_id = g.patient_id AND {RULE_IN_FORCE} OFFSET 0) k) m
    WHERE (m.mask | m.writes) <> 0"""
_ROW = re.compile(r"\br\.")


def my_records(asker: Asker, named: str = "") -> str:
    """Return the query of the records, with patient_id, mask, writes, standing and is_refused_in_part.

    `mask` is what may be read, `writes` what the circle lets write, `standing` what the memberships are for; `named` is
    a condition on the memberships `c`. The platform itself has no circle: see `whole_records`.
    """
    only = " AND c.patient_id = %(only_patient)s" if asker.only_patient else ""
    return _MY_RECORDS.replace("{named}", f"{only}{f' AND {named}' if named else ''}")


def one_record(asker: Asker) -> str:
    """Return the query of the record of `%(patient_id)s` alone, the platform's included."""
    if asker.is_system:
        return whole_records("(VALUES (%(patient_id)s)) p (patient_id)")
    return my_records(asker, "c.patient_id = %(patient_id)s")


def some_records(asker: Asker) -> str:
    """Return the query of those of the records of `%(patients)s` that are the asker's; the platform's are all."""
    if asker.is_system:
        return whole_records("unnest(%(patients)s::text[]) p (patient_id)")
    return my_records(asker, "c.patient_id = ANY(%(patients)s)")


def whole_records(patients: str) -> str:
    """Return the query of records the platform reads whole; `patients` is a FROM item with a column patient_id."""
    return (
        "SELECT DISTINCT p.patient_id, -1 AS mask, -1 AS writes, -1 AS standing, false AS is_refused_in_part"
        f" FROM {patients}"
    )


def in_my_record(asker: Asker, row: str = "r") -> str:
    """Return the condition that a row of the record `m` is the asker's to see."""
    found: str = "true" if asker.is_system else _ROW.sub(f"{row}.", _IN_MY_RECORD)
    return found if asker.only_types is None else f"({found} AND {row}.type = ANY(%(only_types)s))"

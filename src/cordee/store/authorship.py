"""Imputability: a contribution is its author's, and its author is the one who sends it.

Source: cahier de liaison 3.0 (only the author changes or removes a note); PGSSI-S, imputability; ADR 0020.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from cordee.fhir import decode
from cordee.kernel.clock import now
from cordee.store.asker import Asker, system_asker
from cordee.store.categories import DOCUMENTS, MEASURES, MESSAGES, NOTEBOOK, PLAN
from cordee.store.consents import EVERYONE, rules_of
from cordee.store.current import Current
from cordee.store.database import Connection
from cordee.store.errors import ForeignAuthorError, KeptAsMadeError, NotItsAuthorError, OwnRefusalError
from cordee.store.signers import Signer, signers_of
from cordee.store.unchanged import is_unchanged
from cordee.store.wall import shown_within

_CONTRIBUTED = NOTEBOOK | MEASURES | DOCUMENTS | MESSAGES
_CONTRIBUTED_TYPES = frozenset(
    {
        "Binary",
        "ClinicalImpression",
        "Communication",
        "Composition",
        "DiagnosticReport",
        "DocumentReference",
        "Media",
        "Observation",
        "QuestionnaireResponse",
    }
)
_DEVICE = "Device/"
_THEIR_PRACTITIONERS = """
    SELECT content -> 'practitioner' ->> 'reference' FROM resource
    WHERE type = 'PractitionerRole' AND id = ANY(%s) AND NOT deleted"""


def check_author(row: Current, resource: Any, asker: Asker) -> None:
    """Raise NotItsAuthorError when somebody changes or removes a contribution that is not theirs.

    `resource` is what it is to become, None when it is to be removed. May do it:
    - who wrote its first version, or signed it;
    - anybody who may write there, for an assessment that nobody has signed yet;
    - a class the territory lets correct others, in records: what is of none is its sender's; and the platform;
    - whoever may write there, for what the platform brought in and nobody signed;
    - who receives a message, to say that they received it, and nothing else.

    KeptAsMadeError: a version of a plan, and who made it or agreed with it, are changed by nobody but the platform.
    """
    if asker.is_system:
        return
    if _is_kept_as_made(row) and (resource is None or not is_unchanged(resource, row.content, row.type)):
        raise KeptAsMadeError
    if asker.corrects_others and row.patient_id is not None:
        return
    if not row.category & _CONTRIBUTED and row.type not in _CONTRIBUTED_TYPES:
        return
    if row.type == "QuestionnaireResponse" and not _is_signed(row):
        return
    mine = {one for one in own_references(asker) if not one.startswith("Organization/")}
    if row.first_by in mine:
        return
    signed = {one.reference for one in _signers_stored(row)}
    if signed & mine or (not signed and row.first_by == "system") or _is_reception(row, resource, mine):
        return
    raise NotItsAuthorError


def check_own_refusal(row: Current, resource: Any, asker: Asker) -> None:
    """Raise OwnRefusalError when somebody lifts or narrows what keeps them out, by name or as one of a class.

    The person lifts what they refused, and whoever it does not keep out records that they do. What is refused to
    everyone would be nobody's to lift but theirs: any of those who may record does.
    """
    if row.type != "Consent" or row.deleted or asker.is_system:
        return
    mine = set(asker.recipients) - {EVERYONE}
    kept_out = {
        one
        for one in rules_of(decode(row.content, row.type), row.type, row.patient_id)
        if not one.permits and one.recipient in mine and (one.ends_at is None or one.ends_at > now())
    }
    if kept_out and not kept_out <= set(
        rules_of(resource, row.type, row.patient_id) if resource is not None else ()
    ):
        raise OwnRefusalError


def foreign_signers(resource: Any, type_name: str, row: Current | None, asker: Asker) -> list[Signer]:
    """Return those who sign a resource about to be stored, and are neither its sender nor in the version it replaces.

    A device may sign: it is nobody. The platform, and who may write for others, send what anybody signed.
    """
    if asker.is_system or asker.writes_for_others:
        return []
    foreign = [one for one in signers_of(resource, type_name) if not _is_of(one, asker)]
    if not foreign or row is None:
        return foreign
    stood = set(_signers_stored(row))
    return [one for one in foreign if one not in stood]


async def refuse_foreign(connection: Connection, asker: Asker, foreign: Iterable[tuple[str, Signer]]) -> None:
    """Raise ForeignAuthorError for the first of signers, each with its type, who is not the asker by another name.

    A professional is also the Practitioner of their roles. Cost: one statement, and none when no Practitioner signs.
    """
    left = list(foreign)
    if any(one.reference.startswith("Practitioner/") for _, one in left):
        roles = [one.partition("/")[2] for one in asker.keys if one.startswith("PractitionerRole/")]
        async with connection.transaction(), shown_within(connection, system_asker("authorship")):
            rows = await (await connection.execute(_THEIR_PRACTITIONERS, (roles,))).fetchall()
        own = {row[0] for row in rows}
        left = [(type_, one) for type_, one in left if one.reference not in own]
    for type_, one in left:
        raise ForeignAuthorError(f"{type_}.{one.element}")


def own_references(asker: Asker) -> set[str]:
    """Return the references somebody signs with: their own, and their structure's."""
    named = {asker.who, asker.organization, *asker.keys}
    return {one for one in named if "/" in one and not one.startswith("coordination:")}


def _is_kept_as_made(row: Current) -> bool:
    return row.type in ("Bundle", "Provenance") and bool(row.category & PLAN) and not row.deleted


def _is_signed(row: Current) -> bool:
    """Return whether an assessment was signed: a draft is answered by whoever of the circle goes on with it."""
    if row.deleted:
        return False
    stood: Any = decode(row.content, row.type)
    return stood.status in ("completed", "amended")


def _is_of(signer: Signer, asker: Asker) -> bool:
    return signer.reference.startswith(_DEVICE) or signer.reference in own_references(asker)


def _is_reception(row: Current, resource: Any, mine: set[str]) -> bool:
    if row.type != "Communication" or resource is None or row.deleted:
        return False
    stood: Any = decode(row.content, row.type)
    if not any(one.reference in mine for one in stood.recipient or ()):
        return False
    as_before = copy(resource)
    as_before.received = stood.received
    return is_unchanged(as_before, row.content, row.type)


def _signers_stored(row: Current) -> list[Signer]:
    return [] if row.deleted else signers_of(decode(row.content, row.type), row.type)

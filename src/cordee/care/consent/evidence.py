"""What proves a decision: who gave it, how, when, under which notice; and the paper, when there is one."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.consent.errors import NotTheirsToDecideError
from cordee.care.consent.rights import givers, may_record
from cordee.care.consent.shape import COLLECTED_HOW, Evidence
from cordee.care.elements import concept, fhir_instant
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.files import SentFile, keep_file, sent_file
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    DocumentReference,
    DocumentReferenceContent,
)
from cordee.store import Unit

SCAN_TYPE = "59284-0"
SCAN_TITLE = "Écrit de la personne"


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What the form gives: who decides, how they said it, when, under which notice; `scan`: a picture or a PDF."""

    given_by: str
    how: str
    at: datetime
    notice: str
    form_id: str
    scan: bytes = b""


def evidence_of(door: Door, chart: Chart, collected: Collected, *, has_scan: bool = False) -> Evidence:
    """Return the evidence of a decision, once checked.

    Raises NotTheirsToDecideError by `rights.may_record` or when who gives is not among `rights.givers`;
    UnknownChoiceError for a medium of no known kind.
    """
    if not may_record(chart, door.actor):
        raise NotTheirsToDecideError
    if collected.given_by not in dict(givers(chart, door.actor)):
        raise NotTheirsToDecideError
    if collected.how not in COLLECTED_HOW:
        raise UnknownChoiceError("how")
    return Evidence(
        agreed_by=collected.given_by,
        collected_by=door.actor.who,
        at=collected.at,
        how=collected.how,
        notice=collected.notice,
        scan=f"DocumentReference/{_scan_id(collected)}" if has_scan else "",
    )


async def paper_of(collected: Collected) -> SentFile | None:
    """Return the scan ready to be kept, None without one; raises NotADocumentError."""
    return await sent_file(collected.scan, title=SCAN_TITLE) if collected.scan else None


def keep_paper(unit: Unit, door: Door, patient_id: str, collected: Collected, paper: SentFile) -> None:
    """Stage the scan as a document of the record, in the transaction of the decision it proves."""
    attachment = keep_file(unit, paper, patient_id, id_=entry_id(collected.form_id, "scan-content"))
    unit.create(
        DocumentReference(
            id=_scan_id(collected),
            status="current",
            type=CodeableConcept(
                coding=[Coding(system=systems.LOINC, code=SCAN_TYPE)], text="Attestation de consentement"
            ),
            category=[concept(systems.DOCUMENT_CATEGORY, "document", "Document")],
            subject=about(patient_id),
            date=fhir_instant(collected.at),
            author=[signature(door.actor)],
            content=[DocumentReferenceContent(attachment=attachment)],
        )
    )


def _scan_id(collected: Collected) -> str:
    return entry_id(collected.form_id, "scan")

"""Writing down what the person decides: informed, agrees to a sharing outside the care team, refuses.

Each act is one transaction, and the engine obeys it from then on.
"""

from collections.abc import Callable, Sequence

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_by_platform import stage_end
from cordee.care.circle_members import present
from cordee.care.circle_rights import guardians_of
from cordee.care.consent.evidence import Collected, evidence_of, keep_paper, paper_of
from cordee.care.consent.shape import Evidence, Recipient, information, permission, refusal
from cordee.care.entry import entry_id
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.fhir.r4 import Consent, DocumentReference
from cordee.store import Unit
from cordee.store.categories import CODES
from cordee.store.consents import READER_CLASSES


async def record_information(door: Door, patient_id: str, collected: Collected) -> str:
    """Write down that the person was informed and does not object; it changes nobody's rights. Returns its id."""
    chart, evidence = await _checked(door, patient_id, collected)
    return await _keep(door, chart, collected, information(patient_id, evidence))


async def record_permission(
    door: Door, patient_id: str, recipients: Sequence[Recipient], collected: Collected, *,
    categories: Sequence[str] = (), ends: str = "",
) -> str:  # fmt: skip
    """Write down the prior consent to a sharing outside the care team: to whom, of what, until when.

    Raises UnknownChoiceError when nobody or somebody unknown is named, or a part that does not exist.
    """
    chart, evidence = await _checked(door, patient_id, collected)
    _check_choices(chart, recipients, categories)
    if not recipients:
        raise UnknownChoiceError("recipient")
    consent = permission(patient_id, recipients, evidence, categories=categories, ends=ends)
    return await _keep(door, chart, collected, consent)


async def record_refusal(
    door: Door, patient_id: str, recipients: Sequence[Recipient], collected: Collected, *,
    categories: Sequence[str] = (), document_id: str = "",
) -> str:  # fmt: skip
    """Write down a refusal: of a member, a class of readers or everyone; for all, some parts, or one document.

    A member refused for everything leaves the circle too: a job of the same transaction ends their membership.
    Raises CareError for a guardian, or guardians as a class, refused for everything: a judge or the coordination
    decides that.
    """
    chart, evidence = await _checked(door, patient_id, collected)
    _check_choices(chart, recipients, categories)
    documents = await _document(door, patient_id, document_id) if document_id else []
    is_whole = not categories and not documents
    if is_whole and not recipients:
        raise UnknownChoiceError("recipient")
    leaving = [one.reference for one in recipients if one.reference] if is_whole else []
    shuts_class = is_whole and any(one.reader_class == "guardian" for one in recipients)
    if shuts_class or set(leaving) & set(guardians_of(chart)):
        raise CareError(
            "Un représentant légal ne se refuse pas en entier ici. Une partie du dossier, ou un document, peut lui "
            "être caché ; pour le reste, parlez-en à la coordination.",
            "A guardian is not refused as a whole here. A part of the record or a document can be hidden from them.",
            field="recipient",
        )
    consent = refusal(patient_id, recipients, evidence, categories=categories, documents=documents)

    def end_memberships(unit: Unit) -> None:
        for one in leaving:
            if present(chart, one):
                stage_end(unit, patient_id, one, reason="person-wish", by=collected.given_by)

    return await _keep(door, chart, collected, consent, end_memberships)


async def _checked(door: Door, patient_id: str, collected: Collected) -> tuple[Chart, Evidence]:
    chart = await open_chart(door, patient_id)
    return chart, evidence_of(door, chart, collected, has_scan=bool(collected.scan))


async def _keep(
    door: Door,
    chart: Chart,
    collected: Collected,
    consent: Consent,
    also: Callable[[Unit], None] | None = None,
) -> str:
    consent.id = entry_id(collected.form_id)
    paper = await paper_of(collected)
    async with door.writing() as unit:
        if paper is not None:
            keep_paper(unit, door, chart.patient_id, collected, paper)
        id_ = unit.create(consent)
        if also is not None:
            also(unit)
    return id_


def _check_choices(chart: Chart, recipients: Sequence[Recipient], categories: Sequence[str]) -> None:
    known = {
        one.member.reference
        for one in (chart.team.participant if chart.team else None) or ()
        if one.member is not None
    }
    for one in recipients:
        if one.reference not in known and one.reader_class not in READER_CLASSES:
            raise UnknownChoiceError("recipient")
    if not set(categories) <= set(CODES):
        raise UnknownChoiceError("categories")


async def _document(door: Door, patient_id: str, document_id: str) -> list[str]:
    """Return what a refusal of one document names: the document, and the content it points to."""
    document: DocumentReference = (await door.read("DocumentReference", document_id)).resource
    if document.subject is None or document.subject.reference != f"Patient/{patient_id}":
        raise UnknownChoiceError("document")
    urls = [one.attachment.url or "" for one in document.content]
    return [f"DocumentReference/{document_id}", *(url for url in urls if url.startswith("Binary/"))]

"""Minutes that are validated: final in the record, a PDF for the circle, and a notice to those concerned."""

from datetime import date, tzinfo

from cordee.access import Door
from cordee.care.agenda.booking import read_appointment
from cordee.care.agenda.notice import tell_about
from cordee.care.agenda.taking_part import attendees_of
from cordee.care.chart import open_chart
from cordee.care.elements import concept, fhir_instant
from cordee.care.entry import drawn_id
from cordee.care.errors import CareError
from cordee.care.files import keep_file
from cordee.care.files.sending import SentFile
from cordee.care.meetings.following import decisions_of
from cordee.care.meetings.minutes import TITLE, Minutes, encounter_id, minutes_id, stage_minutes
from cordee.care.meetings.paper import minutes_paper
from cordee.care.meetings.view import MeetingLine, Reviewed
from cordee.care.print import make_pdf
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import DocumentReference, DocumentReferenceContent, DocumentReferenceContext, Reference
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id

NOTICE = "decision"


class NothingDecidedError(CareError):
    """Minutes without a decision cannot be validated: a decision to go on as before is one."""

    code = "nothing-decided"

    def __init__(self) -> None:
        super().__init__(
            "Écrivez la décision avant de valider, même s’il s’agit de continuer comme avant. Le brouillon est gardé.",
            "Write the decision before validating, even if it is to go on as before. The draft is kept.",
            field="decision",
        )


async def validate(
    door: Door,
    meeting: MeetingLine,
    person: Reviewed,
    written: Minutes,
    *,
    service: str,
    on: date,
    zone: tzinfo,
) -> str:
    """Validate the minutes of one person and return the id of the PDF's DocumentReference.

    Encounter, Composition, PDF and notices are stored together or not at all. Validated again after a correction, the
    minutes are amended and the document has a new version.
    Raises: NothingDecidedError, VersionConflictError, NotItsAuthorError.
    """
    if not written.decision.strip():
        raise NothingDecidedError
    appointment = await read_appointment(door, person.patient_id, person.one.id)
    chart = await open_chart(door, person.patient_id)
    attendees = attendees_of(appointment, chart)
    present = [one for one in attendees if (one.reference or one.name) in written.present]
    paper = minutes_paper(
        meeting, person, written, present, decisions_of(chart, person), service=service, on=on, zone=zone,
        author=door.actor.name,
    )  # fmt: skip
    pdf = SentFile(content=await make_pdf(paper), kind="application/pdf", title=f"{TITLE} du {on:%d/%m/%Y}")
    document_id = drawn_id(person.one.id, "document")
    async with door.writing() as unit:
        await stage_minutes(door, unit, appointment, person, written, is_final=True)
        attachment = keep_file(unit, pdf, person.patient_id, id_=new_id())
        unit.put(
            DocumentReference(
                id=document_id,
                status="current",
                docStatus="amended" if written.is_final else "final",
                type=concept(systems.DOCUMENT_CATEGORY, "meeting-minutes", TITLE),
                category=[concept(systems.DOCUMENT_CATEGORY, "document", "Document")],
                subject=about(person.patient_id),
                date=fhir_instant(now()),
                author=[signature(door.actor)],
                description=pdf.title,
                content=[DocumentReferenceContent(attachment=attachment)],
                context=DocumentReferenceContext(
                    encounter=[Reference(reference=f"Encounter/{encounter_id(person.one.id)}")],
                    related=[Reference(reference=f"Composition/{minutes_id(person.one.id)}")],
                ),
            )
        )
        who = [one.reference for one in attendees]
        tell_about(unit, door.actor.who, f"DocumentReference/{document_id}", who, person.patient_id, NOTICE)
    return document_id

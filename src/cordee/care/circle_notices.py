"""Telling the circle that it changes: one notice a professional present, in the transaction of the change itself."""

from cordee.care.chart import Chart
from cordee.care.elements import concept, fhir_instant
from cordee.care.notices.readers import professionals_of
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Communication, CommunicationPayload, Reference
from cordee.kernel.clock import now
from cordee.store import Unit

JOINED, LEFT, ASKED = "joined", "left", "asked"
WORDS = {
    JOINED: "Un membre est entré dans le cercle",
    LEFT: "Un membre a quitté le cercle",
    ASKED: "Un professionnel demande à rejoindre le cercle",
}


def tell_circle(unit: Unit, chart: Chart, what: str, member: str, by: str) -> None:
    """Stage one notice to each professional present, as the circle now stands, but to the one who acts.

    Who is let in is told too: the record is open to them.
    """
    for recipient in professionals_of(chart):
        if recipient != by:
            unit.create(_notice(chart, what, member, recipient))


def _notice(chart: Chart, what: str, member: str, recipient: str) -> Communication:
    return Communication(
        status="completed",
        category=[concept(systems.NOTICE, f"circle-{what}", WORDS[what])],
        priority="routine",
        subject=about(chart.patient_id),
        about=[Reference(reference=member, display=_name(chart, member))],
        sent=fhir_instant(now()),
        recipient=[Reference(reference=recipient, display=chart.person(recipient).name)],
        payload=[CommunicationPayload(contentString=WORDS[what])],
    )


def _name(chart: Chart, member: str) -> str:
    """Return the name of somebody as the circle says it, who just joined included."""
    for one in (chart.team.participant if chart.team else None) or ():
        if one.member is not None and one.member.reference == member and one.member.display:
            return one.member.display
    return chart.person(member).name

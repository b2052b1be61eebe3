"""Telling the circle that it changes: one notice a professional present, once whatever the retries."""

from collections.abc import Iterable, Mapping

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import concept, fhir_instant
from cordee.care.notices import notice_id, professionals_of
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Communication, CommunicationPayload, Reference
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Unit

CHANGE_TASK = "notify-circle-change"
JOINED, LEFT, ASKED, REFUSED = "joined", "left", "asked", "refused"
WORDS = {
    JOINED: "Un membre est entré dans le cercle",
    LEFT: "Un membre a quitté le cercle",
    ASKED: "Un professionnel demande à rejoindre le cercle",
    REFUSED: "La personne a refusé un membre du cercle",
}


def tell_circle(unit: Unit, patient_id: str, what: str, member: str, by: str) -> None:
    """Stage the telling of a change, in the transaction of the change itself."""
    unit.defer(CHANGE_TASK, patient_id=patient_id, what=what, member=member, by=by, notice=new_id())


async def notify_change(door: Door, patient_id: str, *, what: str, member: str, by: str, notice: str) -> int:
    """Write one notice to each professional present but the one who acted, and return how many stand.

    Run again, writes nothing new. Who was let in is told too: the record is open to them.
    """
    chart = await open_chart(door, patient_id)
    told = [one for one in professionals_of(chart) if one != by]
    ids = {one: notice_id(notice, one) for one in told}
    standing = await door.read_many(f"Communication/{id_}" for id_ in ids.values())
    async with door.writing() as unit:
        for one in _missing(ids, standing):
            unit.create(_notice(chart, what, member, one, ids[one]))
    return len(ids)


def _missing(ids: dict[str, str], standing: Mapping[str, object]) -> Iterable[str]:
    return [one for one, id_ in ids.items() if f"Communication/{id_}" not in standing]


def _notice(chart: Chart, what: str, member: str, recipient: str, id_: str) -> Communication:
    concerned = chart.person(member)
    return Communication(
        id=id_,
        status="completed",
        category=[concept(systems.NOTICE, f"circle-{what}", WORDS[what])],
        priority="routine",
        subject=about(chart.patient_id),
        about=[Reference(reference=member, display=concerned.name)],
        sent=fhir_instant(now()),
        recipient=[Reference(reference=recipient, display=chart.person(recipient).name)],
        payload=[CommunicationPayload(contentString=WORDS[what])],
    )

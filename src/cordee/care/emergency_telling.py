"""Telling of a record opened in an emergency: the person, their guardians, the referent, the privacy officer."""

from collections.abc import Iterable

from cordee.access import Door
from cordee.access.emergency import EmergencyDesk
from cordee.access.reviews import Reviews, Subject
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_members import GUARDIAN
from cordee.care.elements import code_of, concept, fhir_instant, holds
from cordee.care.emergency import REASONS
from cordee.care.entry import drawn_id
from cordee.care.episode_current import is_running
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Communication, CommunicationPayload, EpisodeOfCare, Reference
from cordee.kernel.clock import now
from cordee.store.emergencies import Emergency

WORDS = "Votre dossier a été ouvert en urgence"
WORDS_TO_OTHERS = "Le dossier a été ouvert en urgence"


async def tell_of_emergency(desk: EmergencyDesk, reviews: Reviews, platform: Door, emergency_id: str) -> int:
    """Raise the officer's review, write a notice to each who is to know and a letter to their mailbox; return how many.

    Run again, tells nobody twice. Cost: a few statements, whatever the record's size.
    """
    opened = await desk.of_id(emergency_id)
    if opened is None:
        return 0
    await reviews.raise_review(
        "break-glass",
        Subject(who=opened.who, role=opened.role, organization=opened.organization),
        patient_id=opened.patient_id,
        since=opened.opened_at,
        until=opened.ends_at,
        note=f"{REASONS[opened.reason]} : {opened.words}",
        same_as=opened.id,
    )
    chart = await open_chart(platform, opened.patient_id)
    told = list(dict.fromkeys(_to_be_told(chart)))
    await chart.learn(platform, {opened.who})
    await _write_notices(platform, chart, opened, told)
    await desk.send_letters(opened, told)
    return len(told)


def _to_be_told(chart: Chart) -> Iterable[str]:
    yield f"Patient/{chart.patient_id}"
    at = now()
    for participant in (chart.team.participant if chart.team else None) or ():
        is_guardian = any(code_of(role, systems.ROLE_CLASS) == GUARDIAN for role in participant.role or ())
        if is_guardian and participant.member is not None and holds(participant.period, at):
            yield participant.member.reference or ""
    for episode in chart.of(EpisodeOfCare):
        manager = (episode.careManager.reference if episode.careManager else None) or ""
        if is_running(episode) and manager:
            yield manager


async def _write_notices(door: Door, chart: Chart, opened: Emergency, told: list[str]) -> None:
    ids = {one: drawn_id(opened.id, f"emergency {one}") for one in told if one}
    standing = await door.read_many(f"Communication/{id_}" for id_ in ids.values())
    async with door.writing() as unit:
        for recipient, id_ in ids.items():
            if f"Communication/{id_}" not in standing:
                unit.create(_notice(chart, opened, recipient, id_))


def _notice(chart: Chart, opened: Emergency, recipient: str, id_: str) -> Communication:
    words = WORDS if recipient == f"Patient/{chart.patient_id}" else WORDS_TO_OTHERS
    return Communication(
        id=id_,
        status="completed",
        category=[concept(systems.NOTICE, "emergency-access", WORDS_TO_OTHERS)],
        priority="urgent",
        subject=about(chart.patient_id),
        about=[Reference(reference=opened.who, display=chart.person(opened.who).name)],
        sent=fhir_instant(opened.opened_at),
        recipient=[Reference(reference=recipient, display=chart.person(recipient).name)],
        reasonCode=[concept(systems.EMERGENCY_REASON, opened.reason, REASONS[opened.reason])],
        payload=[CommunicationPayload(contentString=words)],
    )

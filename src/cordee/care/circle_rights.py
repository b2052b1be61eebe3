"""Who may do what to a circle. One function an act; each line of its docstring is a rule with its test.

That the circle is seen at all, and written by the role, is the door's affair; these say what the circle itself asks.
"""

from cordee.access import Actor
from cordee.care.chart import Chart
from cordee.care.circle_agreement import proposer_of
from cordee.care.elements import has_ended, refers_to
from cordee.care.episode_current import is_running
from cordee.fhir import systems
from cordee.fhir.r4 import CareTeamParticipant, EpisodeOfCare, RelatedPerson
from cordee.kernel.clock import now
from cordee.store import categories as cat


def is_coordination(chart: Chart, actor: Actor) -> bool:
    """Return whether somebody coordinates this record.

    - the coordination staff of the structure that manages the circle;
    - the referent of the record, wherever they work.
    """
    team = chart.team
    managing = {one.reference for one in (team.managingOrganization if team else None) or ()}
    return (actor.is_coordinator and actor.organization in managing) or is_referent(chart, actor.who)


def is_referent(chart: Chart, reference: str) -> bool:
    """Return whether a reference is the referent of the record: the care manager of its running episode.

    - a suspended record keeps its referent; a closed one has none.
    """
    return bool(reference) and any(
        is_running(one) and refers_to(one.careManager, reference) for one in chart.of(EpisodeOfCare)
    )


def speaks_for_the_person(chart: Chart, actor: Actor) -> bool:
    """Return whether somebody decides of this circle as its person.

    - the person;
    - a guardian present in the circle.
    """
    if actor.who == f"Patient/{chart.patient_id}":
        return True
    return actor.who in guardians_of(chart)


def guardians_of(chart: Chart) -> list[str]:
    """Return the references of the guardians present in the circle."""
    at = now()
    known = {f"RelatedPerson/{one.id}" for one in chart.of(RelatedPerson)}
    found = []
    for one in (chart.team.participant if chart.team else None) or ():
        reference = (one.member.reference if one.member else None) or ""
        if reference in known and not has_ended(one.period, at) and _is_guardian(one):
            found.append(reference)
    return found


def may_invite(chart: Chart, actor: Actor) -> bool:
    """Return whether somebody may add a member.

    - a professional present in the circle whose role writes circles;
    - the coordination of the record.
    """
    if not actor.is_professional or not actor.may_write(cat.CIRCLE):
        return False
    return is_coordination(chart, actor) or any(chart.is_in_circle(key, now()) for key in actor.keys)


def may_end(chart: Chart, actor: Actor, participant: CareTeamParticipant) -> bool:
    """Return whether somebody may end a membership themselves.

    - the coordination of the record;
    - the professional who proposed the member;
    - a professional their own.
    """
    if not actor.is_professional or not actor.may_write(cat.CIRCLE):
        return False
    own = participant.member is not None and refers_to(participant.member, actor.who)
    return own or proposer_of(participant) == actor.who or is_coordination(chart, actor)


def may_answer(chart: Chart, actor: Actor) -> bool:
    """Return whether somebody may let in, or not, a professional who asks to join.

    - the coordination of the record;
    - the person, or a guardian present in the circle.
    """
    return speaks_for_the_person(chart, actor) or (
        actor.may_write(cat.CIRCLE) and is_coordination(chart, actor)
    )


def _is_guardian(participant: CareTeamParticipant) -> bool:
    return any(
        coding.system == systems.ROLE_CLASS and coding.code == "GUARD"
        for concept in participant.role or ()
        for coding in concept.coding or ()
    )

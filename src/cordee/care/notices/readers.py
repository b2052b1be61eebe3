"""Who may be told: those of the people named who may read the cause, by the rights that decide of every read."""

from collections.abc import Iterable, Sequence

from cordee.access import Actor, Door
from cordee.care.chart import Chart
from cordee.care.circle_members import GUARDIAN
from cordee.care.elements import code_of, has_ended, holds, refers_to
from cordee.care.episode_current import is_running
from cordee.care.notices.kinds import Kind
from cordee.care.notices.notice import Cause
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, PractitionerRole
from cordee.kernel.clock import now


async def readers_among(
    door: Door, chart: Chart | None, named: Sequence[str], cause: Cause, what: Kind
) -> list[str]:
    """Return those of the people named who may read the cause, and the notice, and did not do it themselves.

    Circle, consent, label and habilitation are asked of the store with the rights of each.
    Cost: one statement a person.
    """
    wanted = [one for one in await _with_staff(door, named) if one not in cause.authors]
    found = []
    for actor in await actors_of(door, chart, wanted):
        seen = door.seen_by(actor)
        if not await seen.matching(f"{cause.type}?", [cause.id]):
            continue
        if chart is None or not what.is_of_record or await seen.sees(chart.patient_id):
            found.append(actor.who)
    return found


def professionals_of(chart: Chart) -> list[str]:
    """Return the professionals present in a circle, the referent of the record included, by reference."""
    at = now()
    found: dict[str, None] = {}
    for participant in (chart.team.participant if chart.team else None) or ():
        reference = (participant.member.reference if participant.member else None) or ""
        if reference.startswith("PractitionerRole/") and not has_ended(participant.period, at):
            found[reference] = None
    for manager in managers_of(chart):
        if manager.startswith("PractitionerRole/"):
            found[manager] = None
    return list(found)


def managers_of(chart: Chart) -> list[str]:
    """Return who follows the record in person: the referents of its active episodes."""
    return [
        manager
        for episode in chart.of(EpisodeOfCare)
        if is_running(episode)
        and (manager := (episode.careManager.reference if episode.careManager else None) or "")
    ]


async def actors_of(door: Door, chart: Chart | None, references: Iterable[str]) -> list[Actor]:
    """Return each of the people as they would act: the role their reference stands for, whether they have an account.

    A professional the directory does not know is nobody. Cost: one statement.
    """
    named = list(dict.fromkeys(references))
    roles = await door.read_many(one for one in named if one.startswith("PractitionerRole/"))
    found = []
    for reference in named:
        if reference in roles:
            found.append(_professional(reference, roles[reference].resource))
        elif reference.startswith("Patient/"):
            found.append(_actor(reference, "patient"))
        elif reference.startswith("RelatedPerson/"):
            found.append(_actor(reference, "carer", "guardian" if _is_guardian(chart, reference) else ""))
    return found


async def _with_staff(door: Door, named: Iterable[str]) -> list[str]:
    """Return the people named, each structure replaced by its coordination staff."""
    found: dict[str, None] = {}
    for one in named:
        if one.startswith("Organization/"):
            found |= dict.fromkeys(await door.coordination_staff(one))
        else:
            found[one] = None
    return list(found)


def _professional(reference: str, role: PractitionerRole) -> Actor:
    code = next((found for one in role.code or () if (found := code_of(one, systems.ROLE))), "")
    organization = (role.organization.reference if role.organization else None) or ""
    return _actor(reference, "professional", code, organization)


def _actor(who: str, kind: str, role: str = "", organization: str = "") -> Actor:
    return Actor(
        id="", login="", name="", kind=kind, role=role, role_label="", who=who, keys=(who,),
        organization=organization, organization_name="",
    )  # fmt: skip


def _is_guardian(chart: Chart | None, reference: str) -> bool:
    """Return whether the circle says somebody close represents the person."""
    if chart is None or chart.team is None:
        return False
    return any(
        participant.member is not None
        and refers_to(participant.member, reference)
        and holds(participant.period, now())
        and any(code_of(role, systems.ROLE_CLASS) == GUARDIAN for role in participant.role or ())
        for participant in chart.team.participant or ()
    )

"""Accepting a request: the record opens, with its circle, its plan to write, and the person's information noted."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.circle_agreement import Agreement, beginning
from cordee.care.consent.notice import URI as NOTICE_URI
from cordee.care.consent.shape import Evidence, information
from cordee.care.elements import concept, fhir_instant, id_in, version_of
from cordee.care.entry import drawn_id
from cordee.care.episode_building import new_episode
from cordee.care.people import full_name, name_of_person
from cordee.care.requests.errors import UnnamedPersonError
from cordee.care.requests.pending import WAITING, Pending, say, to_answer
from cordee.care.requests.structure import own_structure
from cordee.care.requests.telling import tell_requester
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CarePlan,
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    Consent,
    EpisodeOfCare,
    Identifier,
    Meta,
    Patient,
    Period,
    Reference,
    TaskOutput,
)
from cordee.kernel.clock import now
from cordee.store import Unit
from cordee.store.errors import SecondCircleError

PLAN_TITLE = "Plan personnalisé de coordination en santé"
RECORD_SHELVES = {"CareTeam": 5, "EpisodeOfCare": 5}


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What the coordinator decides on accepting: the theme, whether the requester joins the circle, what was said.

    `criteria` are those the opening meets, code and words; `notice` is the address of the notice the person was given.
    """

    theme: str
    theme_label: str
    criteria: tuple[tuple[str, str], ...] = ()
    invites_requester: bool = False
    comment: str = ""
    notice: str = NOTICE_URI


async def accept(door: Door, id_: str, opening: Opening) -> str:
    """Accept a request and return the id of the person whose record is open.

    When the person has a record already, the request joins it; else the circle, the episode, the plan and the note
    of the person's information are created with ids derived from the request: accepting twice opens once.

    Raises: AlreadyAnsweredError, ForbiddenError, NotFoundError, UnnamedPersonError.
    """
    try:
        return await _accept(door, id_, opening)
    except SecondCircleError:  # somebody opened a circle meanwhile: the request joins it
        return await _accept(door, id_, opening)


async def _accept(door: Door, id_: str, opening: Opening) -> str:
    pending = await to_answer(door, id_, WAITING)
    patient_id = id_in(pending.request.subject, "Patient")
    shelves = await door.shelves(patient_id, RECORD_SHELVES)
    patient: Patient = shelves["Patient"][0].resource
    if not patient.name:
        raise UnnamedPersonError
    is_open = any(one.resource.status == "active" for one in shelves["CareTeam"])
    invited = await _invited(door, pending) if opening.invites_requester and not is_open else None
    async with door.writing() as unit:
        if not is_open:
            for resource in _record(door, patient, pending, opening, invited):
                unit.create(resource)
        _close_request(unit, door, pending, opening)
    return patient_id


def _record(
    door: Door, patient: Patient, pending: Pending, opening: Opening, invited: Reference | None
) -> tuple[CareTeam, EpisodeOfCare, CarePlan, Consent]:
    """Return what a new record is made of."""
    request_id, at = pending.request.id or "", now()
    subject = about(patient.id or "")
    structure = own_structure(door.actor)
    team_id = drawn_id(request_id, "team")
    team = Reference(reference=f"CareTeam/{team_id}")
    circle = CareTeam(
        id=team_id,
        meta=Meta(profile=[systems.CARE_TEAM_PROFILE]),
        identifier=[Identifier(system=systems.CARE_TEAM_IDENTIFIER, value=team_id)],
        status="active",
        name=f"Cercle de soins de {full_name(patient).polite}",
        subject=subject,
        period=Period(start=fhir_instant(at)),
        participant=_first_members(door, invited, at),
        managingOrganization=[structure],
    )
    episode = new_episode(
        drawn_id(request_id, "episode"),
        patient.id or "",
        themes=[(opening.theme, opening.theme_label)],
        criteria=opening.criteria,
        structure=structure,
        referent=signature(door.actor),
        team_id=team_id,
        request_id=request_id,
        at=at,
    )
    plan = CarePlan(
        id=drawn_id(request_id, "plan"),
        status="active",
        intent="plan",
        title=PLAN_TITLE,
        subject=subject,
        period=Period(start=at.date().isoformat()),
        created=at.date().isoformat(),
        author=signature(door.actor),
        careTeam=[team],
    )
    return circle, episode, plan, _information(door, patient, pending, opening, at)


async def _invited(door: Door, pending: Pending) -> Reference | None:
    """Return the requester by the name the directory gives them; None for who opens the record, or is not of it."""
    requester = pending.request.requester
    reference = (requester.reference if requester is not None else None) or ""
    if reference == door.actor.who or not reference.startswith("PractitionerRole/"):
        return None
    listed = (await door.read_many([reference])).get(reference)
    if listed is None:
        return None
    return Reference(reference=reference, display=name_of_person(reference, listed.resource).name)


def _first_members(door: Door, invited: Reference | None, at: datetime) -> list[CareTeamParticipant]:
    """Return who stands in the circle from the first instant: who opens it, and the requester when invited."""
    since = Period(start=fhir_instant(at))
    told = Agreement(how="present", words="À l’ouverture du dossier")
    came = beginning(told, signature(door.actor))
    me = CareTeamParticipant(
        extension=came,
        role=[concept(systems.ROLE_CLASS, "PROV", door.actor.role_label or "coordination")],
        member=signature(door.actor),
        period=since,
    )
    if invited is None:
        return [me]
    role = concept(systems.ROLE_CLASS, "PROV", "a demandé l’appui")
    return [me, CareTeamParticipant(extension=came, role=[role], member=invited, period=since)]


def _information(door: Door, patient: Patient, pending: Pending, opening: Opening, at: datetime) -> Consent:
    """Return the note that the person was informed and does not object, as who opens the record says it."""
    told = information(
        patient.id or "",
        Evidence(
            agreed_by=f"Patient/{patient.id}",
            collected_by=door.actor.who,
            at=at,
            how="oral",
            notice=opening.notice,
        ),
    )
    told.id = drawn_id(pending.request.id or "", "information")
    return told


def _close_request(unit: Unit, door: Door, pending: Pending, opening: Opening) -> None:
    request, task = pending
    request.status = "completed"
    unit.update(request, expected_version=version_of(request.meta))
    tell_requester(unit, request)
    if task is None:
        return
    task.status, task.statusReason = "completed", None
    episode = Reference(reference=f"EpisodeOfCare/{drawn_id(request.id or '', 'episode')}")
    task.output = [TaskOutput(type=CodeableConcept(text="Dossier de coordination"), valueReference=episode)]
    say(task, door, opening.comment or "Demande acceptée")
    unit.update(task, expected_version=version_of(task.meta))

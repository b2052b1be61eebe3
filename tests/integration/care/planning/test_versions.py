"""Versions of a plan: frozen, agreed with, compared, on paper, seen by who reads plans, valid as FHIR."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_joining import Joining, add_professional
from cordee.care.circle_leaving import end_membership
from cordee.care.consent.evidence import Collected
from cordee.care.elements import concept
from cordee.care.errors import UnknownChoiceError
from cordee.care.plan import SHELVES, plan_of
from cordee.care.plan_writing import add_action, add_goal, mark_done, plan_review
from cordee.care.planning.agreements import agree, agree_for_the_person, agreement_with, collect
from cordee.care.planning.comparing import ADDED, CHANGED, REMOVED, compare, plan_in
from cordee.care.planning.editing import GoalEdit, Texts, change_goal, save_texts
from cordee.care.planning.paper import plan_paper
from cordee.care.planning.reading import read_version
from cordee.care.planning.reminding import is_reminded, remind_of_reviews
from cordee.care.planning.reviewing import set_goal_outcome
from cordee.care.planning.team import team_then
from cordee.care.planning.versions import PROVENANCES, Version, make_version, versions_of
from cordee.care.print import make_pdf
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Bundle,
    CareTeam,
    CareTeamParticipant,
    Patient,
    Period,
    ProvenanceAgent,
    Reference,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from cordee.store.errors import ForeignAuthorError, KeptAsMadeError
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, door

TODAY = now().date()
PERSON = f"Patient/{JEANNE}"


async def chart_of(store: Repository, who: str = GP) -> Chart:
    """Open the record for its plan and versions."""
    return await open_chart(door(store, who), JEANNE, {**SHELVES, **PROVENANCES})


async def versions(store: Repository, who: str = GP) -> tuple[Version, ...]:
    """Return the versions as somebody sees them."""
    return versions_of(await chart_of(store, who))


async def written(store: Repository) -> tuple[str, str]:
    """Write a plan with a goal and an action, and return their ids."""
    await save_texts(door(store, GP), JEANNE, Texts(project="Rester chez moi."), expected_version=None)
    goal_id = await add_goal(
        door(store, GP),
        JEANNE,
        text="Marcher",
        need="Chutes",
        domain="autonomy",
        due_on=None,
        form_id=new_id(),
    )
    action_id = await add_action(
        door(store, GP), JEANNE, text="Barres", goal_id=goal_id, owner=NURSE, due_on=TODAY, form_id=new_id(),
        kind="prevent", criterion="Aucune chute",
    )  # fmt: skip
    return goal_id, action_id


async def bundle_of(store: Repository, id_: str, who: str = GP) -> Bundle:
    """Return the document of a version."""
    found: Bundle = (await door(store, who).read("Bundle", id_)).resource
    return found


async def test_version_stays_while_the_plan_moves_and_the_difference_is_said(store: Repository) -> None:
    goal_id, action_id = await written(store)
    first = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    await mark_done(door(store, NURSE), JEANNE, action_id)
    edit = GoalEdit(text="Marcher jusqu’au jardin", domain="autonomy", due_on=None, measure="")
    await change_goal(door(store, GP), JEANNE, goal_id, edit, expected_version=1)
    other = await add_goal(
        door(store, GP), JEANNE, text="Voir du monde", need="", domain="social", due_on=None, form_id=new_id()
    )
    second = await make_version(door(store, NURSE), JEANNE, TODAY, form_id=new_id())

    assert [(one.rank, one.document_id, one.by) for one in await versions(store)] == [
        (2, second, "Nadia Idrissi"),
        (1, first, "Dr Paul Girard"),
    ]
    old, new = [plan_in(await bundle_of(store, one), JEANNE) for one in (first, second)]
    assert (old.own_words, [one.text for one in old.goals]) == ("Rester chez moi.", ["Marcher"])
    found = compare(old, new)
    said = {(line.what, line.state) for group in found.groups for line in group.lines if line.state != "same"}
    assert ("Objectif", CHANGED) in said
    assert ("Action", CHANGED) in said
    assert next(group.state for group in found.groups if group.title == "Voir du monde") == ADDED
    assert (
        next(group.state for group in compare(new, old).groups if group.title == "Voir du monde") == REMOVED
    )
    assert compare(new, new).is_same
    assert other in {one.id for one in new.goals}


async def test_version_is_seen_by_who_reads_plans_alone(store: Repository) -> None:
    await written(store)
    id_ = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    for who in (NURSE, SOCIAL, DAUGHTER, PERSON):
        assert (await versions(store, who))[0].document_id == id_
        assert (await bundle_of(store, id_, who)).type == "document"
    with pytest.raises(NotFoundError):
        await bundle_of(store, id_, OTHER_NURSE)


async def test_agreements_are_given_collected_and_signed_by_the_person_once(store: Repository) -> None:
    await written(store)
    id_ = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    await agree(door(store, NURSE), JEANNE, id_, form_id=new_id())
    told = Collected(given_by=DAUGHTER, how="phone", at=now(), notice="", form_id=new_id())
    await collect(door(store, GP), JEANNE, id_, told)
    await agree(door(store, PERSON), JEANNE, id_, form_id=new_id())  # a job carries it out
    platform = Door(store, system_asker("test"), None)
    assert await agree_for_the_person(platform, JEANNE, id_, PERSON, new_id())
    assert not await agree_for_the_person(platform, JEANNE, id_, PERSON, new_id())

    (found,) = await versions(store, DAUGHTER)
    assert [(one.name, one.how, one.collected_by) for one in found.agreements] == [
        ("Nadia Idrissi", "Dans l’application", ""),
        ("Sophie MOREAU", "Au téléphone", "Dr Paul Girard"),
        ("Jeanne MOREAU", "Dans l’application", ""),
    ]
    with pytest.raises(ForbiddenError):
        await agree(door(store, DAUGHTER), JEANNE, id_, form_id=new_id())
    for who, how in ((OTHER_NURSE, "oral"), (PERSON, "electronic")):
        told = Collected(given_by=who, how=how, at=now(), notice="", form_id=new_id())
        with pytest.raises(UnknownChoiceError):
            await collect(door(store, GP), JEANNE, id_, told)


async def test_version_and_agreements_are_forged_and_changed_by_nobody(store: Repository) -> None:
    await written(store)
    id_ = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    document = await bundle_of(store, id_)
    hers = agreement_with(JEANNE, id_, Reference(reference=PERSON), "electronic", now(), meta=None)
    made_up = agreement_with(JEANNE, id_, Reference(reference=PERSON), "oral", now(), meta=None)
    made_up.agent.append(ProvenanceAgent(who=Reference(reference=GP)))
    for forged in (hers, made_up):
        with pytest.raises(ForeignAuthorError):
            async with door(store, NURSE).writing() as unit:
                unit.create(forged)
    await agree(door(store, NURSE), JEANNE, id_, form_id=new_id())
    acts = (await chart_of(store)).shelves["Provenance"]
    document.timestamp = "2020-01-01T00:00:00Z"
    for changed in (document, *(one.resource for one in acts)):
        changed.language = "fr"
        for who in (GP, NURSE):
            with pytest.raises(KeptAsMadeError):
                async with door(store, who).writing() as unit:
                    unit.update(changed)
            with pytest.raises(KeptAsMadeError):
                async with door(store, who).writing() as unit:
                    unit.delete(type(changed).__name__, changed.id)


async def test_agreement_is_with_a_version_of_this_plan(store: Repository) -> None:
    """A document of another record, or of another kind, is no version whoever names it."""
    await written(store)
    id_ = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    async with store.writing(system_asker("test")) as unit:
        unit.create(Patient(id="marcel"))
        members = [CareTeamParticipant(member=Reference(reference=GP), period=Period(start="2020-01-01"))]
        team = CareTeam(status="active", subject=Reference(reference="Patient/marcel"), participant=members)
        unit.create(team)
    gp = door(store, GP)
    with pytest.raises(NotFoundError):
        await agree(gp, "marcel", id_, form_id=new_id())
    with pytest.raises(NotFoundError):
        told = Collected(given_by=GP, how="oral", at=now(), notice="", form_id=new_id())
        await collect(gp, "marcel", id_, told)
    platform = Door(store, system_asker("test"), None)
    assert not await agree_for_the_person(platform, "marcel", id_, "Patient/marcel", new_id())
    with pytest.raises(NotFoundError):
        await read_version(gp, "marcel", id_)


async def test_paper_holds_the_four_parts_and_who_agreed(store: Repository) -> None:
    goal_id, _ = await written(store)
    await set_goal_outcome(door(store, GP), JEANNE, goal_id, "not-reached", reason="Hospitalisée en mai")
    await add_goal(
        door(store, GP), JEANNE, text="Voir du monde", need="Isolement", domain="social", due_on=TODAY,
        form_id=new_id(), measure="Sort deux fois par semaine",
    )  # fmt: skip
    id_ = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    await agree(door(store, NURSE), JEANNE, id_, form_id=new_id())
    chart = await chart_of(store)
    version = versions_of(chart)[0]
    paper = plan_paper(
        chart, plan_of(chart, TODAY), version, TODAY, ZoneInfo("Europe/Paris"), service="Essai",
        circle=await team_then(door(store, GP), chart, None),
    )  # fmt: skip
    pdf = await make_pdf(paper)
    for mark in (b"%PDF-1.7", b"/StructTreeRoot", b"/Lang(fr-FR)", b"<pdfuaid:part>1"):
        assert mark in pdf
    assert paper.data["missed"] == [
        {"title": "Marcher", "reason": "Hospitalisée en mai", "on": f"{TODAY:%d/%m/%Y}"}
    ]
    assert [one["name"] for one in paper.data["agreements"]] == ["Nadia Idrissi"]


async def test_paper_of_an_old_version_names_the_team_of_its_day(store: Repository) -> None:
    await written(store)
    id_ = await make_version(door(store, GP), JEANNE, TODAY, form_id=new_id())
    yesterday = TODAY - timedelta(days=1)
    agreed = Joining(since=yesterday, agreement=Agreement(how="phone", words="oui"), form_id=new_id())
    await add_professional(door(store, GP), JEANNE, OTHER_NURSE, agreed)
    await end_membership(
        door(store, NURSE), JEANNE, NURSE, reason="other", successor=OTHER_NURSE, expected_version=None
    )
    async with store.writing(system_asker("test")) as unit:
        daughter = (await door(store, GP).read(*DAUGHTER.split("/"))).resource
        daughter.relationship = [concept(systems.ROLE_CLASS, "QUAL", "sa belle-fille")]
        unit.update(daughter)
        episode = (await door(store, GP).read("EpisodeOfCare", "episode")).resource
        episode.careManager = Reference(reference=NURSE, display="Nadia Idrissi")
        unit.update(episode)

    chart, document = await chart_of(store), await bundle_of(store, id_)
    then = await team_then(door(store, GP), chart, document)
    today = await team_then(door(store, GP), chart, None)
    assert [one.reference for one in then.present] == [GP, SOCIAL, NURSE, DAUGHTER]
    assert [one.reference for one in today.present] == [GP, SOCIAL, OTHER_NURSE, DAUGHTER]
    assert (then.present[-1].role, today.present[-1].role) == (
        "sa fille, personne de confiance",
        "sa belle-fille, sa fille, personne de confiance",
    )
    assert [one.referent.name for one in (then, today) if one.referent] == ["Claire Bonnot", "Nadia Idrissi"]
    assert then.present[2].person.phone == "03 85 00 00 00"
    # who joined since reads the same paper
    assert [
        one.reference for one in (await team_then(door(store, OTHER_NURSE), chart, document)).present
    ] == [GP, SOCIAL, NURSE, DAUGHTER]


async def test_review_is_reminded_of_at_its_times_and_once(store: Repository) -> None:
    await written(store)
    await plan_review(door(store, GP), JEANNE, TODAY + timedelta(days=14), form_id=new_id())
    platform = door(store, GP)
    assert await remind_of_reviews(platform, TODAY) == 1
    assert await remind_of_reviews(platform, TODAY + timedelta(days=3)) == 0
    late = [days for days in range(30) if is_reminded(TODAY, TODAY + timedelta(days=days))]
    assert late == [0, 7, 14, 21, 28]

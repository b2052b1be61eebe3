"""What orientations, measures and every grid write is valid R4: sent, answered, talked over, signed, corrected."""

from datetime import UTC

from cordee import territories
from cordee.access import Actor, Door
from cordee.access.policy import policy_of
from cordee.care import orientations
from cordee.care.assessments import drafting, signing
from cordee.care.assessments.amending import begin_correction
from cordee.care.assessments.answering import answers_from
from cordee.care.assessments.catalogue import grids
from cordee.care.assessments.drafting import Draft, Sent
from cordee.care.assessments.grid import Question
from cordee.care.assessments.shelving import shelve
from cordee.care.measure_kinds import KINDS
from cordee.care.measure_writing import Entry, add_measures
from cordee.care.orientations import NewOrientation
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import Organization
from cordee.fhir.sdc import Sheet
from cordee.fhir.search import parse_query
from cordee.fhir.validation import validate
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.integration.care.village import DAUGHTER, JEANNE, NURSE, build, door
from tests.platform import PLATFORM

SECONDS = 60.0
WRITTEN = ("ServiceRequest", "Task", "QuestionnaireResponse", "Observation")
ROUNDS = 3
"""How often a grid is asked what it still asks: an answer may open other questions."""
PLAIN = {"boolean": "oui", "integer": "3", "decimal": "42", "date": "2026-11-25"}


def centre(store: Repository) -> Door:
    """Return the door of somebody of the structure that is asked."""
    who = "PractitionerRole/staff-ch"
    actor = Actor(
        id=who, login=who, name="Marc Accueil", kind="professional", role="nurse", role_label="Cadre", who=who,
        keys=(who,), organization="Organization/ch", organization_name="Centre hospitalier",
    )  # fmt: skip
    return Door(store, policy_of(actor, "care"), actor)


async def orient(store: Repository) -> None:
    """Take orientations to each of their ends, with words on both sides."""
    async with store.writing(PLATFORM) as unit:
        unit.create(Organization(id="ch", active=True, name="Centre hospitalier"))
    nurse, staff = door(store, NURSE), centre(store)
    new = NewOrientation(
        to="Organization/ch", reason="Souffler deux jours", details="Épuisée.", is_urgent=True
    )
    refused, admitted, taken_back = [
        await orientations.send(nurse, JEANNE, new, form_id=new_id()) for _ in range(3)
    ]
    await orientations.say(nurse, refused, "Dès lundi ?")
    await orientations.study(staff, refused)
    await orientations.refuse(staff, refused, reason=next(iter(orientations.REFUSALS)), words="Complet.")
    await orientations.set_aside(staff, admitted, rank=2, words="Bientôt.")
    await orientations.accept_orientation(staff, admitted, words="Oui.")
    await orientations.admit(staff, admitted, at=now(), words="Bien arrivée.")
    await orientations.cancel(nurse, taken_back, why="Va mieux.")
    shown = await orientations.read_orientation(nurse, refused)
    assert [(one.by, one.is_mine) for one in shown.said] == [("Nadia Idrissi", True), ("Marc Accueil", False)]


def answer_of(question: Question) -> str:
    """Return the first answer a question offers."""
    return question.options[0].key if question.options else PLAIN.get(question.type, "mots")


def answered(draft: Draft) -> Sheet:
    """Return what a draft holds, with an answer to each question it asks."""
    sheet = draft.filling.sheet.copy()
    for spot in draft.filling.spots():
        sheet.answers[spot.address] = answers_from(spot.question, [answer_of(spot.question)], UTC)
    return sheet


async def fill(nurse: Door, id_: str) -> str:
    """Answer a draft whole and sign it."""
    for _ in range(ROUNDS):
        draft = await drafting.open_draft(nurse, JEANNE, id_)
        sent = Sent(sheet=answered(draft), version=draft.version)
        draft = await drafting.save(nurse, JEANNE, id_, sent, draft.filling.grid)
    sent = Sent(sheet=draft.filling.sheet, version=draft.version)
    return await signing.sign(nurse, JEANNE, id_, sent, draft.filling.grid)


async def assess(store: Repository) -> int:
    """Measure everything, sign every grid, correct the last, and return how many grids there are."""
    nurse = door(store, NURSE)
    entries = [
        Entry(key=key, value=one.highest - 1, second=one.lowest if key == "tension" else None)
        for key, one in KINDS.items()
    ]
    for who in (NURSE, DAUGHTER, f"Patient/{JEANNE}"):
        await add_measures(door(store, who), JEANNE, entries, at=now(), form_id=new_id())
    await shelve(Door(store, PLATFORM, None), territories.grids("nord-saone-et-loire"))
    found = await grids(nurse)
    for grid in found:
        signed = await fill(nurse, await drafting.start(nurse, JEANNE, grid, form_id=new_id()))
    assert await fill(nurse, await begin_correction(nurse, JEANNE, signed, form_id=new_id())) == signed
    await drafting.start(nurse, JEANNE, found[0], form_id=new_id())
    return len(found)


async def test_everything_written_is_valid(database: Database) -> None:
    store, registry = Repository(database), Registry(base_artefact(), ())
    await build(store)
    await orient(store)
    count = await assess(store)
    wrong: list[str] = []
    seen: dict[str, int] = {}
    for type_ in WRITTEN:
        page = await store.search(PLATFORM, parse_query(type_, [("_count", "1000")]))
        seen[type_] = len(page.rows)
        wrong += [
            f"{row.reference}: {issue.expression} {issue.message_en}"
            for row in page.rows
            for issue in validate(read_json(row.content), (), registry, SECONDS)
            if issue.severity == "error"
        ]
    await store.close()
    assert "\n".join(wrong) == ""
    assert (seen["ServiceRequest"], seen["Task"], seen["QuestionnaireResponse"]) == (3, 3, count + 1)
    assert seen["Observation"] > len(KINDS) + count // 2

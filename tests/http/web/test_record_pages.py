"""Every page of a record: for a professional, for the person, for someone close; nothing for anyone else."""

import re
from decimal import Decimal

import pytest

from cordee.care.elements import concept
from cordee.care.note_writing import add_note
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Appointment,
    AppointmentParticipant,
    Attachment,
    CarePlan,
    CodeableConcept,
    Coding,
    Condition,
    DocumentReference,
    DocumentReferenceContent,
    Encounter,
    Goal,
    MedicationStatement,
    Observation,
    Quantity,
    Reference,
    ServiceRequest,
    Task,
)
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository, system_asker
from tests.http.web.conftest import SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
JEANNE = f"Patient/{village.JEANNE}"
PARTS = ("", "/plan", "/cahier", "/mesures", "/agenda", "/documents", "/cercle", "/chronologie")
FORMS = (
    "/cahier/nouvelle",
    "/mesures/nouvelle",
    "/plan/actions/nouvelle",
    "/plan/objectifs/nouveau",
    "/plan/projet",
    "/plan/revue",
    "/agenda/nouveau",
    "/documents/nouveau",
    "/cercle/professionnel?q=ailleurs",
    "/cercle/proche",
    f"/cercle/{village.NURSE}/depart",
)


@pytest.mark.parametrize("part", PARTS)
async def test_professional_meets_the_banner_on_every_page(sign_in: SignIn, part: str) -> None:
    page = await (await sign_in(village.GP)).get(f"{ROOT}{part}")

    assert page.status_code == 200
    for text in (
        "Mme Jeanne MOREAU",
        "née LAMBERT",
        "Allergie pénicilline",
        "Autun (71)",
        'aria-current="page"',
    ):
        assert text in page.text


@pytest.mark.parametrize("part", FORMS)
async def test_each_form_is_a_page_and_a_sheet(sign_in: SignIn, part: str) -> None:
    gp = await sign_in(village.GP)

    page = await gp.get(f"{ROOT}{part}")
    sheet = await gp.get(f"{ROOT}{part}", headers={"hx-request": "true"})

    assert "<!doctype html>" in page.text
    assert "Mme Jeanne MOREAU" in page.text
    assert sheet.status_code == 200
    assert "<!doctype html>" not in sheet.text
    assert 'name="form_id"' in sheet.text


@pytest.mark.parametrize("part", ["", "/plan", "/cahier", "/mesures", "/agenda", "/documents", "/cercle"])
async def test_page_refreshes_its_live_part_alone(sign_in: SignIn, part: str) -> None:
    part_alone = await (await sign_in(village.GP)).get(f"{ROOT}{part}", headers={"hx-request": "true"})

    assert "<!doctype html>" not in part_alone.text
    assert part_alone.text.lstrip().startswith(("<div", "<section"))
    assert 'data-live="changed"' in part_alone.text


@pytest.mark.parametrize("part", [*PARTS, *FORMS])
async def test_outsider_gets_a_refusal_that_leaks_nothing(sign_in: SignIn, part: str) -> None:
    outsider = await sign_in(village.OTHER_NURSE)

    refused = await outsider.get(f"{ROOT}{part}")
    absent = await outsider.get(f"/dossiers/{new_id()}{part}")

    assert refused.status_code == absent.status_code == 404
    for trait in ("MOREAU", "LAMBERT", "Jeanne", "Autun (71)", "Girard"):
        assert trait not in refused.text
    assert _without_ids(refused.text) == _without_ids(absent.text)


async def test_person_reads_her_own_words_for_things(sign_in: SignIn) -> None:
    jeanne = await sign_in(JEANNE)
    page = await jeanne.get(ROOT)

    for text in ("Mon plan", "Mon équipe", "Mes rendez-vous", "Mes mesures", "Qui a lu mon dossier"):
        assert text in page.text
    for jargon in ("Cercle de soins", "En dix secondes", "Tâche"):
        assert jargon not in page.text


async def test_person_sees_who_read(sign_in: SignIn) -> None:
    await (await sign_in(village.GP)).get(ROOT)

    page = await (await sign_in(JEANNE)).get(f"{ROOT}/acces")

    assert "Dr Paul Girard" in page.text
    assert "a lu le dossier" in page.text


async def test_carer_reads_about_her_and_not_who_came(sign_in: SignIn) -> None:
    daughter = await sign_in(village.DAUGHTER)
    page = await daughter.get(ROOT)

    assert "Son plan" in page.text
    assert "Son équipe" in page.text
    assert (await daughter.get(f"{ROOT}/acces")).status_code == 404


async def test_marking_everything_read_empties_the_news(sign_in: SignIn, database: Database) -> None:
    gp = await sign_in(village.GP)
    await _write_a_note(database)
    assert "Œdèmes des chevilles" in (await gp.get(ROOT)).text

    answer = await gp.post(f"{ROOT}/lu")

    assert answer.status_code == 303
    assert "Œdèmes des chevilles" not in (await gp.get(ROOT)).text


async def test_record_of_strangers_shapes_is_still_shown(sign_in: SignIn, database: Database) -> None:
    """Imported resources leave out what ours always have; every page still opens."""
    repository = Repository(database)
    async with repository.writing(system_asker("import")) as unit:
        for resource in _bare():
            unit.create(resource)
    await repository.close()

    gp = await sign_in(village.GP)
    for part in PARTS:
        page = await gp.get(f"{ROOT}{part}")
        assert page.status_code == 200, page.text


def _bare() -> list[object]:
    about = Reference(reference=JEANNE)
    return [
        Condition(subject=about),
        MedicationStatement(status="active", subject=about, medicationReference=Reference(display="Metformine")),
        Observation(status="final", code=CodeableConcept(text="?"), subject=about),
        Observation(status="final", code=CodeableConcept(coding=[Coding(code="29463-7")]), subject=about),
        Goal(lifecycleStatus="active", description=CodeableConcept(text="Marcher"), subject=about),
        CarePlan(status="active", intent="plan", subject=about),
        Task(status="requested", intent="order", for_=about),
        ServiceRequest(status="active", intent="order", subject=about),
        Encounter(status="finished", class_=Coding(code="IMP"), subject=about),
        Appointment(status="proposed", participant=[AppointmentParticipant(actor=about, status="needs-action")]),
        DocumentReference(
            status="current", subject=about,
            content=[DocumentReferenceContent(attachment=Attachment(contentType="text/plain", data="Ym9uam91cg=="))],
        ),
    ]  # fmt: skip


async def _write_a_note(database: Database) -> None:
    repository = Repository(database)
    await add_note(
        village.door(repository, village.NURSE), village.JEANNE, type_code="OBS", text="Œdèmes des chevilles",
        is_urgent=False, audience_code="circle", form_id=new_id(),
    )  # fmt: skip
    await repository.close()


def _without_ids(html: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", html)


async def test_requester_outside_the_circle_sees_the_identity_and_no_record(
    sign_in: SignIn, database: Database
) -> None:
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        unit.create(_request())
    await repository.close()
    other = await sign_in(village.OTHER_NURSE)

    page = await other.get(ROOT)

    assert page.status_code == 200
    assert "Vous voyez la demande, pas le dossier" in page.text
    for text in ("Insuffisance", "Girard", "/cahier", "Pénicilline"):
        assert text not in page.text


def _request() -> ServiceRequest:
    return ServiceRequest(
        status="active",
        intent="order",
        category=[concept(systems.REQUEST_CATEGORY, "support", "Demande d’appui")],
        subject=Reference(reference=JEANNE),
        requester=Reference(reference=village.OTHER_NURSE),
        performer=[Reference(reference=village.DAC)],
        authoredOn="2026-01-10",
    )


@pytest.mark.parametrize("value", ["1e300", "1e999999999", "-1e12", "1e-999999999"])
async def test_number_no_person_can_have_costs_nobody_the_pages(
    sign_in: SignIn, database: Database, value: str
) -> None:
    measure = Observation(
        status="final",
        category=[concept(systems.OBSERVATION_CATEGORY, "vital-signs", "Signes vitaux")],
        code=concept(systems.LOINC, "29463-7", "Poids"),
        subject=Reference(reference=JEANNE),
        effectiveDateTime="9999-12-31T23:59:59-14:00",
        valueQuantity=Quantity(value=Decimal(value), unit="kg"),
    )
    async with Repository(database).writing(system_asker("test")) as unit:
        unit.create(measure)
    gp = await sign_in(village.GP)
    for part in (*PARTS, "/mesures/nouvelle"):
        answer = await gp.get(ROOT + part)
        assert (answer.status_code, part) == (200, part), answer.text[-900:]
    assert (await gp.get("/")).status_code == 200


async def test_professional_without_the_medical_part_is_told_so(sign_in: SignIn) -> None:
    told = "restent entre soignants"
    assert told in (await (await sign_in(village.SOCIAL)).get(ROOT)).text
    assert told not in (await (await sign_in(village.NURSE)).get(ROOT)).text


async def test_record_on_paper_says_who_printed_it(sign_in: SignIn) -> None:
    page = await (await sign_in(village.GP)).get(ROOT)
    assert "Extrait du dossier partagé Cordée, imprimé le " in page.text

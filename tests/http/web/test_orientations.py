"""An orientation on the pages: sent from a record, answered by the structure, followed on both sides."""

from collections.abc import Callable

import pytest

from cordee.access import Actor, Gate
from cordee.fhir.r4 import HealthcareService, Organization, Reference
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

FormKey = Callable[[str], str]
STAFF = "PractitionerRole/staff"
NEW = f"/dossiers/{village.JEANNE}/orientations/nouvelle"
REFUSED = {403, 404}


@pytest.fixture
async def staff(gate: Gate, sign_in: SignIn) -> Client:
    """Somebody of a hospital that stands in no circle, and its day care centre."""
    async with gate.system_door("test").writing() as unit:
        unit.create(Organization(id="ch", active=True, name="Centre hospitalier"))
        unit.create(
            HealthcareService(
                id="day",
                active=True,
                name="Accueil de jour",
                providedBy=Reference(reference="Organization/ch"),
            )
        )
    who = Actor(
        id=STAFF, login=STAFF, name="Marc Accueil", kind="professional", role="nurse", role_label="Cadre",
        who=STAFF, keys=(STAFF,), organization="Organization/ch", organization_name="Centre hospitalier",
    )  # fmt: skip
    await gate.save_account(who, is_demo=True)
    return await sign_in(STAFF)


async def _sent(nurse: Client, form_key: FormKey) -> str:
    page = await nurse.get(f"{NEW}?offre=day")
    sent = {
        "form_id": form_key(page.text), "to": "HealthcareService/day", "reason": "Deux journées par semaine",
        "details": "<b>Elle aime chanter</b>", "urgency": "urgent", "act": "send",
    }  # fmt: skip
    for _ in range(2):  # a double click
        assert (await nurse.post(NEW, data=sent)).status_code == 303
    shown = await nurse.get(f"/dossiers/{village.JEANNE}/orientations")
    assert shown.text.count("Deux journées par semaine") == 1
    return shown.text.split('href="/orientations/')[1].split('"')[0]


async def test_an_orientation_is_sent_answered_and_closed_on_both_sides(
    sign_in: SignIn, form_key: FormKey, staff: Client
) -> None:
    nurse = await sign_in(village.NURSE)
    found = await nurse.post(NEW, data={"q": "accueil", "form_id": form_key((await nurse.get(NEW)).text)})
    assert "Accueil de jour" in found.text
    missing = await nurse.post(NEW, data={"to": "HealthcareService/day", "act": "send"})
    assert missing.status_code == 422
    assert "ce que vous demandez" in missing.text
    id_ = await _sent(nurse, form_key)
    address = f"/orientations/{id_}"
    received = await staff.get("/orientations")
    assert "Mme Jeanne MOREAU" in received.text
    page = await staff.get(address)
    assert "&lt;b&gt;Elle aime chanter" in page.text
    assert "Je l’étudie" in page.text
    for part in ("", "/plan", "/mesures", "/orientations"):
        assert (await staff.get(f"/dossiers/{village.JEANNE}{part}")).status_code in REFUSED, part
    assert (await staff.post(f"{address}/etudier")).status_code == 303
    assert "En cours d’étude" in (await nurse.get(address)).text
    form = await staff.get(f"{address}/repondre/attente")
    waiting = {"form_id": form_key(form.text), "rank": "2", "words": "En janvier."}
    assert (await staff.post(f"{address}/repondre/attente", data=waiting)).status_code == 303
    shown = await nurse.get(address)
    assert "Mise en attente, rang 2" in shown.text
    assert "En janvier." in shown.text
    assert "Première réponse" in shown.text
    assert (await nurse.post(f"{address}/messages", data={"text": "Entendu."})).status_code == 303
    assert (await nurse.get(f"{address}/repondre/refuser")).status_code in REFUSED
    wrong = await staff.post(f"{address}/repondre/refuser", data={"reason": "x"})
    assert wrong.status_code == 422
    no = {"reason": "no-place", "words": ""}
    assert (await staff.post(f"{address}/repondre/refuser", data=no)).status_code == 303
    assert "Aucune place" in (await nurse.get(f"/dossiers/{village.JEANNE}/orientations")).text
    closed = await staff.get(address)
    assert "1942" not in closed.text
    assert "Closes" in (await staff.get("/orientations?liste=closes")).text


async def test_others_neither_see_nor_answer_it(sign_in: SignIn, form_key: FormKey, staff: Client) -> None:
    nurse, outsider = await sign_in(village.NURSE), await sign_in(village.OTHER_NURSE)
    daughter = await sign_in(village.DAUGHTER)
    address = f"/orientations/{await _sent(nurse, form_key)}"
    for client in (outsider, daughter):
        assert (await client.get(address)).status_code == 404
        assert (await client.post(f"{address}/etudier")).status_code in REFUSED
    assert "MOREAU" not in (await outsider.get("/orientations")).text
    assert (await outsider.get(NEW)).status_code in REFUSED
    cancel = {"words": "La fille prend le relais."}
    assert (await nurse.post(f"{address}/repondre/annuler", data=cancel)).status_code == 303
    assert "Annulée" in (await staff.get(address)).text
    assert "Jeanne MOREAU" in (await nurse.get("/orientations?liste=envoyees")).text
    choose = await nurse.get("/annuaire/offres/day/orienter")
    assert f"{NEW}?offre=day" in choose.text

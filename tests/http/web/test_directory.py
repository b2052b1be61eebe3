"""The directory's pages: what the box finds, what a page shows, who says how many places are free."""

from collections.abc import Callable

import pytest

from cordee.access import Gate
from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import Address, Coding, Extension, HealthcareService, Organization, Reference
from cordee.kernel.errors import NotFoundError
from cordee.store import Database, Repository
from tests.http.web.conftest import SignIn
from tests.integration.care import village

FormKey = Callable[[str], str]
HTMX = {"hx-request": "true", "hx-target": "results"}
REFUSED = {403, 404}
OFFER = "/annuaire/offres/day"


@pytest.fixture
async def offers(gate: Gate) -> None:
    """The DAC in Autun, and a day care centre of another structure at Chalon."""
    async with gate.system_door("test").writing() as unit:
        unit.update(_structure("dac", "DAC 71 Nord", "71014", "Autun"))
        unit.create(_structure("ch", "Centre hospitalier", "71076", "Chalon-sur-Saône"))
        for id_, name, owner, need in (
            ("day", "Accueil de jour Les Remparts", "dac", "day-care"),
            ("night", "Garde de nuit", "ch", "night"),
        ):
            unit.create(
                HealthcareService(
                    id=id_,
                    active=True,
                    name=name,
                    providedBy=Reference(reference=f"Organization/{owner}"),
                    type=[concept(systems.NEED, need, need)],
                )
            )


def _structure(id_: str, name: str, insee: str, town: str) -> Organization:
    code = Extension(url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code=insee))
    kind = [concept(systems.ORGANIZATION_TYPE, "dac" if id_ == "dac" else "hospital", "Structure")]
    return Organization(
        id=id_, active=True, name=name, type=kind, address=[Address(city=town, extension=[code])]
    )


@pytest.mark.usefixtures("offers")
async def test_the_box_finds_by_name_need_and_place_and_never_writes_words_in_addresses(
    sign_in: SignIn,
) -> None:
    nurse = await sign_in(village.NURSE)
    start = await nurse.get("/annuaire?q=Girard")
    assert "Girard" not in start.text
    found = await nurse.post("/annuaire", data={"q": "girard"}, headers=HTMX)
    assert "Paul Girard" in found.text
    assert "<html" not in found.text
    assert "/annuaire/professionnels/gp-girard" in found.text
    slip = await nurse.post("/annuaire", data={"q": "griard"}, headers=HTMX)
    assert "Paul Girard" in slip.text
    assert "girard" in slip.text
    need = await nurse.get("/annuaire?besoin=night")
    assert "Garde de nuit" in need.text
    assert "Accueil de jour Les" not in need.text
    near = await nurse.post("/annuaire", data={"type": "offer", "lieu": "autun", "rayon": "20"}, headers=HTMX)
    assert "Accueil de jour Les" in near.text
    assert "sur place" in near.text
    assert "Garde de nuit" not in near.text
    nothing = await nurse.post("/annuaire", data={"q": "xyzxyzxyz"}, headers=HTMX)
    assert "Rien dans l’annuaire" in nothing.text


@pytest.mark.usefixtures("offers")
async def test_details_lead_from_one_to_the_other_and_carers_have_no_directory(sign_in: SignIn) -> None:
    nurse, daughter = await sign_in(village.NURSE), await sign_in(village.DAUGHTER)
    gp = await nurse.get("/annuaire/professionnels/gp-girard")
    assert 'href="tel:0385000000"' in gp.text
    structure = await nurse.get("/annuaire/structures/dac")
    assert "Accueil de jour Les Remparts" in structure.text
    assert "Zoé Ailleurs" in structure.text
    assert "Joindre" in structure.text
    offer = await nurse.get(OFFER)
    assert "n’a pas dit combien de places" in offer.text
    for path in ("/annuaire", OFFER, "/annuaire/structures/dac"):
        assert (await daughter.get(path)).status_code == 404
    assert (await nurse.get("/annuaire/offres/absent")).status_code == 404


@pytest.mark.usefixtures("offers")
async def test_only_staff_of_the_structure_says_how_many_places_are_free(
    sign_in: SignIn, form_key: FormKey, gate: Gate, database: Database
) -> None:
    coordinator, nurse = await sign_in(village.COORDINATOR), await sign_in(village.NURSE)
    assert (await nurse.get(f"{OFFER}/places")).status_code in REFUSED
    assert (await nurse.post(f"{OFFER}/places", data={"free": "3"})).status_code in REFUSED
    assert (await coordinator.get("/annuaire/offres/night/places")).status_code in REFUSED
    page = await coordinator.get(f"{OFFER}/places")
    wrong = await coordinator.post(
        f"{OFFER}/places", data={"form_id": form_key(page.text), "free": "beaucoup"}
    )
    assert wrong.status_code == 422
    sent = {"form_id": form_key(page.text), "free": "2", "wait": "dix jours"}
    assert (await coordinator.post(f"{OFFER}/places", data=sent)).status_code == 303
    shown = await nurse.get(OFFER)
    assert "2 places libres" in shown.text
    assert "dix jours" in shown.text
    free = await nurse.post("/annuaire", data={"places": "oui"}, headers=HTMX)
    assert "Accueil de jour Les" in free.text
    stolen: HealthcareService = (await gate.system_door("test").read("HealthcareService", "day")).resource
    stolen.providedBy = Reference(reference="Organization/ch")
    with pytest.raises(NotFoundError):
        async with village.door(Repository(database), village.COORDINATOR).writing() as unit:
            unit.update(stolen)

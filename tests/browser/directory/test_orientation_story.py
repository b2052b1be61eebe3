"""A respite stay asked for from the directory and answered by the structure: the story on both screens."""

import pytest

from cordee.access import Actor, Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

STAFF = "PractitionerRole/staff"


@pytest.fixture
async def staff(directory: str, database: Database, tmp_path: object) -> str:
    """Somebody of the hospital whose day care centre is asked."""
    assert tmp_path
    repository = Repository(database)
    who = Actor(
        id=STAFF, login=STAFF, name="Marc Accueil", kind="professional", role="nurse", role_label="Cadre",
        who=STAFF, keys=(STAFF,), organization=directory, organization_name="Centre hospitalier d’Autun",
    )  # fmt: skip
    gate = Gate(repository, Settings(data_dir=tmp_path, demo=True))  # type: ignore[arg-type]
    await gate.save_account(who, is_demo=True)
    await repository.close()
    return STAFF


async def test_a_nurse_orients_and_the_structure_answers_live(staff: str, open_as: OpenAs) -> None:
    nurse = await open_as(village.NURSE, viewport=DESKTOP)
    await nurse.goto("/annuaire?besoin=day-care&places=oui")
    await nurse.get_by_role("link", name="Ouvrir la page de Accueil de jour Les Remparts").click()
    await nurse.get_by_role("link", name="Orienter quelqu’un").click()
    await nurse.get_by_role("link", name="Orienter Mme Jeanne MOREAU").click()
    await nurse.get_by_label("Ce que vous demandez").fill("Deux journées par semaine")
    await look(nurse, "orientation-envoi-1440-light")
    await nurse.get_by_role("button", name="Envoyer").click()
    await nurse.locator("#lines", has_text="Deux journées par semaine").wait_for()
    await look(nurse, "orientations-dossier-1440-light")
    await nurse.locator("#lines a.row-link").click()
    await nurse.wait_for_url("**/orientations/*")

    phone = await open_as(staff, viewport=PHONE, scheme="dark")
    await phone.goto("/orientations")
    await look(phone, "orientations-recues-390-dark")
    await phone.locator("#lines a.row-link").click()
    await phone.get_by_role("button", name="Je l’étudie").click()
    await phone.locator(".tag", has_text="En cours d’étude").wait_for()
    await phone.get_by_role("link", name="Mettre en attente").click()
    await phone.locator("#sheet").get_by_label("Un mot").fill("Une place se libère en janvier.")
    await look(phone, "orientation-attente-390-dark")
    await phone.locator("#sheet").get_by_role("button", name="Mettre en attente").click()
    await phone.locator(".tag", has_text="Mise en attente, rang 1").wait_for()
    await look(phone, "orientation-390-dark")
    await nurse.locator("#orientation", has_text="Une place se libère en janvier.").wait_for()
    await look(nurse, "orientation-1440-light")

"""One click in a GP's software, on another site, to the record here; or to asking, for who is not in the circle."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from joserfc.jwk import ECKey
from playwright.async_api import expect

from cordee.access import Gate
from cordee.access.applications.registering import NewApplication
from cordee.care.called_person import traits_digest
from cordee.fhir import systems
from cordee.fhir.r4 import Identifier
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.http.applications.client import jwks, sign
from tests.integration.care import village

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RPPS = {village.GP: "10000000000", village.OTHER_NURSE: "10000000001"}


@pytest.fixture
async def call(
    database: Database, address: str, site: tuple[str, Path], tmp_path: Path
) -> Callable[[str], str]:
    """Give the address of a page of the software, from which somebody calls Jeanne's record."""
    url, folder = site
    key = ECKey.generate_key("P-384", {"kid": "one"}, auto_kid=False)
    repository = Repository(database)
    gate = Gate(repository, Settings(data_dir=tmp_path))
    software = await gate.applications.registering.add(
        NewApplication(
            name="Logiciel de cabinet",
            kind="confidential",
            organization=village.DAC,
            scopes="patient/Patient.r",
            redirect_uris=["https://logiciel.example/"],
            jwks=jwks(key),
        )
    )
    async with repository.writing(system_asker("test")) as unit:
        for who, number in RPPS.items():
            id_ = f"p-{who.removeprefix('PractitionerRole/')}"
            person = (await repository.read(system_asker("test"), "Practitioner", id_)).resource
            person.identifier = [Identifier(system=systems.RPPS, value=number)]
            unit.update(person)
    jeanne = (await repository.read(system_asker("test"), "Patient", village.JEANNE)).resource
    ins = jeanne.identifier[0]
    about = {
        "matricule": ins.value, "oid": ins.system.removeprefix("urn:oid:"), "traits": traits_digest(jeanne),
    }  # fmt: skip

    def make(who: str) -> str:
        moment = int(time.time())
        place = f"{address}/appel-contextuel"
        claims = {
            "iss": software.id, "aud": place, "iat": moment, "exp": moment + 55, "jti": new_id(),
            "rpps": RPPS[who], "ins": about,
        }  # fmt: skip
        said = {"address": place, "text": sign(key, claims, algorithm="ES384")}
        (folder / "call.js").write_text(f"const CALL = {json.dumps(said)};\n")
        return f"{url}/call.html"

    return make


async def test_one_click_lands_on_the_record(
    call: Callable[[str], str], address: str, open_as: OpenAs
) -> None:
    page = await open_as(village.GP)
    await page.goto(call(village.GP))
    await page.get_by_role("button", name="Ouvrir le dossier partagé").click()
    await page.wait_for_url(f"{address}/dossiers/{village.JEANNE}")
    await page.context.clear_cookies()
    await page.goto(call(village.GP))
    await page.get_by_role("button", name="Ouvrir le dossier partagé").click()
    await page.locator(f'button[value="{village.GP}"]').click()
    await page.wait_for_url(f"{address}/dossiers/{village.JEANNE}")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop-light", "phone-dark"]
)
async def test_who_is_not_in_the_circle_asks_to_join(
    call: Callable[[str], str], open_as: OpenAs, viewport: dict[str, int], scheme: str
) -> None:
    page = await open_as(village.OTHER_NURSE, viewport=viewport, scheme=scheme)
    await page.goto(call(village.OTHER_NURSE))
    await page.get_by_role("button", name="Ouvrir le dossier partagé").click()
    await expect(page.locator("h1")).to_contain_text("aucun cercle de soins")
    await look(page, f"appel-rejoindre-{viewport['width']}-{scheme}")
    await page.get_by_role("radio", name="J’interviens à son domicile").check()
    await page.get_by_role("button", name="Demander à rejoindre").click()
    await expect(page.get_by_text("Demande envoyée")).to_be_visible()

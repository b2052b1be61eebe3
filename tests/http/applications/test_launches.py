"""EHR launch: a record of ours opened in an application, by this person, in this session, once."""

import re
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.http.applications.client import FHIR, App, answered
from tests.http.applications.people import LAUNCH, SAME_SITE, Browser, Register, curves
from tests.integration.care import village

SCOPE = "launch openid fhirUser patient/Observation.rs patient/Patient.rs"
PLACE = f"/dossiers/{village.JEANNE}/ouvrir-dans"


async def _launch(browser: Browser, app: App) -> str:
    answer = await browser.http.post(f"{PLACE}/{app.id}", headers=SAME_SITE)
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.startswith(f"{LAUNCH}?")
    said = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    assert said["iss"] == FHIR
    return said["launch"]


async def test_a_record_is_opened_in_an_application(register: Register, browser: Browser) -> None:
    app = await curves(register, name="Courbes du dossier")
    record = (await browser.http.get(f"/dossiers/{village.JEANNE}")).text
    assert f'href="{PLACE}"' in record
    page = await browser.http.get(PLACE)
    assert "Courbes du dossier" in page.text
    assert "form-action 'self' https://courbes.example;" in page.headers["content-security-policy"]

    launch = await _launch(browser, app)
    decide = await browser.arrive(app.asking(SCOPE, launch=launch))
    shown = (await browser.http.get(decide)).text
    assert re.search(r"Dans le dossier de <strong>Mme Jeanne MOREAU</strong>", shown)
    assert 'name="record"' not in shown
    told = answered((await browser.decide(decide)).headers["location"])
    said = (await app.exchange(told["code"])).json()
    assert (said["patient"], said["need_patient_banner"]) == (village.JEANNE, True)
    assert (await app.fhir(said["access_token"], f"Patient/{village.JEANNE}")).status_code == 200

    again = await browser.arrive(app.asking(SCOPE, launch=launch))
    assert (await browser.http.get(again)).status_code == 400, "a launch serves once"


async def test_an_application_allowed_once_opens_the_next_record_at_once_until_taken_back(
    register: Register, browser: Browser
) -> None:
    app = await curves(register, name="Courbes connues")
    page = await browser.arrive(app.asking(SCOPE, launch=await _launch(browser, app)))
    assert "ne vous le demandera plus pendant 90 jours" in (await browser.http.get(page)).text
    assert (await browser.http.get(page)).status_code == 200
    await browser.decide(page)

    page = await browser.arrive(app.asking(SCOPE, launch=await _launch(browser, app)))
    assert (await browser.http.head(page)).status_code == 200
    told = answered((await browser.http.get(page)).headers["location"])
    assert (await app.exchange(told["code"])).json()["patient"] == village.JEANNE
    wider = await browser.arrive(app.asking(f"{SCOPE} offline_access", launch=await _launch(browser, app)))
    assert (await browser.http.get(wider)).status_code == 200, "other rights are asked for"

    listed = (await browser.http.get("/compte/applications")).text
    for part in listed.split("Courbes connues")[1::2]:
        place = part.split('action="', 1)[1].split('"', 1)[0]
        await browser.http.post(place, headers=SAME_SITE)
    page = await browser.arrive(app.asking(SCOPE, launch=await _launch(browser, app)))
    assert (await browser.http.get(page)).status_code == 200, "taken back: asked again"


async def test_the_launch_of_another_session_person_or_application_is_refused(
    register: Register, browser: Browser, other_browser: Browser
) -> None:
    app, other = await curves(register), await curves(register)
    launch = await _launch(browser, app)
    await other_browser.sign_in(village.GP)
    for why, someone, asking in (
        ("another session of the same person", other_browser, app.asking(SCOPE, launch=launch)),
        ("another application", browser, other.asking(SCOPE, launch=launch)),
        ("an invented launch", browser, app.asking(SCOPE, launch="invented")),
    ):
        page = await someone.arrive(asking)
        assert (await someone.http.get(page)).status_code == 400, why
        assert (await someone.decide(page)).status_code == 400, why
    page = await browser.arrive(app.asking(SCOPE, launch=launch))
    assert (await browser.decide(page)).status_code == 303


async def test_the_person_of_a_launch_cannot_be_changed(register: Register, browser: Browser) -> None:
    app = await curves(register)
    page = await browser.arrive(app.asking(SCOPE, launch=await _launch(browser, app)))
    told = answered((await browser.decide(page, record="somebody-else")).headers["location"])
    assert (await app.exchange(told["code"])).json()["patient"] == village.JEANNE


async def test_a_launch_waits_five_minutes(register: Register, browser: Browser, village_url: str) -> None:
    app = await curves(register)
    launch = await _launch(browser, app)
    async with await psycopg.AsyncConnection.connect(village_url) as connection:
        await connection.execute("UPDATE launch SET expires_at = now() - interval '1 second'")
    page = await browser.arrive(app.asking(SCOPE, launch=launch))
    assert (await browser.http.get(page)).status_code == 400


async def test_who_is_not_in_the_circle_opens_nothing(register: Register, other_browser: Browser) -> None:
    app = await curves(register)
    await other_browser.sign_in(village.OTHER_NURSE)
    for record in (village.JEANNE, "does-not-exist"):
        place = f"/dossiers/{record}/ouvrir-dans"
        assert (await other_browser.http.get(place)).status_code == 404
        answer = await other_browser.http.post(f"{place}/{app.id}", headers=SAME_SITE)
        assert answer.status_code == 404


async def test_the_scope_launch_needs_a_launch(register: Register, browser: Browser) -> None:
    app = await curves(register)
    answer = await browser.http.get("/oauth/authorize", params=app.asking(SCOPE))
    assert answered(answer.headers["location"])["error"] == "invalid_request"

"""The contextual call: one click from a professional's own software to the record, or to asking for it."""

import base64
import hashlib
import re
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cordee.access import Gate
from cordee.care.called_person import traits_digest
from cordee.care.circle_asking import look_for_circle
from cordee.fhir import systems
from cordee.fhir.r4 import Identifier, Patient, Practitioner
from cordee.store import Repository, system_asker
from tests.http.applications.client import BASE, App, jwks, sign
from tests.http.applications.conftest import EC
from tests.http.applications.people import SAME_SITE, Browser, Register, text_of
from tests.integration.care import village

CALL = f"{BASE}/appel-contextuel"
INS = {"matricule": "242037108500150", "oid": "1.2.250.1.213.1.4.10"}
TRAITS = "LAMBERT|JEANNE MARIE|F|1942-03-12|"
RPPS = {village.GP: "10000000000", village.OTHER_NURSE: "10000000001"}
FOREIGN = {"sec-fetch-site": "cross-site", "origin": "https://logiciel.example"}


def _digest(traits: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(traits.encode()).digest()).rstrip(b"=").decode()


def _claims(app: App, **said: Any) -> dict[str, Any]:
    moment = int(time.time())
    good = {
        "iss": app.id, "aud": CALL, "sub": None, "iat": moment, "exp": moment + 55, "rpps": RPPS[village.GP],
        "ins": INS | {"traits": _digest(TRAITS)},
    }  # fmt: skip
    return app.claims(**(good | said))


def _call(app: App, **said: Any) -> str:
    return sign(EC, _claims(app, **said), algorithm="ES384")


@pytest.fixture
async def software(register: Register, repository: Repository) -> App:
    """A GP's software, and professionals with RPPS numbers."""
    async with repository.writing(system_asker("test")) as unit:
        for who, number in RPPS.items():
            id_ = f"p-{who.removeprefix('PractitionerRole/')}"
            person: Practitioner = (await repository.read(system_asker("test"), "Practitioner", id_)).resource
            if not person.identifier:
                person.identifier = [Identifier(system=systems.RPPS, value=number)]
                unit.update(person)
    return await register(  # type: ignore[no-any-return]
        kind="confidential",
        jwks=jwks(EC),
        redirect_uris=["https://logiciel.example/"],
        scopes="patient/Patient.r",
    )


async def _post(browser: Browser, text: str) -> httpx.Response:
    return await browser.http.post("/appel-contextuel", data={"appel": text}, headers=FOREIGN)


async def test_a_call_lands_on_the_record(software: App, browser: Browser) -> None:
    taken = await _post(browser, _call(software))
    assert taken.status_code == 303
    place = taken.headers["location"]
    assert re.fullmatch(r"/appel-contextuel/[\w-]{43}", place)
    landed = await browser.http.get(place)
    assert (landed.status_code, landed.headers["location"]) == (303, f"/dossiers/{village.JEANNE}")


async def test_who_is_not_signed_in_signs_in_and_lands(software: App, other_browser: Browser) -> None:
    place = (await _post(other_browser, _call(software))).headers["location"]
    sent = await other_browser.http.get(place)
    assert sent.headers["location"] == f"/connexion?suite={place}"
    await other_browser.sign_in(village.GP, place)
    assert (await other_browser.http.get(place)).headers["location"] == f"/dossiers/{village.JEANNE}"


async def test_a_call_that_is_not_right_opens_nothing(
    software: App, browser: Browser, register: Callable[..., Any]
) -> None:
    other = await register(kind="public", redirect_uris=["https://x.example/"], scopes="patient/Patient.r")
    moment, good = int(time.time()), _call(software)
    wrong = {
        "another audience": _call(software, aud=f"{BASE}/oauth/token"),
        "a longer life": _call(software, exp=moment + 200),
        "expired": _call(software, iat=moment - 300, exp=moment - 240),
        "no issue date": _call(software, iat=None),
        "no jti": _call(software, jti=None),
        "no ins": _call(software, ins=None),
        "an ins without traits": _call(software, ins=INS),
        "another oid": _call(software, ins=INS | {"oid": "1.2.3", "traits": _digest(TRAITS)}),
        "a matricule that is none": _call(
            software, ins=INS | {"matricule": "' OR 1=1", "traits": _digest(TRAITS)}
        ),
        "no rpps": _call(software, rpps=None),
        "an application without keys": sign(EC, _claims(software, iss=other.id), algorithm="ES384"),
        "nobody": sign(EC, _claims(software, iss="nobody"), algorithm="ES384"),
        "alg none": "eyJhbGciOiJub25lIn0." + good.split(".")[1] + ".",
        "nothing": "",
    }
    for why, text in wrong.items():
        assert (await _post(browser, text)).status_code == 400, why
    assert (await _post(browser, good)).status_code == 303
    assert (await _post(browser, good)).status_code == 400, "replayed"
    by_address = await browser.http.get("/appel-contextuel", params={"appel": _call(software)})
    assert by_address.status_code == 400


async def test_a_call_is_for_the_professional_it_names(
    software: App, browser: Browser, other_browser: Browser
) -> None:
    mine = (await _post(browser, _call(software))).headers["location"]
    await other_browser.sign_in(village.OTHER_NURSE)
    stolen = await other_browser.http.get(mine)
    assert stolen.status_code == 404, "not for her number"
    social = (await _post(browser, _call(software, rpps=RPPS[village.OTHER_NURSE]))).headers["location"]
    assert (await browser.http.get(social)).status_code == 404
    claimed = (await _post(browser, _call(software))).headers["location"]
    assert (await browser.http.get(claimed)).status_code == 303
    assert (await other_browser.http.get(claimed)).status_code == 400, "claimed by its professional"


async def test_other_traits_for_the_same_number_open_nothing(software: App, browser: Browser) -> None:
    ins = INS | {"traits": _digest(TRAITS.replace("LAMBERT", "LAMBIN"))}
    place = (await _post(browser, _call(software, ins=ins))).headers["location"]
    answer = await browser.http.get(place)
    assert (answer.status_code, "autres traits d’identité" in answer.text) == (422, True)


async def test_outside_the_circle_a_record_and_no_record_are_one_page_and_asking_one_answer(
    software: App, other_browser: Browser, gate: Gate, repository: Repository
) -> None:
    await other_browser.sign_in(village.OTHER_NURSE)
    pages, answers = [], []
    for matricule in (INS["matricule"], "199017512345678"):
        ins = {"matricule": matricule, "oid": INS["oid"], "traits": _digest(TRAITS)}
        call = _call(software, rpps=RPPS[village.OTHER_NURSE], ins=ins)
        place = (await _post(other_browser, call)).headers["location"]
        page = await other_browser.http.get(place)
        key = re.search(r'name="form_id" value="([^"]+)"', page.text)
        assert key
        shown = re.sub(r"depuis=\d+", "", page.text).replace(place, "").replace(key[1], "")
        pages.append((page.status_code, shown))
        form = {"form_id": key[1], "reason": "treating", "words": "Je passe chaque matin."}
        assert (
            await other_browser.http.post(f"{place}/rejoindre", data={}, headers=SAME_SITE)
        ).status_code == 422
        asked = await other_browser.http.post(f"{place}/rejoindre", data=form, headers=SAME_SITE)
        answers.append((asked.status_code, asked.headers["location"], asked.headers.get_list("set-cookie")))
        other_browser.http.cookies.delete("flash")
        found = await look_for_circle(gate.system_door("test"), key[1])
        assert found is (matricule == INS["matricule"])
    assert pages[0] == pages[1]
    assert answers[0] == answers[1]
    assert "Demander à rejoindre" in text_of(pages[0][1])


async def test_the_digest_of_traits_is_what_editors_are_told(repository: Repository) -> None:
    jeanne: Patient = (await repository.read(system_asker("test"), "Patient", village.JEANNE)).resource
    assert traits_digest(jeanne) == _digest(TRAITS)
    assert jeanne.name
    jeanne.name[0].family, jeanne.name[0].given = "L’Œuf-d’Été", ["Zoë", "Marie-Noëlle"]
    assert traits_digest(jeanne) == _digest("L OEUF D ETE|ZOE MARIE NOELLE|F|1942-03-12|")

"""Standalone launch: an application asks, the person decides on one record, and the token opens that and no more."""

import time
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from cordee.fhir.r4 import Patient
from cordee.store import Repository, system_asker
from tests.http.applications.client import BASE, FHIR, App, answered
from tests.http.applications.people import READING, REDIRECT, Browser, Register, curves, text_of, tokens_of
from tests.integration.care import village


async def test_a_launch_opens_one_record_and_the_types_given(
    register: Register, browser: Browser, nobody: httpx.AsyncClient
) -> None:
    app = await curves(register)
    page = await browser.arrive(app.asking(READING, nonce="n-1"))
    shown = await browser.http.get(page)
    assert shown.status_code == 200
    assert "form-action 'self' https://courbes.example;" in shown.headers["content-security-policy"]
    for words in ("Autoriser « Application d’essai » ?", "Application proposée par DAC 71 Nord",
                  "les mesures et les observations", "l’identité et les coordonnées", "Pendant 10 minutes",
                  "Rien : elle ne peut ni ajouter, ni modifier, ni supprimer", "Jeanne MOREAU"):  # fmt: skip
        assert words in text_of(shown.text), words

    answer = await browser.decide(page, record=village.JEANNE)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{REDIRECT}?")
    told = answered(answer.headers["location"])
    assert (told["state"], told["iss"]) == ("state-1", FHIR)

    exchanged = await app.exchange(told["code"])
    assert exchanged.headers["cache-control"] == "no-store"
    said: dict[str, Any] = exchanged.json()
    assert said["patient"] == village.JEANNE
    assert said["scope"] == "fhirUser launch/patient openid patient/Observation.rs patient/Patient.rs"
    assert (said["token_type"], said["expires_in"], "refresh_token" in said) == ("Bearer", 600, False)
    keys = KeySet.import_key_set((await nobody.get("/oauth/jwks")).json())
    claims = jwt.decode(said["id_token"], keys, algorithms=["RS256"]).claims
    assert claims["exp"] > time.time()
    assert {name: claims[name] for name in ("iss", "aud", "nonce", "fhirUser")} == {
        "iss": FHIR, "aud": app.id, "nonce": "n-1", "fhirUser": f"{FHIR}/{village.GP}",
    }  # fmt: skip

    token = said["access_token"]
    assert (await app.fhir(token, f"Patient/{village.JEANNE}")).status_code == 200
    assert (await app.fhir(token, "Observation?_summary=count")).json()["total"] > 0
    for path, method in (("Condition", "GET"), ("AllergyIntolerance", "GET"), ("Observation", "POST")):
        answer = await app.fhir(token, path, method, json={} if method == "POST" else None)
        assert (answer.status_code, "insufficient_scope" in answer.headers["www-authenticate"]) == (403, True)
    everything = (await app.fhir(token, f"Patient/{village.JEANNE}/$everything")).json()
    assert {entry["resource"]["resourceType"] for entry in everything["entry"]} <= {"Patient", "Observation"}
    included = (
        await app.fhir(
            token,
            f"Patient?_id={village.JEANNE}&_revinclude=Condition:patient&_revinclude=Observation:patient",
        )
    ).json()
    assert {entry["resource"]["resourceType"] for entry in included["entry"]} <= {"Patient", "Observation"}


async def test_who_is_not_signed_in_signs_in_and_comes_back(
    register: Register, other_browser: Browser
) -> None:
    app = await curves(register)
    page = await other_browser.arrive(app.asking(READING))
    sent = await other_browser.http.get(page)
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/connexion?suite={page}"
    back = await other_browser.sign_in(village.GP, page)
    assert back.headers["location"] == page
    assert (await other_browser.http.get(page)).status_code == 200


async def test_a_no_is_told_to_the_application_and_ends_the_request(
    register: Register, browser: Browser
) -> None:
    app = await curves(register)
    page = await browser.arrive(app.asking(READING))
    told = answered((await browser.decide(page, "refuse")).headers["location"])
    assert told == {"error": "access_denied", "state": "state-1", "iss": FHIR}
    assert (await browser.decide(page, record=village.JEANNE)).status_code == 400


async def test_requests_that_are_not_right_are_sent_back_or_shown(
    register: Register, browser: Browser
) -> None:
    app = await curves(register)
    system = await register(
        kind="system", scopes="system/*.rs", jwks_url="https://ch.example/jwks", reads=1 | 2
    )
    for why, said in {
        "unknown application": {"client_id": "nobody"},
        "a system": {"client_id": system.id},
        "unregistered address": {"redirect_uri": "https://evil.example/"},
        "a longer address": {"redirect_uri": f"{REDIRECT}/x"},
        "another query": {"redirect_uri": f"{REDIRECT}?x=1"},
        "no address": {"redirect_uri": None},
    }.items():
        answer = await browser.http.get("/oauth/authorize", params=app.asking(READING, **said))
        assert (answer.status_code, "location" in answer.headers) == (400, False), why
    twice = await browser.http.get(
        "/oauth/authorize", params=[*app.asking(READING).items(), ("redirect_uri", "https://evil.example/")]
    )
    assert (twice.status_code, "location" in twice.headers) == (400, False)
    for error, said in (
        ("unsupported_response_type", {"response_type": "token"}),
        ("invalid_request", {"code_challenge": None}),
        ("invalid_request", {"code_challenge_method": "plain"}),
        ("invalid_request", {"code_challenge_method": None}),
        ("invalid_request", {"aud": "https://elsewhere.example/fhir"}),
        ("invalid_request", {"aud": None}),
        ("invalid_request", {"state": None}),
        ("invalid_scope", {"scope": "system/*.rs"}),
        ("invalid_scope", {"scope": "patient/Observation.rs?category=laboratory"}),
        ("invalid_scope", {"scope": "patient/Condition.rs"}),
        ("invalid_request", {"scope": "launch patient/Observation.rs"}),
    ):
        answer = await browser.http.get("/oauth/authorize", params=app.asking(READING) | _kept(app, said))
        assert answer.headers["location"].startswith(f"{REDIRECT}?"), said
        assert answered(answer.headers["location"])["error"] == error, said


async def test_a_request_may_be_posted_from_the_applications_site(
    register: Register, browser: Browser
) -> None:
    app = await curves(register)
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://courbes.example"}
    answer = await browser.http.post("/oauth/authorize", data=app.asking(READING), headers=foreign)
    assert answer.status_code == 303
    page = answer.headers["location"]
    forged = await browser.http.post(
        page, data={"decision": "allow", "record": village.JEANNE}, headers=foreign
    )
    assert (forged.status_code, "location" in forged.headers) == (403, False)


async def test_a_code_serves_once_to_its_application_with_its_verifier(
    register: Register, browser: Browser
) -> None:
    app, other = await curves(register), await curves(register)
    for why, change in (("verifier", {"code_verifier": "x" * 43}), ("no verifier", {"code_verifier": ""}),
                        ("address", {"redirect_uri": "https://courbes.example/autre"})):  # fmt: skip
        code = (await browser.allow(app.asking(READING)))["code"]
        assert (await app.exchange(code, **change)).json()["error"] == "invalid_grant", why
        assert (await app.exchange(code)).json()["error"] == "invalid_grant", f"{why}, then right"
    code = (await browser.allow(app.asking(READING)))["code"]
    other.verifier = app.verifier
    assert (await other.exchange(code)).json()["error"] == "invalid_grant", "another application's"

    code = (await browser.allow(app.asking(READING)))["code"]
    token = (await app.exchange(code)).json()["access_token"]
    assert (await app.fhir(token, "Observation")).status_code == 200
    assert (await app.exchange(code)).json()["error"] == "invalid_grant", "replayed"
    assert (await app.fhir(token, "Observation")).status_code == 401, "a replay ends what the code gave"


async def test_an_application_proves_itself_as_it_was_registered_to(
    register: Register, browser: Browser
) -> None:
    app = await curves(register)
    public = await curves(register, kind="public", wants_secret=False)
    code = (await browser.allow(app.asking(READING)))["code"]
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": app.verifier,
    }  # fmt: skip
    for extra, auth in (({"client_id": app.id}, None), ({"client_id": app.id, "client_secret": app.secret}, None),
                        ({}, (app.id, "wrong")), ({}, (public.id, app.secret)),
                        ({"client_id": public.id}, (app.id, app.secret))):  # fmt: skip
        answer = await app.http.post("/oauth/token", data=form | extra, auth=auth)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client"), (extra, auth)
    for kind in ("password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer", ""):
        assert (await app.token(grant_type=kind)).json()["error"] == "unsupported_grant_type"
    assert (await app.token(grant_type="client_credentials", scope="system/*.rs")).json()["error"] == (
        "unauthorized_client"
    )
    told = await browser.allow(public.asking(READING))
    assert (await public.exchange(told["code"])).status_code == 200
    twice = await app.http.post(
        "/oauth/token", content="grant_type=refresh_token&grant_type=authorization_code",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")


async def test_nobody_gives_a_record_they_do_not_see(
    register: Register, browser: Browser, other_browser: Browser, repository: Repository
) -> None:
    async with repository.writing(system_asker("test")) as unit:
        unit.put(Patient(id="stranger", birthDate="1950-01-01"))
    app = await curves(register)
    page = await browser.arrive(app.asking(READING))
    seen = [await browser.decide(page, record=record) for record in ("stranger", "does-not-exist")]
    assert [answer.status_code for answer in seen] == [404, 404]
    assert (await browser.decide(page)).status_code == 422
    await other_browser.sign_in(village.OTHER_NURSE)
    page = await other_browser.arrive(app.asking(READING))
    assert (await other_browser.decide(page, record=village.JEANNE)).status_code == 404
    token = (await tokens_of(browser, app))["access_token"]
    for path in (
        "Patient/stranger",
        "Observation?patient=stranger&_summary=count",
        "Patient?_id=stranger&_summary=count",
    ):
        answer = await app.fhir(token, path)
        assert answer.status_code == 404 or answer.json()["total"] == 0, path


async def test_a_token_never_opens_more_than_its_person(register: Register, other_browser: Browser) -> None:
    await other_browser.sign_in(village.SOCIAL)
    app = await curves(register, scopes="launch/patient patient/*.cruds")
    token = (await tokens_of(other_browser, app, "launch/patient patient/*.cruds"))["access_token"]
    for type_ in ("Condition", "AllergyIntolerance"):
        assert (await app.fhir(token, f"{type_}?_summary=count")).json()["total"] == 0


async def test_browsers_of_registered_sites_may_read_answers(
    register: Register, nobody: httpx.AsyncClient
) -> None:
    await curves(register)
    ours, foreign = {"origin": "https://courbes.example"}, {"origin": "https://evil.example"}
    asking = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    allowed = await nobody.options("/fhir/Patient", headers=ours | asking)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "https://courbes.example"
    assert "Authorization" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in allowed.headers
    for path in ("/fhir/Patient", "/oauth/token"):
        refused = await nobody.options(path, headers=foreign | asking)
        assert "access-control-allow-origin" not in refused.headers
    answer = await nobody.get("/fhir/Patient", headers=ours)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (
        401,
        "https://courbes.example",
    )
    assert answer.headers["vary"] == "Origin"
    metadata = await nobody.get("/fhir/.well-known/smart-configuration", headers=foreign)
    assert metadata.headers["access-control-allow-origin"] == "*"


async def test_the_servers_address_is_the_settings(register: Register, nobody: httpx.AsyncClient) -> None:
    spoofed = await nobody.get("/fhir/.well-known/smart-configuration", headers={"host": "evil.example"})
    assert spoofed.json()["token_endpoint"] == f"{BASE}/oauth/token"


def _kept(app: App, said: dict[str, str | None]) -> dict[str, str]:
    """Return a right request with changes; what is None becomes empty, as if it were not there."""
    return {name: value or "" for name, value in said.items()}

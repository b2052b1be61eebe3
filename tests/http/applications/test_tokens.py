"""What tokens are told of, renewed, taken back; and that what is taken back opens nothing from then on."""

import asyncio
from typing import Any

import httpx
import psycopg

from cordee.access import Gate
from cordee.kernel.clock import now
from cordee.store import Repository
from tests.http.applications.client import FHIR, App, jwks, sign
from tests.http.applications.conftest import EC
from tests.http.applications.people import READING, Browser, Register, curves, tokens_of
from tests.integration.care import village

ONLINE, OFFLINE = f"{READING} online_access", f"{READING} offline_access"


async def _renew(app: App, tokens: dict[str, Any], **said: str) -> httpx.Response:
    return await app.token(
        **({"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]} | said)
    )


async def _opens(app: App, tokens: dict[str, Any]) -> int:
    return (await app.fhir(tokens["access_token"], f"Patient/{village.JEANNE}")).status_code


async def test_a_refresh_token_turns_over_and_its_reuse_ends_everything(
    register: Register, browser: Browser
) -> None:
    app = await curves(register)
    first = await tokens_of(browser, app, OFFLINE)
    second = (await _renew(app, first)).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert (second["scope"], second["patient"]) == (first["scope"], village.JEANNE)
    assert "id_token" not in second
    assert await _opens(app, first) == await _opens(app, second) == 200
    assert (await _renew(app, first)).json()["error"] == "invalid_grant", "used twice"
    assert await _opens(app, first) == await _opens(app, second) == 401
    assert (await _renew(app, second)).json()["error"] == "invalid_grant", "the family has ended"


async def test_a_renewal_gives_what_was_given_to_whom_it_was_given(
    register: Register, browser: Browser
) -> None:
    app, other = await curves(register), await curves(register)
    tokens = await tokens_of(browser, app, OFFLINE)
    narrower = await _renew(app, tokens, scope="patient/Observation.rs")
    assert narrower.json()["error"] == "invalid_scope"
    wider = (await _renew(app, tokens, scope=f"{OFFLINE} patient/*.cruds")).json()
    assert wider["scope"] == tokens["scope"]
    assert (await _renew(other, wider)).json()["error"] == "invalid_grant"
    assert (await _renew(app, wider)).json()["error"] == "invalid_grant", (
        "another application held it: it was stolen"
    )


async def test_online_access_ends_with_the_session(register: Register, browser: Browser) -> None:
    app = await curves(register)
    online, offline = [await tokens_of(browser, app, scope) for scope in (ONLINE, OFFLINE)]
    assert (await _renew(app, online)).status_code == 200
    online = await tokens_of(browser, app, ONLINE)
    await browser.http.post("/deconnexion", headers={"sec-fetch-site": "same-origin"})
    assert await _opens(app, online) == 401
    assert (await _renew(app, online)).json()["error"] == "invalid_grant"
    assert await _opens(app, offline) == 200
    assert (await _renew(app, offline)).status_code == 200


async def test_tokens_are_told_to_their_application_only(register: Register, browser: Browser) -> None:
    app, other = await curves(register), await curves(register)
    public = await curves(register, kind="public", wants_secret=False)
    tokens = await tokens_of(browser, app, OFFLINE)
    said = (await app.post("/oauth/introspect", {"token": tokens["access_token"]})).json()
    assert said.pop("exp") > now().timestamp()
    assert said == {
        "active": True, "client_id": app.id, "scope": tokens["scope"], "iss": FHIR, "sub": village.GP,
        "token_type": "Bearer", "patient": village.JEANNE, "fhirUser": f"{FHIR}/{village.GP}",
    }  # fmt: skip
    refresh = (await app.post("/oauth/introspect", {"token": tokens["refresh_token"]})).json()
    assert (refresh["active"], "token_type" in refresh) == (True, False)
    for asking, token in (
        (other, tokens["access_token"]),
        (other, tokens["refresh_token"]),
        (app, "unknown"),
        (app, ""),
    ):
        assert (await asking.post("/oauth/introspect", {"token": token})).json() == {"active": False}
    refused = await public.post("/oauth/introspect", {"token": tokens["access_token"]})
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    for id_, secret in ((app.id, "wrong"), ("nobody", app.secret)):
        answer = await app.http.post("/oauth/introspect", data={"token": "x"}, auth=(id_, secret))
        assert answer.status_code == 401


async def test_what_is_given_back_opens_nothing_and_only_ones_own_is(
    register: Register, browser: Browser
) -> None:
    app, other = await curves(register), await curves(register)
    tokens = await tokens_of(browser, app, OFFLINE)
    for token in (tokens["access_token"], tokens["refresh_token"], "unknown"):
        assert (await other.post("/oauth/revoke", {"token": token})).status_code == 200
    assert await _opens(app, tokens) == 200
    assert (await app.post("/oauth/revoke", {"token": tokens["access_token"]})).status_code == 200
    assert await _opens(app, tokens) == 401
    renewed = (await _renew(app, tokens)).json()
    assert await _opens(app, renewed) == 200
    await app.post("/oauth/revoke", {"token": renewed["refresh_token"], "token_type_hint": "refresh_token"})
    assert await _opens(app, renewed) == 401
    assert (await _renew(app, renewed)).json()["error"] == "invalid_grant"


async def test_a_person_sees_what_they_gave_and_takes_it_back_at_once(
    register: Register, browser: Browser, other_browser: Browser
) -> None:
    app = await curves(register, name="Courbes à retirer")
    tokens = await tokens_of(browser, app, OFFLINE)
    page = (await browser.http.get("/compte/applications")).text
    row = page[: page.index("Courbes à retirer")].count("<li"), page.split("Courbes à retirer", 1)[1]
    address = row[1].split('action="', 1)[1].split('"', 1)[0]
    await other_browser.sign_in(village.NURSE)
    assert "Courbes à retirer" not in (await other_browser.http.get("/compte/applications")).text
    for who, status in ((other_browser, 404), (browser, 303)):
        answer = await who.http.post(address, headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == status
    assert await _opens(app, tokens) == 401
    assert "Courbes à retirer" not in (await browser.http.get("/compte/applications")).text


async def test_leaving_the_circle_closes_the_record_to_the_token_too(
    register: Register, other_browser: Browser, repository: Repository, village_url: str
) -> None:
    await other_browser.sign_in(village.NURSE)
    app = await curves(register)
    tokens = await tokens_of(other_browser, app)
    assert await _opens(app, tokens) == 200
    async with await psycopg.AsyncConnection.connect(village_url) as connection:
        await connection.execute("UPDATE circle SET ends_at = now() WHERE member = %s", (village.NURSE,))
    assert await _opens(app, tokens) == 404


async def test_what_has_expired_opens_nothing(register: Register, browser: Browser, village_url: str) -> None:
    app = await curves(register)
    tokens = await tokens_of(browser, app, OFFLINE)
    told = await browser.allow(app.asking(READING))
    page = await browser.arrive(app.asking(READING))
    async with await psycopg.AsyncConnection.connect(village_url) as connection:
        for table in ("bearer_token", "refresh_token", "authorization_code", "authorization_request"):
            await connection.execute(f"UPDATE {table} SET expires_at = now() - interval '1 second'")
    assert await _opens(app, tokens) == 401
    assert (await _renew(app, tokens)).json()["error"] == "invalid_grant"
    assert (await app.exchange(told["code"])).json()["error"] == "invalid_grant"
    assert (await browser.http.get(page)).status_code == 400


async def test_a_session_no_longer_remembered_elsewhere_is_heard_of(
    register: Register, browser: Browser, gate: Gate
) -> None:
    app = await curves(register)
    tokens = await tokens_of(browser, app, OFFLINE)
    await gate.start()
    try:
        while not gate.closings.is_listening:
            await _tick()
        assert await _opens(app, tokens) == await _opens(app, tokens) == 200, "remembered now"
        heard = gate.closings.count
        await app.post("/oauth/revoke", {"token": tokens["access_token"]})
        while gate.closings.count == heard:
            await _tick()
        assert await _opens(app, tokens) == 401
    finally:
        await gate.close()


async def test_an_export_and_a_subscription_keep_the_limits_of_their_token(
    register: Register, browser: Browser, gate: Gate
) -> None:
    scope = f"{READING} offline_access patient/Subscription.cruds"
    app = await curves(register, scopes=scope)
    tokens = await tokens_of(browser, app, scope)
    token = tokens["access_token"]
    kicked = await app.fhir(
        token, "$export", headers={"Prefer": "respond-async", "Accept": "application/fhir+json"}
    )
    assert kicked.status_code == 202, kicked.text
    watching = {
        "resourceType": "Subscription", "status": "requested", "reason": "essai",
        "criteria": f"Condition?patient={village.JEANNE}",
        "channel": {"type": "websocket"},
    }  # fmt: skip
    written = await app.fhir(token, "Subscription", "POST", json=watching)
    assert written.status_code == 201, written.text
    async with gate.applications.registry._database.connection() as connection:
        rows = await (
            await connection.execute(
                "SELECT account_id FROM export UNION SELECT account_id FROM subscription"
            )
        ).fetchall()
    acting = {row[0] for row in rows}
    assert len(acting) == 1
    door = await gate.subscribers.door(acting.pop())
    assert door is not None
    assert await door.read_many([f"Patient/{village.JEANNE}"])
    found = await door.shelves(village.JEANNE, {"Condition": 5, "Observation": 5})
    assert (len(found.get("Condition", [])), bool(found["Observation"])) == (0, True)
    status = kicked.headers["content-location"].removeprefix(f"{FHIR}/")
    assert (await app.fhir(token, status)).status_code == 202
    other = await tokens_of(browser, app, READING)
    assert (await app.fhir(other["access_token"], status)).status_code == 404, "another grant's export"
    await app.post("/oauth/revoke", {"token": tokens["refresh_token"]})
    assert await gate.subscribers.door(door.actor.id) is None


async def test_a_system_may_introspect_and_give_back_its_own(register: Register) -> None:
    app = await register(kind="system", scopes="system/*.rs", jwks=jwks(EC), reads=1)
    token = (await app.system_token(sign(EC, app.claims(), algorithm="ES384"))).json()["access_token"]
    for path, known in (("/oauth/introspect", True), ("/oauth/revoke", None), ("/oauth/introspect", False)):
        proof = sign(EC, app.claims(aud=f"http://cordee.test{path}"), algorithm="ES384")
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        form = {"token": token, "client_assertion": proof, "client_assertion_type": kind}
        answer = await app.http.post(path, data=form)
        assert answer.status_code == 200, answer.text
        if known is not None:
            assert answer.json()["active"] is known


async def _tick() -> None:
    await asyncio.sleep(0.01)


async def test_a_public_application_renews_without_its_name(register: Register, browser: Browser) -> None:
    public = await curves(register, kind="public", wants_secret=False)
    secret = await curves(register)
    for app, status in ((public, 200), (secret, 401)):
        tokens = await tokens_of(browser, app, OFFLINE)
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        assert (await app.http.post("/oauth/token", data=form)).status_code == status


async def test_what_is_done_with_tokens_is_traced_under_their_person(
    register: Register, browser: Browser, village_url: str
) -> None:
    app = await curves(register, name="Courbes tracées")
    first = await tokens_of(browser, app, OFFLINE)
    second = (await _renew(app, first)).json()
    await app.post("/oauth/revoke", {"token": second["access_token"]})
    await _renew(app, first)
    async with await psycopg.AsyncConnection.connect(village_url) as connection:
        cursor = await connection.execute(
            "SELECT action, outcome, detail FROM trace WHERE who = %s AND action LIKE 'token-%%'"
            " ORDER BY key DESC LIMIT 4",
            (village.GP,),
        )
        rows = await cursor.fetchall()
    assert rows[::-1] == [
        ("token-issue", "done", "Courbes tracées"),
        ("token-refresh", "done", ""),
        ("token-revoke", "done", ""),
        ("token-refresh", "refused", ""),
    ]

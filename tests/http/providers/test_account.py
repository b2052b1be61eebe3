"""My account: devices seen and closed from another one, proving again who I am, leaving the provider too."""

import re

import pytest

from cordee.access import Actor, Gate
from cordee.fhir import systems
from cordee.store import Database
from tests.http.providers import people
from tests.http.providers.running import Running
from tests.http.providers.walking import ORIGIN, Walker


async def _age(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute("UPDATE session SET verified_at = verified_at - interval '11 minutes'")


async def test_devices_are_listed_and_one_is_closed_from_another(somebody: Walker, another: Walker) -> None:
    await somebody.sign_in("paul")
    await another.sign_in("paul")
    page = await somebody.here.get("/compte")
    assert "Firefox sur Linux" in page.text
    assert "Safari sur iPhone" in page.text
    assert "Firefox/140.0" not in page.text
    (close,) = re.findall(r'action="(/compte/appareils/[^"]+/fermer)"', page.text)
    assert (await somebody.here.post(close)).status_code == 303
    assert (await another.here.get("/compte")).headers["location"].startswith("/connexion?suite=/compte")
    assert (await somebody.here.get("/compte")).status_code == 200


async def test_signing_out_everywhere_ends_every_device(somebody: Walker, another: Walker) -> None:
    await somebody.sign_in("paul")
    await another.sign_in("paul")
    await somebody.here.post("/compte/appareils/fermer", data={"tous": "yes"})
    for one in (somebody, another):
        assert (await one.here.get("/compte")).headers["location"].startswith("/connexion")


async def test_others_are_closed_and_this_one_stays(somebody: Walker, another: Walker) -> None:
    await somebody.sign_in("paul")
    await another.sign_in("paul")
    await somebody.here.post("/compte/appareils/fermer", data={"autres": "yes"})
    assert (await somebody.here.get("/compte")).status_code == 200
    assert (await another.here.get("/compte")).status_code == 303


async def test_device_of_somebody_else_is_left_alone(somebody: Walker, another: Walker, gate: Gate) -> None:
    await somebody.sign_in("paul")
    await another.sign_in("jeanne", "franceconnect")
    token = another.here.cookies["cordee_session"]
    theirs = (await gate.pass_session(token)).session.id
    await somebody.here.post(f"/compte/appareils/{theirs}/fermer")
    assert (await another.here.get("/compte")).status_code == 200


async def test_proving_again_goes_through_the_provider_and_back(
    somebody: Walker, database: Database, gate: Gate
) -> None:
    await somebody.sign_in("paul")
    await _age(database)
    before = somebody.here.cookies["cordee_session"]
    page = await somebody.here.get("/compte/confirmer?suite=/compte")
    assert "/connexion/psc?confirmer=1&amp;suite=/compte" in page.text
    left = await somebody.here.get("/connexion/psc?confirmer=1&suite=/compte")
    assert "prompt=login" in left.headers["location"]
    assert "max_age=0" in left.headers["location"]
    answer = await somebody.come_back(await somebody.pick(await somebody.follow(left), "paul"))
    assert answer.headers["location"] == "/compte"
    after = somebody.here.cookies["cordee_session"]
    assert after != before
    sessions = [await gate.pass_session(after)]
    assert (sessions[0].session.verified_at - sessions[0].session.created_at).total_seconds() > -60
    assert (await somebody.here.get("/compte")).status_code == 200


async def test_proof_of_somebody_else_changes_nothing(somebody: Walker) -> None:
    await somebody.sign_in("paul")
    before = somebody.here.cookies["cordee_session"]
    answer = await somebody.sign_in("nadia", rest="?confirmer=1&suite=/compte")
    assert answer.status_code == 403
    assert "n’est pas celle dont la session est ouverte" in answer.text
    assert somebody.here.cookies["cordee_session"] == before


async def test_proof_that_is_not_new_is_refused(somebody: Walker, running: Running) -> None:
    await somebody.sign_in("paul")
    left = await somebody.here.get("/connexion/psc?confirmer=1")
    address = await somebody.pick(await somebody.follow(left), "paul")
    running.misbehave("psc", idToken={"set": {"auth_time": 1_700_000_000}})
    assert "n’a pas pu être vérifiée" in (await somebody.come_back(address)).text


async def test_leaving_leads_through_the_provider_s_own_way_out(somebody: Walker) -> None:
    await somebody.sign_in("paul")
    page = await somebody.here.post("/deconnexion")
    assert page.status_code == 200
    assert "Vous êtes déconnecté de Cordée" in page.text
    (elsewhere,) = set(re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text))
    asked = await somebody.there.get(elsewhere.replace("&amp;", "&"))
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]+)"', asked.text))
    left = await somebody.there.post(
        str(asked.url.join("/session/end/confirm")), data=fields | {"logout": "yes"}
    )
    assert left.headers["location"].startswith(f"{ORIGIN}/deconnexion/retour")
    goodbye = await somebody.follow(await somebody.here.get(left.headers["location"]))
    assert "Vous êtes déconnecté" in goodbye.text


async def test_second_sign_in_on_one_browser_leaves_no_session_behind(
    somebody: Walker, database: Database
) -> None:
    await somebody.sign_in("paul")
    await somebody.sign_in("jeanne", "franceconnect")
    async with database.connection() as connection:
        rows = await (await connection.execute("SELECT method FROM session")).fetchall()
    assert [row[0] for row in rows] == ["franceconnect"]


@pytest.mark.parametrize("method", ["get", "post"])
async def test_account_is_nobody_s_without_session(method: str, somebody: Walker) -> None:
    answer = await getattr(somebody.here, method)("/compte/confirmer")
    assert answer.headers["location"].startswith("/connexion?suite=")


async def test_coming_in_and_going_out_is_traced_and_a_refusal_names_nobody(
    somebody: Walker, another: Walker, database: Database, gate: Gate
) -> None:
    answer = await somebody.follow(await somebody.sign_in("nadia"))
    first, second = re.findall(r'name="role" value="([^"]+)"', answer.text)
    for role in (first, second):
        await somebody.here.post("/connexion/role", data={"role": role})
    await somebody.here.post("/compte/appareils/fermer", data={"autres": "yes"})
    await somebody.here.post("/deconnexion")
    await another.sign_in("secretaire")
    async with database.connection() as connection:
        rows = await (
            await connection.execute(
                "SELECT who, action, outcome, detail FROM trace WHERE purpose = 'sign-in' AND type = '' ORDER BY key"
            )
        ).fetchall()
    whos = {one.id: one.who for one in await _roles_of_nadia(gate)}
    assert rows == [
        (whos[first], "sign-in", "done", "psc"),
        (whos[second], "role-switch", "done", ""),
        (whos[second], "sign-out-everywhere", "done", ""),
        (whos[second], "sign-out", "done", ""),
        ("system", "sign-in", "refused", "psc"),
    ]


async def _roles_of_nadia(gate: Gate) -> list[Actor]:
    identity = await gate.identities.find_by_link(systems.NATIONAL_PERSON_ID, f"8{people.NADIA_RPPS}")
    assert identity is not None
    return await gate.identities.accounts_of(identity.id)

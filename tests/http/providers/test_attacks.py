"""What an attacker, a broken provider or a wrong turn may send back: nobody is signed in, and the page says so."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from cordee.access import Gate
from cordee.access.openid.attempt import pack, unpack
from cordee.store import Database, Repository, system_asker
from tests.http.providers.conftest import world
from tests.http.providers.running import SECRET, Running
from tests.http.providers.walking import ORIGIN, Walker

UNVERIFIED = "n’a pas pu être vérifiée"
UNKNOWN = "ne correspond à aucune connexion commencée ici"


@pytest.fixture
async def gate(module_database_url: str, running: Running) -> AsyncIterator[Gate]:
    """One database for all of them: nothing is kept of an attack."""
    database = Database(module_database_url, pool_size=3)
    await database.open()
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        for resource in world():
            unit.put(resource)
    yield Gate(repository, running.settings())
    await repository.close()
    await database.close()


def _is_out(walker: Walker) -> bool:
    return "cordee_session" not in walker.here.cookies


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"idToken": {"alg": "none"}}, UNVERIFIED),
        ({"idToken": {"alg": "HS256", "secret": SECRET}}, UNVERIFIED),
        ({"idToken": {"alg": "stranger"}}, UNVERIFIED),
        ({"idToken": {"set": {"iss": "https://ailleurs.example"}}}, UNVERIFIED),
        ({"idToken": {"set": {"aud": "another-client"}}}, UNVERIFIED),
        ({"idToken": {"set": {"aud": ["cordee-psc", "another-client"]}}}, UNVERIFIED),
        ({"idToken": {"set": {"aud": ["cordee-psc", "x"], "azp": "x"}}}, UNVERIFIED),
        ({"idToken": {"set": {"nonce": "of-another-sign-in"}}}, UNVERIFIED),
        ({"idToken": {"drop": ["nonce"]}}, UNVERIFIED),
        ({"idToken": {"set": {"exp": 1_700_000_000}}}, UNVERIFIED),
        ({"idToken": {"drop": ["exp"]}}, UNVERIFIED),
        ({"idToken": {"set": {"iat": 4_000_000_000}}}, UNVERIFIED),
        ({"idToken": {"set": {"sub": "paul"}}}, UNVERIFIED),
        ({"idToken": {"set": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}}, UNVERIFIED),
        ({"userinfo": {"set": {"sub": "paul"}}}, UNVERIFIED),
        ({"userinfo": {"set": {"aud": "another-client"}}}, UNVERIFIED),
        ({"userinfo": {"set": {"iss": "https://ailleurs.example"}}}, UNVERIFIED),
        ({"userinfo": {"alg": "none"}}, UNVERIFIED),
        ({"userinfo": {"alg": "stranger"}}, UNVERIFIED),
        ({"idToken": {"set": {"acr": "eidas0"}}}, "n’est pas assez sûr"),
        ({"idToken": {"drop": ["acr"]}}, "n’est pas assez sûr"),
        ({"down": True}, "ne répond pas pour le moment"),
    ],
)
async def test_answer_that_cannot_be_believed_signs_nobody_in(
    how: dict[str, object], said: str, running: Running, somebody: Walker
) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    running.misbehave("psc", **how)
    answer = await somebody.come_back(address)
    assert answer.status_code in {403, 503}
    assert said in answer.text
    assert _is_out(somebody)


async def test_level_that_is_higher_is_accepted(running: Running, somebody: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    running.misbehave("psc", idToken={"set": {"acr": "eidas3"}})
    assert (await somebody.come_back(address)).status_code == 303


async def test_clock_of_the_provider_may_be_a_little_ahead(running: Running, somebody: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    running.misbehave("psc", idToken={"set": {"iat": int(time.time()) + 30}})
    assert (await somebody.come_back(address)).status_code == 303


@pytest.mark.parametrize("provider", ["psc", "franceconnect"])
async def test_provider_that_is_down_says_so_before_leaving(
    provider: str, running: Running, gate: Gate, somebody: Walker
) -> None:
    running.misbehave(provider, down=True)
    answer = await somebody.leave(provider)
    assert answer.status_code == 503
    assert "ne répond pas pour le moment" in answer.text


async def test_keys_that_were_renewed_are_asked_for_again(
    running: Running, gate: Gate, somebody: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cordee.access.openid.metadata.KEYS_ASKED_EVERY_SECONDS", 0.0)
    assert (await somebody.sign_in("nadia")).status_code == 303
    running.misbehave("psc", rotate=True)
    assert (await somebody.sign_in("nadia")).status_code == 303


async def test_state_of_another_sign_in_is_refused(somebody: Walker) -> None:
    first = await somebody.pick(await somebody.leave(), "nadia")
    state = parse_qs(urlsplit(first).query)["state"][0]
    answer = await somebody.come_back(first.replace(state, f"{state[:20]}{state[:23]}"))
    assert UNKNOWN in answer.text
    assert _is_out(somebody)


async def test_answer_brought_to_another_browser_is_refused(somebody: Walker, another: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    answer = await another.come_back(address)
    assert UNKNOWN in answer.text
    assert _is_out(another)


async def test_answer_of_one_provider_is_no_answer_of_the_other(somebody: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    answer = await somebody.come_back(address.replace("/psc/", "/franceconnect/"))
    assert UNKNOWN in answer.text
    assert _is_out(somebody)


async def test_code_is_good_once(somebody: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    kept = dict(somebody.here.cookies)
    assert (await somebody.come_back(address)).status_code == 303
    assert UNKNOWN in (await somebody.come_back(address)).text

    somebody.here.cookies.clear()
    for name, value in kept.items():
        somebody.here.cookies.set(name, value)
    assert UNVERIFIED in (await somebody.come_back(address)).text
    assert _is_out(somebody)


async def test_code_put_into_another_sign_in_is_refused(somebody: Walker, another: Walker) -> None:
    stolen = await another.pick(await another.leave(), "paul")
    own = await somebody.pick(await somebody.leave(), "nadia")
    code, mine = (parse_qs(urlsplit(one).query)["code"][0] for one in (stolen, own))
    answer = await somebody.come_back(own.replace(mine, code))
    assert UNVERIFIED in answer.text
    assert _is_out(somebody)


async def test_answer_that_names_another_issuer_is_refused(somebody: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    issuer = parse_qs(urlsplit(address).query)["iss"][0]
    port = issuer.rpartition(":")[2]
    answer = await somebody.come_back(address.replace(port, "1"))
    assert UNVERIFIED in answer.text


async def test_sign_in_that_waited_too_long_is_refused(somebody: Walker) -> None:
    address = await somebody.pick(await somebody.leave(), "nadia")
    (name,) = [name for name in somebody.here.cookies if name.startswith("cordee_attempt_")]
    attempt = unpack(str(somebody.here.cookies[name]))
    assert attempt is not None
    late = msgspec.structs.replace(attempt, started_at=attempt.started_at - timedelta(minutes=11))
    somebody.here.cookies.clear()
    somebody.here.cookies.set(name, pack(late))
    assert UNKNOWN in (await somebody.come_back(address)).text


async def test_person_who_gives_up_may_start_again(somebody: Walker) -> None:
    answer = await somebody.come_back(await somebody.pick(await somebody.leave(), ""))
    assert answer.status_code == 403
    assert "n’a pas abouti" in answer.text
    assert 'href="/connexion/psc?autre=1"' in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_page_to_resume_never_leads_elsewhere(elsewhere: str, somebody: Walker) -> None:
    answer = await somebody.sign_in("paul", rest=f"?suite={elsewhere}")
    assert answer.headers["location"] == "/"


async def test_session_that_was_planted_is_not_taken_over(somebody: Walker) -> None:
    somebody.here.cookies.set("cordee_session", "planted")
    await somebody.sign_in("paul")
    assert "planted" not in {
        cookie.value for cookie in somebody.here.cookies.jar if cookie.domain == "cordee.test"
    }
    assert (await somebody.here.get("/compte")).status_code == 200


async def test_what_is_asked_is_what_the_provider_expects(running: Running, somebody: Walker) -> None:
    left = await somebody.here.get("/connexion/psc")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(left.headers["location"]).query).items()}
    assert asked | {"state": "", "nonce": "", "code_challenge": ""} == {
        "response_type": "code",
        "client_id": "cordee-psc",
        "redirect_uri": f"{ORIGIN}/connexion/psc/retour",
        "scope": "openid scope_all",
        "acr_values": "eidas1",
        "code_challenge_method": "S256",
        "state": "",
        "nonce": "",
        "code_challenge": "",
    }
    cookie = left.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_provider_that_is_not_configured_does_not_exist(somebody: Walker) -> None:
    assert (await somebody.here.get("/connexion/autre")).status_code == 404

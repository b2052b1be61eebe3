"""What the pages of local sign-in send, keep in cookies, and never say."""

import re

import httpx
import msgspec
import pytest

from cordee.kernel.ids import new_id
from tests.http.local.conftest import carry, enter, enter_as, open_browser
from tests.integration.access.local.conftest import COORDINATOR, PASSWORD, World, home_help


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    """Return the cookies an answer sets, whole, by name."""
    return {line.partition("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}


async def test_link_is_exchanged_for_a_cookie_and_its_secret_goes_no_further(
    world: World, nobody: httpx.AsyncClient
) -> None:
    secret = await world.invite("link@aide.exemple")

    answer = await nobody.get(f"/invitation/{secret}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/invitation/accueil")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert secret not in answer.text
    kept = cookies_of(answer)["cordee_invitation"]
    assert secret.lower() not in kept
    for part in ("httponly", "secure", "path=/invitation", "samesite=lax", "max-age=3600"):
        assert part in kept
    page = await nobody.get("/invitation/accueil")
    assert page.status_code == 200
    assert secret not in page.text
    assert "Claire Vasseur, DAC Nord" in page.text


async def test_carer_is_not_told_whose_record_by_a_mere_link(world: World, nobody: httpx.AsyncClient) -> None:
    draft = msgspec.structs.replace(
        home_help("Luc Roy"), kind="carer", role="", who="RelatedPerson/r", keys=("RelatedPerson/r",)
    )
    await nobody.get(f"/invitation/{await world.invite('luc@exemple.fr', draft)}")
    page = await nobody.get("/invitation/accueil")
    assert "auprès d’une personne que vous accompagnez" in page.text
    assert "RelatedPerson" not in page.text


@pytest.mark.parametrize("secret", ["x" * 43, "accueil2", "a" * 3000])
async def test_link_that_does_not_work_says_so_and_nothing_more(
    nobody: httpx.AsyncClient, secret: str
) -> None:
    answer = await nobody.get(f"/invitation/{secret}")
    assert answer.status_code == 410
    assert "Ce lien ne fonctionne plus" in answer.text
    assert "cordee_invitation" not in cookies_of(answer)


async def test_pages_of_an_invitation_without_its_cookie_lead_nowhere(nobody: httpx.AsyncClient) -> None:
    for path in ("/invitation/accueil", "/invitation/mot-de-passe", "/invitation/telephone"):
        assert (await nobody.get(path)).status_code == 401
    for path in ("/invitation/mot-de-passe", "/invitation/telephone", "/invitation/cle"):
        sent = {"password": PASSWORD, "code": "123456", "step": "", "answer": "{}"}
        assert (await nobody.post(path, data=sent)).status_code == 401


async def test_unknown_and_known_person_get_the_same_page_to_the_letter(world: World) -> None:
    known = await world.join("same@aide.exemple")
    pages = []
    for email in (known.email, "none@aide.exemple"):
        async with open_browser(world, f"192.0.2.{20 + len(pages)}") as client:
            sent = {"email": email, "password": "not the password"}
            answer = await client.post("/connexion/mot-de-passe", data=sent)
            assert answer.status_code == 401
            assert "not the password" not in answer.text
            pages.append((answer.text.replace(email, ""), sorted(answer.headers.keys())))
            asked = await client.post("/connexion/oubli", data={"email": email})
            pages[-1] += (asked.status_code, asked.text.replace(email, ""))
    assert pages[0] == pages[1]


async def test_slowed_down_page_says_when_to_come_back(world: World, nobody: httpx.AsyncClient) -> None:
    sent = {"email": "slow@aide.exemple", "password": "not the password"}
    answers = [await nobody.post("/connexion/mot-de-passe", data=sent) for _ in range(7)]
    assert [one.status_code for one in answers] == [401] * 6 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 2
    assert "Trop d’essais" in answers[-1].text


async def test_password_and_code_open_the_page_asked_for_and_make_the_device_known(
    world: World, nobody: httpx.AsyncClient
) -> None:
    sonia = await world.join("enter@aide.exemple")
    sent = {"email": " Enter@Aide.Exemple ", "password": PASSWORD, "suite": "/compte/securite"}
    first = await nobody.post("/connexion/mot-de-passe", data=sent)
    assert (first.status_code, first.headers["location"]) == (303, "/connexion/code")
    assert "cordee_session" not in cookies_of(first)
    assert "httponly" in cookies_of(first)["cordee_step"]
    assert "six chiffres" in (await nobody.get("/connexion/code")).text

    second = await nobody.post("/connexion/code", data={"code": sonia.code(1)})

    assert (second.status_code, second.headers["location"]) == (303, "/compte/securite")
    assert {"cordee_session", "cordee_device"} <= set(cookies_of(second))
    assert "secure" in cookies_of(second)["cordee_device"]
    page = await nobody.get("/compte/securite")
    assert "10 codes encore bons" in page.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
async def test_page_to_resume_is_never_elsewhere(
    world: World, nobody: httpx.AsyncClient, elsewhere: str
) -> None:
    email = f"resume-{new_id()}@aide.exemple"
    sonia = await world.join(email)
    await nobody.post(
        "/connexion/mot-de-passe", data={"email": email, "password": PASSWORD, "suite": elsewhere}
    )
    answer = await nobody.post("/connexion/code", data={"code": sonia.code(1)})
    assert answer.headers["location"] == "/"


async def test_code_without_a_password_before_leads_back(nobody: httpx.AsyncClient) -> None:
    assert (await nobody.get("/connexion/code")).headers["location"] == "/connexion"
    assert (await nobody.post("/connexion/code", data={"code": "123456"})).headers["location"] == "/connexion"


async def test_sensitive_acts_ask_a_recent_proof_and_go_on_after_it(
    world: World, nobody: httpx.AsyncClient
) -> None:
    sonia = await world.join("proof@aide.exemple")
    await enter(world, nobody, sonia)
    async with world.gate._repository.database.connection() as connection:
        await connection.execute(
            "UPDATE session SET verified_at = verified_at - interval '11 minutes' WHERE identity_id = %s",
            (sonia.id,),
        )
    for method, path in (
        ("GET", "/compte/securite/mot-de-passe"), ("POST", "/compte/securite/mot-de-passe"),
        ("GET", "/compte/securite/telephone"), ("POST", "/compte/securite/telephone"),
        ("POST", "/compte/securite/telephone/retirer"), ("POST", "/compte/securite/codes"),
        ("POST", "/compte/securite/cles/options"), ("POST", "/compte/securite/cles"),
        ("POST", "/compte/securite/cles/AAAA/retirer"),
    ):  # fmt: skip
        answer = await nobody.request(
            method, path, data={"password": "un autre assez long"} if method == "POST" else None
        )
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/compte/confirmer"), path
    page = await nobody.get("/compte/confirmer?suite=/compte/securite/mot-de-passe")
    assert 'action="/compte/confirmer/mot-de-passe"' in page.text
    wrong = await nobody.post(
        "/compte/confirmer/mot-de-passe", data={"password": "no", "code": sonia.code(1)}
    )
    assert wrong.status_code == 401

    sent = {"password": PASSWORD, "code": sonia.code(1), "suite": "/compte/securite/mot-de-passe"}
    proved = await nobody.post("/compte/confirmer/mot-de-passe", data=sent)
    assert proved.headers["location"] == "/compte/securite/mot-de-passe"
    assert (
        await nobody.post("/compte/securite/mot-de-passe", data={"password": "motdepasse1234"})
    ).status_code == 422
    done = await nobody.post("/compte/securite/mot-de-passe", data={"password": "un autre assez long"})
    assert done.headers["location"] == "/compte/securite"


async def test_removing_what_is_not_mine_or_the_last_is_refused(
    world: World, nobody: httpx.AsyncClient
) -> None:
    sonia = await world.join("remove@aide.exemple")
    await enter(world, nobody, sonia)
    assert (await nobody.post("/compte/securite/cles/AAAA/retirer")).status_code in {403, 404}
    last = await nobody.post("/compte/securite/telephone/retirer")
    assert last.status_code == 422
    assert "dernier moyen sûr" in last.text


async def test_new_phone_is_shown_checked_and_its_codes_given_once(
    world: World, nobody: httpx.AsyncClient
) -> None:
    sonia = await world.join("newphone@aide.exemple")
    await enter(world, nobody, sonia)
    page = (await nobody.get("/compte/securite/telephone")).text
    step = re.findall(r'name="step" value="([^"]+)"', page)[0]
    secret = "".join(re.findall(r'<code class="secret-key">([^<]+)<', page)[0].split())
    assert "<svg" in page
    wrong = await nobody.post("/compte/securite/telephone", data={"step": step, "code": "000000"})
    assert wrong.status_code == 401
    assert secret[:4] in wrong.text
    sonia.secret = secret
    done = await nobody.post("/compte/securite/telephone", data={"step": step, "code": sonia.code()})
    assert done.text.count("<li><code>") == 10
    assert done.headers["cache-control"] == "no-store"


async def test_demo_person_or_nurse_has_no_list_and_coordinator_has(world: World) -> None:
    id_ = await world.credentials.invitations.invite(
        home_help("Ana Diaz"), email="ana@aide.exemple", invited_by=COORDINATOR
    )
    nurse = msgspec.structs.replace(COORDINATOR, id=new_id(), login=new_id(), role="nurse")
    boss = msgspec.structs.replace(COORDINATOR, id=new_id(), login=new_id())
    async with open_browser(world) as client:
        await enter_as(world, client, nurse)
        for method, path in (
            ("GET", "/invitations"),
            ("GET", "/invitations/nouvelle"),
            ("POST", "/invitations/acces"),
        ):
            assert (await client.request(method, path)).status_code in {403, 404}
    async with open_browser(world) as client:
        await enter_as(world, client, boss)
        page = (await client.get("/invitations")).text
        assert "Ana Diaz" in page
        assert "Envoi en cours" in page
        assert f"/invitations/{id_}/renvoyer" in page
        assert (await client.post(f"/invitations/{id_}/renvoyer")).status_code == 303
        assert (await client.post(f"/invitations/{id_}/annuler")).status_code == 303
        assert "Ana Diaz" not in (await client.get("/invitations")).text
        assert (
            await client.post("/invitations/acces", data={"email": "ana@aide.exemple"})
        ).status_code == 422


async def test_signed_in_person_accepts_with_the_access_they_have(
    world: World, nobody: httpx.AsyncClient
) -> None:
    sonia = await world.join("accept@aide.exemple")
    await nobody.get(f"/invitation/{await world.invite('accept@aide.exemple')}")
    assert "Vous avez déjà un accès" in (await nobody.get("/invitation/accueil")).text
    away = await nobody.post("/invitation/accepter")
    assert away.headers["location"] == "/connexion?suite=/invitation/accueil"
    carry(nobody, await world.gate.open_session(sonia.id, "password", "test"))
    done = await nobody.post("/invitation/accepter")
    assert done.headers["location"] == "/connexion/role"
    assert len(await world.gate.identities.accounts_of(sonia.id)) == 2


async def test_form_of_another_site_is_refused(nobody: httpx.AsyncClient) -> None:
    for path in (
        "/connexion/mot-de-passe",
        "/connexion/cle/options",
        "/invitation/mot-de-passe",
        "/connexion/oubli",
    ):
        answer = await nobody.post(path, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403, path

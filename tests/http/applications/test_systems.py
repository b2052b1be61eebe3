"""SMART Backend Services: a structure's program proves who it is by a key, and sees what is open to its structure."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    Coding,
    Condition,
    Meta,
    Period,
    Reference,
)
from cordee.store import Repository, system_asker
from cordee.store import categories as cat
from tests.http.applications.client import BASE, App, jwks, sign
from tests.http.applications.conftest import EC, RSA
from tests.http.applications.people import Browser
from tests.integration.care import village

Register = Callable[..., Any]
WARD = "Organization/ward"


async def _system(register: Register, **said: Any) -> App:
    return await register(  # type: ignore[no-any-return]
        **{"kind": "system", "scopes": "system/*.cruds", "jwks": jwks(EC, RSA), "organization": village.DAC}
        | said
    )


async def _granted(app: App, scope: str = "system/*.rs") -> str:
    answer = await app.system_token(sign(EC, app.claims(), algorithm="ES384"), scope)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def test_a_signed_assertion_gets_a_short_token(register: Register) -> None:
    app = await _system(register, scopes="system/Patient.rs system/Observation.rs")
    for key, algorithm in ((EC, "ES384"), (RSA, "RS384")):
        answer = await app.system_token(
            sign(key, app.claims(), algorithm=algorithm), "system/*.read launch/x"
        )
        assert answer.status_code == 200, answer.text
        said = answer.json()
        assert said.pop("access_token")
        assert said == {
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "system/Observation.rs system/Patient.rs",
        }
        assert answer.headers["cache-control"] == "no-store"


async def test_an_assertion_that_is_not_right_is_refused_alike(register: Register) -> None:
    app, other = await _system(register), await _system(register)
    moment = int(time.time())
    stranger = ECKey.generate_key("P-384", {"kid": "ec-1"}, auto_kid=False)
    good = sign(EC, app.claims(), algorithm="ES384")
    wrong = {
        "another key": sign(stranger, app.claims(), algorithm="ES384"),
        "an unknown key name": sign(EC, app.claims(), algorithm="ES384", kid="other"),
        "no key name": jws.serialize_compact({"alg": "ES384"}, b"{}", EC, algorithms=["ES384"]),
        "another audience": sign(EC, app.claims(aud=f"{BASE}/fhir"), algorithm="ES384"),
        "another issuer": sign(EC, app.claims(iss=other.id), algorithm="ES384"),
        "another subject": sign(EC, app.claims(sub=other.id), algorithm="ES384"),
        "expired": sign(EC, app.claims(exp=moment - 60, iat=moment - 120), algorithm="ES384"),
        "too long": sign(EC, app.claims(exp=moment + 900), algorithm="ES384"),
        "issued long ago": sign(EC, app.claims(iat=moment - 3_600), algorithm="ES384"),
        "of the future": sign(EC, app.claims(nbf=moment + 200), algorithm="ES384"),
        "no expiry": sign(EC, app.claims(exp=None), algorithm="ES384"),
        "no jti": sign(EC, app.claims(jti=None), algorithm="ES384"),
        "RS256": sign(RSA, app.claims(), algorithm="RS256"),
        "HS256 with the public key": _with_public_key_as_secret(app.claims()),
        "alg none": _unsigned(good),
        "a changed claim": _changed(good),
        "not a token": "a.b.c",
    }
    for why, assertion in wrong.items():
        answer = await app.system_token(assertion)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client"), why
    assert (await app.system_token(good)).status_code == 200
    assert (await app.system_token(good)).status_code == 401, "replayed"


async def test_a_system_proves_itself_by_its_key_only(register: Register) -> None:
    app = await _system(register)
    for form in (
        {"client_id": app.id},
        {"client_id": app.id, "client_secret": "x"},
        {"grant_type": "password", "client_id": app.id, "username": "gp", "password": "x"},
    ):
        answer = await app.http.post("/oauth/token", data={"grant_type": "client_credentials"} | form)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_scopes_of_people_or_beyond_what_was_registered_are_refused(register: Register) -> None:
    app = await _system(register, scopes="system/Observation.rs")
    for scope in (
        "", "patient/*.rs", "user/*.rs system/Observation.rs", "system/Patient.rs", "system/Observation.c",
        "system/Observation.rs?category=vital-signs", "system/Observation.sr", "system/Nothing.rs",
    ):  # fmt: skip
        answer = await app.system_token(sign(EC, app.claims(), algorithm="ES384"), scope)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope"), scope


async def test_a_system_sees_nothing_where_its_structure_does_not_stand(register: Register) -> None:
    app = await _system(register, organization="Organization/elsewhere")
    token = await _granted(app)
    assert (await app.fhir(token, f"Patient/{village.JEANNE}")).status_code == 404
    assert (await app.fhir(token, "Observation?_summary=count")).json()["total"] == 0


async def test_a_system_sees_what_its_structures_circles_open_within_its_mask(
    register: Register, repository: Repository, other_browser: Browser
) -> None:
    await _join(repository, WARD)
    app = await _system(register, organization=WARD, reads=cat.IDENTITY | cat.MEASURES, writes=cat.MEASURES)
    token = await _granted(app, "system/*.cruds")
    assert (await app.fhir(token, f"Patient/{village.JEANNE}")).status_code == 200
    assert (await app.fhir(token, "Condition?_summary=count")).json()["total"] == 0
    note = {"resourceType": "Condition", "subject": {"reference": f"Patient/{village.JEANNE}"}}
    assert (await app.fhir(token, "Condition", "POST", json=note)).status_code in (403, 404)
    weight = {
        "resourceType": "Observation", "status": "final", "code": {"text": "Poids"},
        "category": [{"coding": [{"system": systems.OBSERVATION_CATEGORY, "code": "vital-signs"}]}],
        "subject": {"reference": f"Patient/{village.JEANNE}"},
    }  # fmt: skip
    assert (await app.fhir(token, "Observation", "POST", json=weight)).status_code == 201
    await other_browser.sign_in(f"Patient/{village.JEANNE}")
    seen = (await other_browser.http.get(f"/dossiers/{village.JEANNE}/acces")).text
    assert "Le logiciel d’une structure" in seen, "the person sees that a program read and wrote"


async def test_coordination_counts_only_for_a_system_registered_so(register: Register) -> None:
    without, with_it = await _system(register), await _system(register, is_coordination=True)
    for app, status in ((without, 404), (with_it, 200)):
        answer = await app.fhir(await _granted(app), f"Patient/{village.JEANNE}")
        assert answer.status_code == status


async def test_what_carries_a_label_is_hidden_from_systems(
    register: Register, repository: Repository
) -> None:
    await _join(repository, WARD)
    labels = [
        CodeableConcept(coding=[Coding(system=systems.VISIBILITY, code=code)])
        for code in ("MASQUE_PSOCIAL", "INVISIBLE_PATIENT")
    ]
    async with repository.writing(system_asker("test")) as unit:
        for index, label in enumerate(labels):
            about = Reference(reference=f"Patient/{village.JEANNE}")
            unit.create(Condition(id=f"hidden-{index}", subject=about, meta=Meta(security=label.coding)))
    app = await _system(register, organization=WARD)
    token = await _granted(app)
    for index in range(len(labels)):
        assert (await app.fhir(token, f"Condition/hidden-{index}")).status_code == 404


async def test_a_token_of_reads_only_writes_nothing(register: Register, repository: Repository) -> None:
    await _join(repository, WARD)
    app = await _system(register, organization=WARD)
    token = await _granted(app, "system/Observation.s system/Patient.r")
    for method, path in (("GET", "Observation/x"), ("GET", "Patient"), ("POST", "Observation"), ("GET", "Condition"),
                         ("PUT", "Patient/x"), ("DELETE", "Patient/x"), ("GET", "Patient/x/_history/1")):  # fmt: skip
        answer = await app.fhir(token, path, method, json={} if method in ("POST", "PUT") else None)
        is_allowed = path.endswith("_history/1")
        assert answer.status_code == (404 if is_allowed else 403), path
        if not is_allowed:
            assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]
    assert (await app.fhir(token, "Observation")).status_code == 200
    entry = {"request": {"method": "DELETE", "url": f"Patient/{village.JEANNE}"}}
    for kind in ("batch", "transaction"):
        bundle = {"resourceType": "Bundle", "type": kind, "entry": [entry]}
        answer = await app.fhir(token, "", "POST", json=bundle)
        told = answer.json()["entry"][0]["response"]["status"] if kind == "batch" else str(answer.status_code)
        assert told.startswith("403"), kind


async def test_retiring_an_application_ends_its_tokens_at_once(register: Register, gate: Any) -> None:
    app = await _system(register)
    token = await _granted(app)
    assert (await app.fhir(token, "Patient")).status_code == 200
    assert await gate.applications.registering.retire(app.id)
    assert (await app.fhir(token, "Patient")).status_code == 401
    assert (await app.system_token(sign(EC, app.claims(), algorithm="ES384"))).status_code == 401


async def test_discovery_says_what_is_served(nobody: httpx.AsyncClient) -> None:
    found = (await nobody.get("/fhir/.well-known/smart-configuration")).json()
    assert found["issuer"] == f"{BASE}/fhir"
    assert found["token_endpoint"] == f"{BASE}/oauth/token"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["grant_types_supported"] == ["authorization_code", "client_credentials", "refresh_token"]
    keys = (await nobody.get("/oauth/jwks")).json()["keys"]
    assert [set(key) & {"d", "p", "q"} for key in keys] == [set()]
    security = (await nobody.get("/fhir/metadata")).json()["rest"][0]["security"]
    uris = {one["url"]: one["valueUri"] for one in security["extension"][0]["extension"]}
    assert uris["token"] == found["token_endpoint"]
    assert uris["authorize"] == found["authorization_endpoint"]


async def _join(repository: Repository, organization: str) -> None:
    """Let an organisation into Jeanne's circle."""
    team: CareTeam = (await repository.read(system_asker("test"), "CareTeam", village.TEAM)).resource
    start = Period(start="2020-01-01")
    team.participant = [
        *(team.participant or []),
        CareTeamParticipant(member=Reference(reference=organization), period=start),
    ]
    async with repository.writing(system_asker("test")) as unit:
        unit.update(team)


def _unsigned(token: str) -> str:
    _, claims, _ = token.split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"ec-1"}').rstrip(b"=").decode()
    return f"{header}.{claims}."


def _with_public_key_as_secret(claims: dict[str, Any]) -> str:
    """Return claims signed as the attack on careless verifiers does: the public key serves as an HMAC secret."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "ec-1"}, claims)
    ]
    signature = hmac.digest(EC.as_pem(private=False), b".".join(parts), "sha256")
    return b".".join((*parts, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()


def _changed(token: str) -> str:
    header, claims, signature = token.split(".")
    return f"{header}.{claims[:-2]}{'AA' if claims[-2:] != 'AA' else 'BB'}.{signature}"

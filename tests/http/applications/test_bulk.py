"""Bulk export by a structure's system: what its circles open within its mask and its scopes, in files of its own."""

import json
from typing import Any

from cordee.access import Gate
from cordee.jobs.exporting import Exporting
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.store import categories as cat
from tests.http.applications.client import App, jwks, sign
from tests.http.applications.conftest import EC
from tests.http.applications.people import Register
from tests.integration.care import village

ASYNC = {"Prefer": "respond-async"}


async def _token(app: App, scope: str) -> str:
    answer = await app.system_token(sign(EC, app.claims(), algorithm="ES384"), scope)
    return str(answer.json()["access_token"])


async def _exported(app: App, token: str, scope: str, exporting: Exporting) -> dict[str, set[str]]:
    kicked = await app.fhir(token, "$export", headers=ASYNC)
    assert kicked.status_code == 202, kicked.text
    await exporting.drain()
    later = await _token(app, scope)  # a token lives five minutes, an export does not wait for it
    status = kicked.headers["content-location"].removeprefix("http://cordee.test/fhir/")
    manifest: dict[str, Any] = (await app.fhir(later, status)).json()
    found: dict[str, set[str]] = {}
    for one in manifest["output"]:
        body = (await app.fhir(later, one["url"].removeprefix("http://cordee.test/fhir/"))).text
        found.setdefault(one["type"], set()).update(json.loads(line)["id"] for line in body.splitlines())
    return found


async def test_a_system_exports_what_it_sees_and_no_more(
    register: Register, repository: Repository, settings: Settings, gate: Gate
) -> None:
    said = {"kind": "system", "scopes": "system/*.rs", "jwks": jwks(EC), "organization": village.DAC}
    exporting = Exporting(repository, settings)
    scope = "system/*.rs"

    without = await register(**said)
    found = await _exported(without, await _token(without, scope), scope, exporting)
    assert "Patient" not in found
    assert "dac" in found["Organization"], "the directory is everybody's"

    masked = await register(**said, is_coordination=True, reads=cat.IDENTITY | cat.SOCIAL)
    found = await _exported(masked, await _token(masked, scope), scope, exporting)
    assert (found["Patient"], found["Observation"]) == ({village.JEANNE}, {"living"})
    assert found.keys() & {"Condition", "AllergyIntolerance", "CareTeam"} == set()

    whole = await register(**said, is_coordination=True)
    scope = "system/Condition.rs system/Patient.r"
    found = await _exported(whole, await _token(whole, scope), scope, exporting)
    assert found == {"Condition": {"heart"}, "Patient": {village.JEANNE}}

    kicked = await whole.fhir(await _token(whole, scope), "$export", headers=ASYNC)
    status = kicked.headers["content-location"].removeprefix("http://cordee.test/fhir/")
    for app, other in ((whole, "system/Condition.rs"), (masked, "system/*.rs")):
        assert (await app.fhir(await _token(app, other), status)).status_code == 404, "another grant's"
    assert await gate.applications.registering.retire(whole.id)
    await exporting.drain()
    assert (await whole.fhir(await _token(masked, "system/*.rs"), status)).status_code == 404

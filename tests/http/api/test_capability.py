"""The CapabilityStatement says what is served, no more and no less."""

from cordee.fhir import RESOURCE_TYPES, decode
from cordee.fhir.definitions import Registry, base_artefact, base_registry, put_in_force
from cordee.fhir.search import parameters_of
from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR
from tests.unit.fhir.definitions.artefacts import artefact


async def test_the_capability_statement_is_valid_and_needs_no_token(nobody: Client) -> None:
    answer = await nobody.get("/metadata")

    assert answer.status_code == 200
    statement = decode(answer.content, "CapabilityStatement")
    assert statement.implementation.url == BASE  # type: ignore[attr-defined]


async def test_what_is_listed_is_what_is_served(nobody: Client, gp: Client) -> None:
    (rest,) = (await nobody.get("/metadata")).json()["rest"]

    types = {one["type"]: one for one in rest["resource"]}
    assert types.keys() == RESOURCE_TYPES
    assert {one["code"] for one in rest["interaction"]} == {
        "transaction", "batch", "history-system", "search-system",
    }  # fmt: skip
    codes = {one["code"] for one in types["Observation"]["interaction"]}
    assert codes == {
        "read", "vread", "update", "delete", "history-instance", "history-type", "create", "search-type",
        "patch",
    }  # fmt: skip
    assert (await gp.post("/Observation/x", content="{}", headers=FHIR)).status_code == 405


async def test_every_search_parameter_listed_is_accepted(nobody: Client, gp: Client) -> None:
    (rest,) = (await nobody.get("/metadata")).json()["rest"]

    values = {
        "token": "a",
        "reference": "Patient/a",
        "date": "2026",
        "string": "a",
        "uri": "urn:a",
        "special": "1|1",
    }
    for described in rest["resource"]:
        if described["type"] == "AuditEvent":
            continue  # the trace: test_audit_events
        listed = {one["name"]: one["type"] for one in described.get("searchParam", [])}
        assert listed.keys() == {*parameters_of(described["type"]), "_text", "_content", "_list", "_has"}
        for name, one in parameters_of(described["type"]).items():
            if described["type"] not in ("Observation", "Patient", "Task", "Location"):
                continue
            kinds = [component.kind for component in one.components] or [one.kind]
            value = "$".join(values.get(kind, "1") for kind in kinds)
            answer = await gp.get(f"/{described['type']}", params={name: value})
            assert answer.status_code == 200, (name, answer.text)
            assert "Paramètre ignoré" not in answer.text


async def test_installed_guides_are_told_with_their_profiles(nobody: Client) -> None:
    profile = {
        "resourceType": "StructureDefinition",
        "url": "https://example.org/StructureDefinition/p",
        "version": "1.0.0",
        "kind": "resource",
        "derivation": "constraint",
        "type": "Patient",
    }
    guide = artefact("example.guide", "1.0.0", profile, header={"canonical": "https://example.org"})
    put_in_force(Registry(base_artefact(), (guide,)))
    try:
        statement = (await nobody.get("/metadata")).json()
    finally:
        put_in_force(base_registry())

    assert statement["implementationGuide"] == ["https://example.org/ImplementationGuide/example.guide|1.0.0"]
    types = {one["type"]: one for one in statement["rest"][0]["resource"]}
    assert types["Patient"]["supportedProfile"] == ["https://example.org/StructureDefinition/p|1.0.0"]
    assert "implementationGuide" not in (await nobody.get("/metadata")).json()

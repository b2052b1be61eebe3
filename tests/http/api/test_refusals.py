"""The table of refusals: each status with its whole OperationOutcome."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette

from cordee.access import Gate
from cordee.api.wire import BODY_MAX_BYTES
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, outcome, weight

XML = "application/fhir+xml"
NOT_JSON = outcome("structure", "Le contenu n’est pas du JSON valide.", "The content is not valid JSON.")
UNKNOWN_TYPE = outcome(
    "not-found",
    "L’adresse ne nomme aucun type de ressource FHIR R4.",
    "The address names no FHIR R4 resource type.",
)
UNKNOWN_ADDRESS = outcome(
    "not-found",
    "Cette adresse n’existe pas dans l’API FHIR de ce serveur. Voir /fhir/metadata.",
    "There is no such address in this server’s FHIR API. See /fhir/metadata.",
)


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ("{", 400, NOT_JSON),
        ("", 400, NOT_JSON),
        (
            "[]",
            400,
            outcome(
                "structure",
                "Le contenu n’est pas un objet JSON avec un « resourceType ».",
                "The content is not a JSON object with a 'resourceType'.",
            ),
        ),
        (
            '{"resourceType":"Patient"}',
            400,
            outcome(
                "structure",
                "Une ressource Observation est attendue ; le contenu est de type Patient.",
                "A Observation is expected; the content is a Patient.",
            ),
        ),
    ],
)
async def test_a_body_that_is_no_such_resource_is_refused(
    gp: Client, body: str, status: int, expected: Any
) -> None:
    answer = await gp.post("/Observation", content=body, headers=FHIR)

    assert (answer.status_code, answer.json()) == (status, expected)


@pytest.mark.parametrize(
    ("more", "expression"),
    [
        ({"effectiveDateTime": "2026-02-30"}, "Observation.effective"),
        ({"status": "done"}, "Observation.status"),
        ({"colour": "blue"}, "Observation"),
        ({"code": None}, "Observation"),
        ({"valueQuantity": {"value": "62"}}, "Observation.value"),
    ],
)
async def test_a_resource_against_its_definition_is_refused_with_the_path(
    gp: Client, more: dict[str, Any], expression: str
) -> None:
    answer = await gp.post("/Observation", content=weight(**more), headers=FHIR)

    assert answer.status_code == 422
    (issue,) = answer.json()["issue"]
    assert issue["severity"] == "error"
    assert issue["expression"][0].startswith(expression)
    assert issue["details"]["text"]
    assert issue["diagnostics"]


@pytest.mark.parametrize("accept", [XML, "text/turtle", "application/fhir+json; fhirVersion=3.0"])
async def test_another_format_than_json_is_not_acceptable(gp: Client, accept: str) -> None:
    answer = await gp.get("/Observation/x", headers={"Accept": accept})

    assert answer.status_code == 406
    assert answer.json() == outcome(
        "not-supported",
        "Ce serveur répond en JSON (application/fhir+json, FHIR 4.0). XML et les autres formats ne sont pas servis ; "
        f"demandé : {accept}.",
        "This server answers in JSON (application/fhir+json, FHIR 4.0). XML and other formats are not served; "
        f"asked for: {accept}.",
    )


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/fhir+json; fhirVersion=4.0",
        "text/html, application/xml;q=0.9, */*;q=0.8",
    ],
)
async def test_json_is_served_to_whoever_takes_it(gp: Client, accept: str) -> None:
    assert (await gp.get("/Patient/jeanne", headers={"Accept": accept})).status_code == 200


@pytest.mark.parametrize(("format_", "status"), [("json", 200), ("application/fhir+json", 200), ("xml", 406)])
async def test_the_format_parameter_outweighs_the_header(gp: Client, format_: str, status: int) -> None:
    answer = await gp.get("/Patient/jeanne", params={"_format": format_}, headers={"Accept": XML})

    assert answer.status_code == status


@pytest.mark.parametrize("sent", [XML, "text/plain", "", "application/fhir+json; charset=latin-1"])
async def test_another_content_type_than_json_is_refused(gp: Client, sent: str) -> None:
    answer = await gp.post("/Observation", content=weight(), headers={"Content-Type": sent})

    assert answer.status_code == 415
    assert answer.json() == outcome(
        "not-supported",
        f"Le corps doit être du JSON (application/fhir+json, UTF-8, FHIR 4.0) ; reçu : {sent or 'rien'}.",
        f"The body must be JSON (application/fhir+json, UTF-8, FHIR 4.0); got: {sent or 'nothing'}.",
    )


async def test_a_body_too_large_is_refused_before_its_end(gp: Client) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 1024 * 1024

    answer = await gp.post("/Observation", content=endless(), headers=FHIR)

    assert answer.status_code == 413
    assert answer.json() == outcome(
        "invalid",
        "L’envoi dépasse la taille permise (50 Mio). Rien n’a été enregistré.",
        "The body exceeds the permitted size (50 MiB). Nothing was stored.",
    )
    assert sent == 51


async def test_a_declared_length_too_large_is_refused_unread(gp: Client) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = FHIR | {"Content-Length": str(BODY_MAX_BYTES + 1)}

    assert (await gp.post("/Observation", content=unread(), headers=headers)).status_code == 413


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer nonsense", "Basic abc", "Bearer é"])
async def test_without_a_valid_token_nothing_answers(nobody: Client, authorization: str | None) -> None:
    headers = [] if authorization is None else [(b"Authorization", authorization.encode())]

    answer = await nobody.get("/Patient/jeanne", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="fhir"'
    assert answer.json() == outcome(
        "login",
        "Connectez-vous pour continuer. Votre session n’existe pas ou a expiré.",
        "Sign in to continue. There is no valid session or token.",
    )


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/Patient/jeanne", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("TRACE", "/Patient", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
        ("PUT", "/Patient/jeanne/_history", "GET, HEAD, OPTIONS"),
        ("GET", "/Patient/_search", "OPTIONS, POST"),
        ("POST", "/metadata", "GET, HEAD, OPTIONS"),
        ("PUT", "", "GET, HEAD, OPTIONS, POST"),
    ],
)
async def test_a_method_an_address_does_not_take_returns_405(
    gp: Client, method: str, path: str, allowed: str
) -> None:
    answer = await gp.request(method, f"http://cordee.test/fhir{path}", headers=FHIR)

    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert answer.json() == outcome(
        "not-supported",
        f"Cette adresse n’accepte pas {method}. Elle accepte : {allowed}.",
        f"This address does not take {method}. It takes: {allowed}.",
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/Nothing/1", UNKNOWN_TYPE),
        ("/Nothing", UNKNOWN_TYPE),
        ("/Patient/jeanne/$everything/more", UNKNOWN_ADDRESS),
        ("/Patient/jeanne/_tags", UNKNOWN_ADDRESS),
    ],
)
async def test_an_address_nobody_serves_returns_404(gp: Client, path: str, expected: Any) -> None:
    answer = await gp.get(path)

    assert (answer.status_code, answer.json()) == (404, expected)


async def test_a_fault_tells_a_reference_number_and_nothing_else(
    gp: Client, app: Starlette, gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(_bearer: str) -> None:
        raise ValueError("Jeanne Lambert")

    gate.door_for_token = broken  # type: ignore[method-assign,assignment]

    answer = await gp.get("/Patient/jeanne")

    assert answer.status_code == 500
    (issue,) = answer.json()["issue"]
    assert issue["code"] == "exception"
    reference = issue["diagnostics"].rpartition(": ")[2].rstrip(".")
    assert len(reference) == 36
    printed = capsys.readouterr()
    assert reference in printed.out + printed.err
    assert "Lambert" not in answer.text + printed.out + printed.err


CURSOR = base64.urlsafe_b64encode


@pytest.mark.parametrize(
    "query",
    [
        "_id=%00",
        "code=a%00",
        "subject=%00",
        "_sort=_id&_cursor=" + CURSOR(b'["\\u0000", 1]').decode(),
        "_sort=_id&_cursor=" + CURSOR(b'[{"a": 1}, 1]').decode(),
        "_cursor=" + CURSOR(b'["2020-01-01T00:00:00+00:00", Infinity]').decode(),
        "_cursor=" + CURSOR(b"[" * 20_000).decode(),
    ],
    ids=["id", "token", "reference", "nul cursor", "object cursor", "endless cursor", "deep cursor"],
)
async def test_hostile_search_is_refused_and_no_fault(gp: Client, query: str) -> None:
    answer = await gp.get(f"/Observation?{query}")

    assert answer.status_code == 400
    assert answer.headers["x-content-type-options"] == "nosniff"

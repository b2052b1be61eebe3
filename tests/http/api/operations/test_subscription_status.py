"""`Subscription/$status`: how deliveries stand, for whoever wrote the Subscription."""

from typing import Any

from tests.http.api.conftest import Client

SUBSCRIPTION = {
    "resourceType": "Subscription", "status": "requested", "reason": "poids", "criteria": "Observation?code=29463-7",
    "channel": {"type": "rest-hook", "endpoint": "https://example.org/hook"},
}  # fmt: skip


def told(content: dict[str, Any]) -> dict[str, Any]:
    """Return the values of Parameters by name."""
    return {
        one["name"]: next(value for key, value in one.items() if key != "name")
        for one in content["parameter"]
    }


async def test_owner_reads_how_it_stands(gp: Client) -> None:
    created = (await gp.post("/Subscription", json=SUBSCRIPTION)).json()

    answer = await gp.get(f"/Subscription/{created['id']}/$status")

    assert answer.status_code == 200
    assert told(answer.json()) == {
        "subscription": {"reference": f"http://cordee.test/fhir/Subscription/{created['id']}"},
        "status": "requested",
        "type": "query-status",
        "events-since-subscription-start": "0",
        "events-delivered": "0",
        "events-waiting": "0",
        "events-withheld": "0",
        "events-given-up": "0",
    }


async def test_anybody_else_finds_nothing(gp: Client, outsider: Client) -> None:
    created = (await gp.post("/Subscription", json=SUBSCRIPTION)).json()

    assert (await outsider.get(f"/Subscription/{created['id']}/$status")).status_code == 404
    assert (await outsider.get("/Subscription/nothing/$status")).status_code == 404


async def test_criteria_that_cannot_be_served_are_refused_on_writing(gp: Client) -> None:
    answer = await gp.post("/Subscription", json=SUBSCRIPTION | {"criteria": "Observation?nonsense=1"})

    assert answer.status_code == 422
    assert answer.json()["issue"][0]["code"] == "business-rule"

"""Subscriptions as people ask for them."""

from cordee.fhir.r4 import Subscription, SubscriptionChannel

WEIGHTS = "Observation?code=http://loinc.org|29463-7"


def subscription(
    criteria: str = WEIGHTS,
    kind: str = "rest-hook",
    endpoint: str | None = "https://example.org/hook",
    payload: str | None = None,
    status: str = "requested",
    headers: list[str] | None = None,
) -> Subscription:
    """Return a Subscription nobody has written yet."""
    return Subscription(
        status=status, reason="Suivi du poids", criteria=criteria,
        channel=SubscriptionChannel(type=kind, endpoint=endpoint, payload=payload, header=headers),
    )  # fmt: skip

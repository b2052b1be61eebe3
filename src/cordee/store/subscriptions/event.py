"""What is waiting to be told, and to whom."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import decode


class Event(msgspec.Struct, frozen=True):
    """One version of one resource a subscriber is to be told of; `number` counts within the subscription."""

    number: int
    type: str
    id: str
    version: int
    at: datetime


class Watcher(msgspec.Struct, frozen=True):
    """One subscription with the state of its deliveries; `content` is the Subscription as stored."""

    key: int
    id: str
    status: str
    account_id: str
    content: bytes
    version: int
    owner: str
    last_number: int
    attempts: int
    is_fresh: bool
    failing_since: datetime | None
    error: str
    sent: int
    withheld: int
    sent_number: int
    waiting: int

    @property
    def resource(self) -> Any:
        """Return the typed Subscription, decoded anew at each call."""
        return decode(self.content, "Subscription")

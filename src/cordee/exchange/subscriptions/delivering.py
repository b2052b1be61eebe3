"""Delivery to one subscriber: its handshake, then its events in their order, until none is left or one fails."""

from collections.abc import Callable
from datetime import timedelta

import msgspec

from cordee.access import Subscribers
from cordee.exchange.subscriptions.errors import NotDeliveredError, UndeliverableError
from cordee.exchange.subscriptions.speaking import Speaker
from cordee.exchange.subscriptions.states import move
from cordee.fhir.subscription import Channel, UnsupportedSubscriptionError, channel_of
from cordee.kernel.clock import now
from cordee.store import Stored
from cordee.store.subscriptions.deliveries import Claim
from cordee.store.subscriptions.event import Event

HANDSHAKES_MAX = 8  # tries before a subscription that was never active falls into error: about eight minutes
MAIL_EVENTS_MAX = 100  # events told by one e-mail
TURNS_MAX = 500  # events delivered before others get their turn


class DeliveryRules(msgspec.Struct, frozen=True):
    """How long to wait after so many failures, and after how long an event that keeps failing is given up."""

    wait_s: Callable[[int], float]
    give_up_after: timedelta


async def deliver(
    subscribers: Subscribers, speaker: Speaker, rules: DeliveryRules, key: int, *, is_heartbeat: bool = False
) -> None:
    """Say what there is to say to one subscriber.

    Each event is confirmed in a transaction of its own, held while the receiver answers: killed in between, it is said
    again under the same number. When another worker speaks to this subscriber, does nothing.
    """
    for turn in range(TURNS_MAX):
        async with subscribers.deliveries.claim(key) as claim:
            if claim is None:
                return
            if not await _Turn(subscribers, speaker, rules, claim).take(is_heartbeat and turn == 0):
                return


class _Turn:
    """One word to one subscriber."""

    def __init__(
        self, subscribers: Subscribers, speaker: Speaker, rules: DeliveryRules, claim: Claim
    ) -> None:
        self._subscribers = subscribers
        self._speaker = speaker
        self._rules = rules
        self._claim = claim
        self._watcher = claim.watcher

    async def take(self, is_heartbeat: bool) -> bool:
        """Say one thing; return whether there may be more to say at once."""
        try:
            channel = channel_of(self._watcher.resource)
        except UnsupportedSubscriptionError as error:
            await self._fall(error.message_en)
            return False
        try:
            if self._watcher.status == "requested":
                await self._shake_hands(channel)
                return False  # its new state is seen at the next claim
            if self._watcher.status != "active":
                return False
            return await self._next(channel, is_heartbeat)
        except UndeliverableError as error:
            await self._fall(error.message_en)
        except NotDeliveredError as error:
            await self._claim.failed(error.message_en, self._rules.wait_s(self._watcher.attempts))
        return False

    async def _shake_hands(self, channel: Channel) -> None:
        try:
            await self._speaker.shake_hands(self._watcher, channel)
        except UndeliverableError:
            raise
        except NotDeliveredError as error:
            if self._watcher.attempts + 1 >= HANDSHAKES_MAX and not self._watcher.is_fresh:
                raise UndeliverableError(error.message_fr, error.message_en) from error
            raise
        if await move(self._subscribers.platform_door(), self._watcher, "active"):
            await self._claim.spoke()

    async def _next(self, channel: Channel, is_heartbeat: bool) -> bool:
        events = await self._claim.head(MAIL_EVENTS_MAX if channel.kind == "email" else 1)
        if not events:
            if is_heartbeat:
                await self._speaker.beat(self._watcher, channel)
                await self._claim.spoke()
            return False
        seen, hidden, stored = await self._look(events, channel)
        if hidden:
            await self._claim.withhold(hidden)
        if seen:
            try:
                await self._speaker.tell(self._watcher, channel, seen, stored)
            except UndeliverableError:
                raise
            except NotDeliveredError as error:
                old = [event for event in seen if event.at + self._rules.give_up_after < now()]
                if not old:
                    raise
                await self._claim.bury(old, error.message_en)
                await self._claim.failed(error.message_en, self._rules.wait_s(0))
                return False
            await self._claim.sent(seen)
        return True

    async def _look(
        self, events: list[Event], channel: Channel
    ) -> tuple[list[Event], list[Event], Stored | None]:
        """Return which events the account may still see, which not, and the resource of the last one seen."""
        door = await self._subscribers.door(self._watcher.account_id)
        seen: list[Event] = []
        hidden: list[Event] = []
        stored: Stored | None = None
        for event in events:
            found = None
            if door is not None:
                found = await door.payload(
                    event.type, event.id, event.version, with_content=channel.has_content
                )
            (hidden if found is None else seen).append(event)
            stored = found or stored
        return seen, hidden, stored if channel.has_content else None

    async def _fall(self, reason: str) -> None:
        """Put the Subscription in error; what waits for it is given up by the next tidying, and can be replayed."""
        await self._claim.failed(reason, self._rules.wait_s(0))
        await move(self._subscribers.platform_door(), self._watcher, "error", reason)

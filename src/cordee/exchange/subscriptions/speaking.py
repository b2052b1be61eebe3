"""One word to one subscriber: by its channel, with the marks that let it see each event once."""

from cordee.exchange.subscriptions.mail import Mail
from cordee.exchange.subscriptions.rest_hook import RestHook
from cordee.fhir.subscription import Channel
from cordee.store import Stored
from cordee.store.subscriptions.event import Event, Watcher


class Speaker:
    """Says handshakes, heartbeats and events."""

    def __init__(self, rest_hook: RestHook, mail: Mail) -> None:
        self._rest_hook = rest_hook
        self._mail = mail

    async def shake_hands(self, watcher: Watcher, channel: Channel) -> None:
        """Return once the receiver has answered; an e-mail or a websocket has nobody to answer yet."""
        if channel.kind == "rest-hook":
            await self._rest_hook.tell(channel, marks(watcher, "handshake"), None)

    async def beat(self, watcher: Watcher, channel: Channel) -> None:
        """Say that nothing happened."""
        await self._rest_hook.tell(channel, marks(watcher, "heartbeat"), None)

    async def tell(
        self, watcher: Watcher, channel: Channel, events: list[Event], stored: Stored | None
    ) -> None:
        """Say that events happened: one with its resource where content is wanted, several in one e-mail."""
        said = marks(watcher, "event", events[-1])
        if channel.kind == "email":
            await self._mail.tell(channel, said, f"{watcher.id}.{events[0].number}-{events[-1].number}")
        else:
            await self._rest_hook.tell(channel, said, stored)


def marks(watcher: Watcher, kind: str, event: Event | None = None) -> dict[str, str]:
    """Return the headers of one word: whose, which kind, and the number an event keeps however often it is sent."""
    found = {"X-Cordee-Subscription": watcher.id, "X-Cordee-Kind": kind}
    if event is not None:
        found["X-Cordee-Event"] = str(event.number)
        found["Idempotency-Key"] = f"{watcher.id}.{event.number}"
    return found

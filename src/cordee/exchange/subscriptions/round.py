"""One round of the worker: match what was written, move subscriptions through their states, deliver what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from cordee.access import Subscribers
from cordee.exchange.subscriptions.delivering import DeliveryRules, deliver
from cordee.exchange.subscriptions.mail import Mail
from cordee.exchange.subscriptions.rest_hook import RestHook
from cordee.exchange.subscriptions.speaking import Speaker
from cordee.exchange.subscriptions.states import move
from cordee.exchange.subscriptions.targets import Targets
from cordee.kernel.ending import end
from cordee.kernel.log import fault, get_logger
from cordee.kernel.settings import Settings

SPEAKERS_MAX = 8  # subscribers spoken to at a time
MINUTE_S = 60

_log = get_logger(__name__)


class Round:
    """Everything the worker does for subscriptions. Any number of workers may run rounds over one database."""

    def __init__(self, subscribers: Subscribers, settings: Settings, wait_s: Callable[[int], float]) -> None:
        self._subscribers = subscribers
        self._rest_hook = RestHook(Targets.of(settings))
        self._speaker = Speaker(self._rest_hook, Mail(settings))
        self._rules = DeliveryRules(
            wait_s=wait_s, give_up_after=timedelta(days=settings.subscription_dead_days)
        )
        self._heartbeat_s = settings.subscription_heartbeat_minutes * MINUTE_S
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def match(self) -> int:
        """Match one batch of events and return their number."""
        return await self._subscribers.matcher.match()

    async def deliver_due(self) -> int:
        """Start speaking to those who are due and not spoken to already; return how many were started."""
        due = await self._subscribers.deliveries.due()
        return self._start(due, lambda key: deliver(self._subscribers, self._speaker, self._rules, key))

    async def settle(self) -> None:
        """Move subscriptions that ended or can be served no more, say heartbeats, drop what nobody waits for."""
        deliveries = self._subscribers.deliveries
        for key in await deliveries.ended():
            await self._end(key)
        self._start(await deliveries.silent(self._heartbeat_s), self._beat)
        await deliveries.tidy()

    async def quiet(self) -> None:
        """Return once those spoken to have been."""
        while self._under_way:
            await asyncio.wait(self._under_way.values())

    async def close(self) -> None:
        """Stop speaking; what was not confirmed will be said again."""
        await end(*self._under_way.values())
        await self._rest_hook.close()

    def _start(self, keys: list[int], speak: Callable[[int], Awaitable[None]]) -> int:
        room = SPEAKERS_MAX - len(self._under_way)
        wanted = [key for key in keys if key not in self._under_way][: max(room, 0)]
        for key in wanted:
            self._under_way[key] = asyncio.create_task(self._guarded(key, speak))
        return len(wanted)

    async def _guarded(self, key: int, speak: Callable[[int], Awaitable[None]]) -> None:
        try:
            await speak(key)
        except Exception as error:  # a fault with one subscriber must not stop the others
            _log.error("subscription fault", subscription=key, **fault(error))
        finally:
            self._under_way.pop(key, None)

    async def _beat(self, key: int) -> None:
        await deliver(self._subscribers, self._speaker, self._rules, key, is_heartbeat=True)

    async def _end(self, key: int) -> None:
        async with self._subscribers.deliveries.claim(key) as claim:
            if claim is None:
                return
            reason = await self._subscribers.deliveries.broken(key)
            status = "error" if reason else "off"
            await move(self._subscribers.platform_door(), claim.watcher, status, reason or None)

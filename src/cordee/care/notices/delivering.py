"""Delivering: what a reader chose to have outside the platform is written down, taken when due, sent, and counted.

Whoever carries a notice is given as `Carrier`: a mail server, a browser's maker. What they are given says nothing of
its cause.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from cordee.access.notice_desk import Choice, NoticeDesk, Planned, Taken
from cordee.care.notices.choices import MAIL, PUSH, channels_of, due_at
from cordee.care.notices.kinds import kind_of

PEOPLE_MAX = 50  # readers served in one round
ROWS_MAX = 1000  # deliveries of one round
ATTEMPTS_MAX = 12  # about a day, the wait doubling
FIRST_WAIT = timedelta(minutes=1)
WAIT_MAX = timedelta(hours=3)


class NotNowError(Exception):
    """The carrier does not take it for now; `code` says why, in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NeverError(NotNowError):
    """The carrier will never take it."""


class Carrier(Protocol):
    """Carries a word to one reader: that `count` things wait. Raises NotNowError, NeverError."""

    async def carry(self, who: str, count: int, *, is_urgent: bool) -> None:
        """Hand the word over; return once it is taken."""


async def plan_deliveries(
    desk: NoticeDesk, kind_code: str, notices: Mapping[str, str], at: datetime, zone: ZoneInfo
) -> bool:
    """Write what is to leave of notices, by reader; return whether any of it is due for a push now.

    Who has no mailbox, or no browser registered, has nothing to be sent there. Run again, writes nothing new.
    """
    kind, readers = kind_of(kind_code), list(notices)
    choices = await desk.choices(readers)
    reachable = {
        MAIL: set(await desk.mailboxes(readers)),
        PUSH: await desk.readers_with_browsers(readers),
    }
    planned = [
        Planned(notices[who], who, kind_code, channel, due_at(kind, channel, choice, at, zone))
        for who in readers
        for choice in [choices.get(who, Choice())]
        for channel in channels_of(kind, choice)
        if who in reachable[channel]
    ]
    await desk.plan(planned)
    return any(one.channel == PUSH and one.due_at <= at for one in planned)


async def deliver_due(desk: NoticeDesk, channel: str, carrier: Carrier, at: datetime) -> int:
    """Send what is due by one channel, one word a reader whatever their number of notices; return how many words left.

    What was read meanwhile is not sent. A refusal for now is tried again later, doubling, ATTEMPTS_MAX times.
    """
    taken = await desk.take(channel, at, PEOPLE_MAX, ROWS_MAX)
    waited = await desk.still_waited_for([one.id for one in taken])
    needless = [one.id for one in taken if one.id not in waited]
    if needless:
        await desk.end(needless, "needless", at)
    sent = 0
    for who, together in _by_reader(one for one in taken if one.id in waited).items():
        sent += await _carry(desk, carrier, who, together, at)
    return sent


async def _carry(desk: NoticeDesk, carrier: Carrier, who: str, together: list[Taken], at: datetime) -> int:
    ids = [one.id for one in together]
    is_urgent = any(kind_of(one.kind).is_urgent for one in together)
    try:
        await carrier.carry(who, len(together), is_urgent=is_urgent)
    except NeverError as refusal:
        await desk.end(ids, "given-up", at, refusal.code)
        return 0
    except NotNowError as refusal:
        attempts = max(one.attempts for one in together)
        if attempts >= ATTEMPTS_MAX:
            await desk.end(ids, "given-up", at, refusal.code)
        else:
            await desk.postpone(ids, at + min(WAIT_MAX, FIRST_WAIT * 2 ** (attempts - 1)), refusal.code)
        return 0
    await desk.end(ids, "sent", at)
    return 1


def _by_reader(taken: Iterable[Taken]) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        found[one.who].append(one)
    return found

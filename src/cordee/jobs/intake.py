"""The mailbox requests come to, read every minute: each unread message becomes a request, then is marked."""

import asyncio
from email.utils import parseaddr
from time import monotonic

from procrastinate import App

from cordee.access import Gate
from cordee.care.requests.mail import Mail
from cordee.care.requests.mailed import take_mail
from cordee.exchange.intake import (
    Mailbox,
    MailboxAddress,
    MailboxAwayError,
    address_of,
    read_mail,
)
from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.log import fault, get_logger
from cordee.kernel.settings import Settings
from cordee.territories import Territory

PURPOSE = "intake"
RUN_SECONDS = 50.0  # the next run goes on, a minute after this one began
MAILS_PER_RUN = 200
TRIES_MAX = 3
PUT_OFF_MAX = 1000
PASSED_OVER_SECONDS = 3600.0
_AWAY = frozenset({Category.UNAVAILABLE, Category.BUSY, Category.INVALID})
_LATER = frozenset({Category.UNAVAILABLE, Category.BUSY})

_log = get_logger(__name__)


class Intake:
    """Takes what waits in one mailbox, message by message: written first, marked after.

    A message is counted before it is tried: one that was not taken TRIES_MAX times, whatever ended the try, is passed
    over for an hour, so that it holds up nothing; it stays unread, and the log says so. One that cannot be read is
    taken all the same (`read_mail`). Nothing of a message is ever in the log.
    """

    def __init__(self, gate: Gate, settings: Settings, territory: Territory, address: MailboxAddress) -> None:
        self._gate = gate
        self._address = address
        self._hours = territory.targets.hours_for("", is_urgent=False)
        self._own = parseaddr(settings.smtp_from)[1]
        self._acknowledges = settings.smtp_url is not None
        self._tries: dict[str, int] = {}
        self._forgets_at = monotonic() + PASSED_OVER_SECONDS

    async def run(self) -> int:
        """Take what waits, within RUN_SECONDS and MAILS_PER_RUN; return how many requests came of it.

        Raises: MailboxAwayError, MailboxRefusedError; what was taken before is taken.
        """
        if monotonic() > self._forgets_at:
            self._tries, self._forgets_at = {}, monotonic() + PASSED_OVER_SECONDS
        box = await Mailbox.open(self._address)
        ends, came = monotonic() + RUN_SECONDS, 0
        try:
            waiting = [uid for uid in await box.unread() if self._tries.get(uid, 0) < TRIES_MAX]
            for uid in waiting[:MAILS_PER_RUN]:
                if monotonic() > ends:
                    break
                came += await self._take(box, uid)
        finally:
            await box.close()
        return came

    async def _take(self, box: Mailbox, uid: str) -> bool:
        """Take one message; one that cannot be taken stays unread."""
        self._count(uid)
        try:
            fetched = await box.fetch(uid)
        except MailboxAwayError as error:  # it may be this message that the server dies of
            self._put_off(uid, error)
            raise
        if fetched is None:
            return False
        try:
            mail = await read_mail(fetched.content, is_whole=fetched.is_whole, own=self._own)
            if mail.is_raw:
                _log.warning("message not readable, its beginning taken", uid=uid)
            is_new = not mail.is_automatic and await self._keep(mail)
        except CordeeError as error:
            self._put_off(uid, error)
            if error.category in _LATER:
                raise
            return False
        except Exception as error:
            self._put_off(uid, error)
            return False
        await (box.mark_read(uid) if mail.is_automatic else box.mark_done(uid))
        self._tries.pop(uid, None)
        return is_new

    async def _keep(self, mail: Mail) -> bool:
        door = self._gate.system_door(PURPOSE)
        return await take_mail(door, mail, due_hours=self._hours, acknowledges=self._acknowledges)

    def _count(self, uid: str) -> None:
        while uid not in self._tries and len(self._tries) >= PUT_OFF_MAX:
            self._tries.pop(next(iter(self._tries)))
        self._tries[uid] = self._tries.get(uid, 0) + 1

    def _put_off(self, uid: str, error: Exception) -> None:
        _log.error("message not taken, left unread", uid=uid, tries=self._tries[uid], **fault(error))


def add_intake_task(app: App, gate: Gate, settings: Settings, territory: Territory) -> None:
    """Add the reading of the mailbox, every minute; nothing when none is set."""
    address = address_of(settings)
    if address is None:
        return
    intake, under_way = Intake(gate, settings, territory, address), asyncio.Lock()

    @app.periodic(cron="* * * * *")
    @app.task(name="read-mailbox", queueing_lock="read-mailbox", pass_context=False)
    async def read_mailbox(timestamp: int) -> None:
        """Take what waits in the mailbox; a server that is away is tried again at the next minute.

        A run that is long under way is not joined by another; those of two workers at once make nothing twice.
        """
        if under_way.locked():
            return
        try:
            async with under_way:
                came = await intake.run()
        except CordeeError as error:
            if error.category not in _AWAY:
                raise
            _log.warning("mailbox not read", code=error.code)
            return
        if came:
            _log.info("requests came by mail", count=came)

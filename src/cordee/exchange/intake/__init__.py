"""The coordination's mailbox, read over IMAP: unread messages come in, each bounded, and are marked once kept.

    async with await reading(address) as box:
        for uid in await box.unread():
            mail = read_mail(await box.fetch(uid))
            ...                        # kept first
            await box.mark_done(uid)   # marked after

Must not know what a message becomes: `care/requests` does.
"""

from cordee.exchange.intake.address import MailboxAddress, address_of, is_plain
from cordee.exchange.intake.errors import MailboxAwayError, MailboxRefusedError
from cordee.exchange.intake.mailbox import Fetched, Mailbox
from cordee.exchange.intake.reading import read_mail

__all__ = [
    "Fetched",
    "Mailbox",
    "MailboxAddress",
    "MailboxAwayError",
    "MailboxRefusedError",
    "address_of",
    "is_plain",
    "read_mail",
]

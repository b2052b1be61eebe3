"""The coordination's mailbox, read over IMAP: unread messages come in, each bounded, and are marked once kept.

    box = await Mailbox.open(address)
    for uid in await box.unread():
        fetched = await box.fetch(uid)
        if fetched is not None:            # somebody may have taken it away meanwhile
            mail = await read_mail(fetched.content, is_whole=fetched.is_whole)
            ...                            # kept first
            await box.mark_done(uid)       # marked after
    await box.close()

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

"""Where the mailbox is: `imaps://account@host/INBOX`, and a folder for what was taken."""

from urllib.parse import unquote, urlsplit

import msgspec

from cordee.kernel.loopback import LOOPBACK
from cordee.kernel.settings import Settings

_PORTS = {"imap": 143, "imaps": 993}


class MailboxAddress(msgspec.Struct, frozen=True, kw_only=True):
    """One folder of one account; `done` is the folder messages are moved to once taken, or nothing."""

    host: str
    port: int
    is_tls: bool
    account: str
    password: str
    folder: str
    done: str = ""


def address_of(settings: Settings) -> MailboxAddress | None:
    """Return the mailbox of the settings; None when none is read."""
    if not settings.intake_imap_url:
        return None
    parts = urlsplit(settings.intake_imap_url)
    return MailboxAddress(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        is_tls=parts.scheme == "imaps",
        account=unquote(parts.username or ""),
        password=settings.intake_imap_password or unquote(parts.password or ""),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        done=settings.intake_imap_done,
    )


def is_plain(address: MailboxAddress) -> bool:
    """Return whether the first words to the server travel in the clear, beyond this machine."""
    return not address.is_tls and address.host not in LOOPBACK

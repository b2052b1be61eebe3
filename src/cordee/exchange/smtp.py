"""Handing a message to the mail server of the settings."""

from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

ANSWER_SECONDS_MAX = 10.0
_PORTS = {"smtp": 587, "smtps": 465}
_PERMANENT = frozenset({550, 551, 553, 521, 556})  # no such mailbox, or none that takes mail


async def send(url: str, message: EmailMessage) -> None:
    """Return once the server has taken the message; raises what aiosmtplib raises, OSError and TimeoutError.

    A password is only ever sent over TLS.
    """
    parts = urlsplit(url)
    has_password = parts.password is not None
    await aiosmtplib.send(
        message,
        hostname=parts.hostname,
        port=parts.port or _PORTS.get(parts.scheme, 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password is not None else None,
        use_tls=parts.scheme == "smtps",
        start_tls=True if has_password and parts.scheme != "smtps" else None,
        timeout=ANSWER_SECONDS_MAX,
    )


def is_final(error: aiosmtplib.SMTPRecipientsRefused) -> bool:
    """Return whether the mailbox is refused for ever, and not for now."""
    return bool(error.recipients) and all(one.code in _PERMANENT for one in error.recipients)

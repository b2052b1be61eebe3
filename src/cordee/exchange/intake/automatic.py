"""Messages that no person wrote to us: they make no request, and are answered by nothing."""

import re
from email.message import EmailMessage

_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = re.compile(r"^(mailer-daemon|postmaster)@", re.IGNORECASE)
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})


def is_automatic(message: EmailMessage, sender: str, own: str = "") -> bool:
    """Return whether a message is an automatic reply, a bounce, a mailing, or came from ourselves.

    Source: RFC 3834 (Auto-Submitted, empty return path), RFC 3462 (reports); Precedence is older than both.
    """
    submitted = _word(message, "Auto-Submitted")
    return (
        (submitted not in {"", "no"})
        or _word(message, "Precedence") in _BULK
        or _text(message, "Return-Path").replace(" ", "") == "<>"
        or message.get_content_type() in _REPORTS
        or _MACHINES.match(sender) is not None
        or (bool(own) and sender.casefold() == own.casefold())
    )


def _word(message: EmailMessage, name: str) -> str:
    return _text(message, name).partition(";")[0].strip().casefold()


def _text(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "")).strip()

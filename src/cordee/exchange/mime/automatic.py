"""Messages that no person wrote to us: they make no request, and are answered by nothing."""

import re

from cordee.exchange.mime.head import Head

_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = re.compile(r"^(mailer-daemon|postmaster)@", re.IGNORECASE)
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})


def is_automatic(head: Head, own: str = "") -> bool:
    """Return whether a message is an automatic reply, a bounce, a mailing, or came from ourselves.

    Source: RFC 3834 (Auto-Submitted, empty return path), RFC 3462 (reports); Precedence is older than both.
    """
    sender = head.sender()[1]
    submitted = _word(head, "auto-submitted")
    return (
        (submitted not in {"", "no"})
        or _word(head, "precedence") in _BULK
        or head.written("return-path").replace(" ", "") == "<>"
        or head.content_type() in _REPORTS
        or _MACHINES.match(sender) is not None
        or (bool(own) and sender.casefold() == own.casefold())
    )


def _word(head: Head, name: str) -> str:
    return head.written(name).partition(";")[0].strip().casefold()

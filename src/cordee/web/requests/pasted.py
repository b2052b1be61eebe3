"""A request that came by e-mail: what a pasted message says of who wrote it, why, and the rest as it is."""

import re

_FIELD = re.compile(r"^(de|from|expéditeur|objet|sujet|subject)\s*:\s*(.+)$", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)0[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_SENDER = frozenset({"de", "from", "expéditeur"})
_ANSWERED = re.compile(r"^((re|tr|fwd?|réf)\s*:\s*)+", re.IGNORECASE)
HEAD_LINES_MAX = 12


def filled_from_mail(text: str, reason_length: int) -> dict[str, str]:
    """Return the fields of the form a message fills: who writes, how to answer, in a phrase why, and its words.

    What looks like no head of a message is all taken as its words.
    """
    head, body = _parted(text.replace("\r\n", "\n").strip())
    sender = next((value for name, value in head if name in _SENDER), "")
    subject = next((value for name, value in head if name not in _SENDER), "")
    address, phone = _ADDRESS.search(sender) or _ADDRESS.search(text), _PHONE.search(body)
    return {
        "origin": "e-mail",
        "caller": _ADDRESS.sub("", sender).strip(" <>\"'()"),
        "caller_email": address[0] if address else "",
        "caller_phone": phone[0] if phone else "",
        "reason": _ANSWERED.sub("", subject)[:reason_length].strip(),
        "details": body,
    }


def _parted(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the lines `De : …`, `Objet : …` of the head, and what follows the last of them."""
    lines = text.split("\n")
    found = [
        (number, match) for number, line in enumerate(lines[:HEAD_LINES_MAX]) if (match := _FIELD.match(line))
    ]
    head = [(match[1].lower(), match[2].strip()) for _, match in found]
    after = found[-1][0] + 1 if found else 0
    return head, "\n".join(lines[after:]).strip()

"""The number a requester is given: short enough to say on the telephone, and drawn from the request's own id."""

import re
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L, U V taken for one another
LENGTH = 8
NUMBER = re.compile(rf"D-[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


def number_of(request_id: str) -> str:
    """Return the number of a request, as `D-7K3M-92QX`, always the same for one id; it tells nothing of the request."""
    drawn = int.from_bytes(sha256(f"request/{request_id}".encode()).digest())
    letters = ""
    for _ in range(LENGTH):
        drawn, rest = divmod(drawn, len(LETTERS))
        letters += LETTERS[rest]
    return f"D-{letters[:4]}-{letters[4:]}"

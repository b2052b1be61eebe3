"""One seal: the head of the chain, signed, as one line of JSON.

What is signed is the line without its signature, encoded as here: keys in this order, no spaces. `previous` is the
SHA-256 of the line before, so that a line taken out of the file is missed by the next one.
"""

import hashlib
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cordee.access.trace.keys import SealKey

_encode = msgspec.json.Encoder().encode
NO_LINE = "0" * 64
"""What the first line of a file names as the one before."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed: link, its digest, lines of the trace up to it, instant, key, and the place in the file."""

    sequence: int
    number: int
    digest: str
    rows: int
    at: datetime
    key: str
    previous: str


class Seal(Statement, frozen=True, kw_only=True):
    """A statement with its signature, in hexadecimal."""

    signature: str

    @property
    def statement(self) -> Statement:
        """Return what was signed."""
        return Statement(**{name: getattr(self, name) for name in Statement.__struct_fields__})


def sign(statement: Statement, key: SealKey) -> str:
    """Return the line of a seal, without its end of line."""
    signature = key.private.sign(_encode(statement)).hex()
    fields = {name: getattr(statement, name) for name in Statement.__struct_fields__}
    return _encode(Seal(**fields, signature=signature)).decode()


def read_seal(line: str) -> Seal | None:
    """Return the seal of a line, or None when it is none."""
    try:
        return msgspec.json.decode(line, type=Seal)
    except msgspec.MsgspecError:
        return None


def is_signed(seal: Seal, keys: dict[str, Ed25519PublicKey]) -> bool:
    """Return whether one of the keys signed it, the one it names."""
    key = keys.get(seal.key)
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(seal.signature), _encode(seal.statement))
    except (InvalidSignature, ValueError):
        return False
    return True


def digest_of_line(line: str) -> str:
    """Return what the next line names this one by."""
    return hashlib.sha256(line.encode()).hexdigest()

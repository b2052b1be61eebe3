"""Recovery codes: ten codes on paper, each good once, for who has lost their phone."""

import hashlib
import secrets

CODES = 10
GROUPS = 4
GROUP_LETTERS = 4  # 16 letters of 32: 80 bits, so that a plain digest gives nothing to guess from
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read for another


def new_codes() -> list[str]:
    """Return ten new codes, such as `K7QM-2XWA-94HT-RBND`."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(CODES)]


def digest_of(code: str) -> bytes:
    """Return what is kept of a code; spaces, hyphens and small letters make no difference."""
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).digest()


def looks_like_one(code: str) -> bool:
    """Return whether a text has the length of a recovery code, and not of an application's."""
    return sum(letter in ALPHABET for letter in code.upper()) == GROUPS * GROUP_LETTERS


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LETTERS))

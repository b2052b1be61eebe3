"""One sign-in under way, from leaving for the provider to coming back: what the browser keeps meanwhile."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec

from cordee.kernel.clock import now

ATTEMPT_LIFE = timedelta(minutes=10)
RANDOM_BYTES = 32


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What ties the provider's answer to the browser that asked.

    `resume` is the page to come back to; `session_id` is set when somebody signed in proves again who they are;
    `is_anew` asks the provider to authenticate, whoever it remembers.
    """

    provider: str
    state: str
    nonce: str
    verifier: str
    resume: str
    started_at: datetime
    session_id: str = ""
    is_anew: bool = False

    @property
    def challenge(self) -> str:
        """Return what the provider is told of the verifier. Source: RFC 7636 section 4.2, S256."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @property
    def has_expired(self) -> bool:
        """Return whether it began too long ago, or in the future."""
        return not timedelta(0) <= now() - self.started_at <= ATTEMPT_LIFE


def new_attempt(provider: str, resume: str, session_id: str = "", *, is_anew: bool = False) -> Attempt:
    """Return an attempt that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
    return Attempt(
        provider=provider,
        state=state,
        nonce=nonce,
        verifier=verifier,
        resume=resume,
        started_at=now(),
        session_id=session_id,
        is_anew=is_anew or bool(session_id),
    )


def pack(attempt: Attempt) -> str:
    """Return an attempt as a cookie holds it."""
    return base64.urlsafe_b64encode(msgspec.json.encode(attempt)).decode()


def unpack(text: str) -> Attempt | None:
    """Return the attempt of a cookie, or None when it holds none."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text), type=Attempt)
    except (ValueError, msgspec.MsgspecError):
        return None

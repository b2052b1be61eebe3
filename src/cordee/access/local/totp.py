"""Codes of an authenticator application (TOTP, RFC 6238): six digits, thirty seconds, one step of tolerance."""

import hmac
import io
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
TOLERANCE_STEPS = 1  # a phone's clock half a minute off
SECRET_BYTES = 20  # RFC 4226 section 4, R6
ISSUER = "Cordée"


def new_secret() -> str:
    """Return a new secret, in base32 as applications take it."""
    return pyotp.random_base32(SECRET_BYTES * 8 // 5)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the step whose code this is, within the tolerance of an instant; None when it is none of them.

    The caller uses the step up, so that no code passes twice.
    """
    digits = "".join(character for character in code if not character.isspace())
    if not (digits.isascii() and digits.isdigit()):
        return None
    clock = pyotp.TOTP(secret, interval=STEP_SECONDS)
    today = int(at.timestamp()) // STEP_SECONDS
    found = None
    for step in range(today - TOLERANCE_STEPS, today + TOLERANCE_STEPS + 1):
        if hmac.compare_digest(clock.generate_otp(step), digits):
            found = step
    return found


def address_of(secret: str, email: str) -> str:
    """Return the address an application reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=email, issuer_name=ISSUER)


def picture_of(secret: str, email: str) -> str:
    """Return the QR code as an inline SVG without style or script, drawn in the current colour."""
    kept = io.BytesIO()
    code = segno.make(address_of(secret, email), error="m", micro=False)
    code.save(
        kept,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
        nl=False,
    )
    return kept.getvalue().decode()

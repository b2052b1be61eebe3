"""What an application asks for in its authorization request, checked; and the answer that goes back to it.

Source: RFC 6749 section 4.1, RFC 7636, RFC 9207; https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec

from cordee.access.applications.address import ServerAddress
from cordee.access.errors import OAuthError
from cordee.access.scopes import read_scopes
from cordee.store.applications.registry import ApplicationRow

TEXT_LENGTH_MAX = 2_000  # characters of one parameter
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an application asked for, checked but for the launch, which needs to know who is signed in."""

    redirect_uri: str
    state: str
    scopes: str
    nonce: str
    challenge: str


class SentBackError(Exception):
    """A refusal that the application itself is to hear: `location` is where the person goes with it."""

    def __init__(self, redirect_uri: str, state: str, address: ServerAddress, refusal: OAuthError) -> None:
        super().__init__(refusal.error)
        told = {"error": refusal.error, "error_description": refusal.message_en}
        self.location = answer_to(redirect_uri, state, address, told)


def read_asked(
    form: Mapping[str, str], application: ApplicationRow, redirect_uri: str, address: ServerAddress
) -> Asked:
    """Return what is asked, narrowed to what the application is registered for; raises OAuthError for what is wrong."""
    if text_of(form, "response_type") != "code":
        raise _bad(
            "unsupported_response_type", "Seul response_type=code est permis.", "Only response_type=code."
        )
    challenge = text_of(form, "code_challenge")
    if text_of(form, "code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise _bad("invalid_request", "PKCE (S256) est obligatoire.", "PKCE with S256 is required.")
    if not text_of(form, "state"):
        raise _bad("invalid_request", "Le paramètre state est obligatoire.", "state is required.")
    if text_of(form, "aud").rstrip("/") != address.fhir:
        raise _bad("invalid_request", "aud doit être la base FHIR.", "aud must be the base of the FHIR API.")
    for name in ("state", "nonce", "launch"):
        if len(form.get(name, "")) > TEXT_LENGTH_MAX:
            raise _bad("invalid_request", "Un paramètre est trop long.", "A parameter is too long.")
    scopes = read_scopes(text_of(form, "scope"))
    if scopes.of_context("system"):
        raise _bad("invalid_scope", "system/ est réservé aux systèmes.", "system/ is for backend services.")
    given = scopes.within(read_scopes(application.scopes))
    if not given.clinical and "openid" not in given:
        raise _bad("invalid_scope", "Aucun de ces droits n’est permis.", "None of these scopes is allowed.")
    if "launch" in given and not text_of(form, "launch"):
        raise _bad("invalid_request", "Le paramètre launch manque.", "launch is missing.")
    return Asked(
        redirect_uri=redirect_uri,
        state=text_of(form, "state"),
        scopes=given.text,
        nonce=text_of(form, "nonce"),
        challenge=challenge,
    )


def text_of(form: Mapping[str, str], name: str) -> str:
    """Return a parameter; one with a NUL, which nothing here can hold, counts as missing."""
    text = form.get(name, "")
    return "" if "\x00" in text else text


def _bad(error: str, french: str, english: str) -> OAuthError:
    return OAuthError(error, french, english)


def answer_to(redirect_uri: str, state: str, address: ServerAddress, answer: dict[str, str]) -> str:
    """Return the redirect URI with the answer; `iss` says which server it comes from. Source: RFC 9207."""
    told = answer | ({"state": state} if state else {}) | {"iss": address.fhir}
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return f"{redirect_uri}{joint}{urlencode(told)}"

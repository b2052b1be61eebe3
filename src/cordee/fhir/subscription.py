"""What a Subscription asks for: which resources, by which channel, with which payload. Pure.

Source: https://hl7.org/fhir/R4/subscription.html
"""

import re
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.search import Query, parse_query
from cordee.kernel.errors import CordeeError, RuleViolatedError

JSON_PAYLOADS = frozenset({"application/fhir+json", "application/json"})
HEARTBEAT_EXTENSION = (
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period"
)
CRITERIA_CHARACTERS_MAX = 4000
HEADERS_MAX = 20
HEARTBEAT_SECONDS_MIN = 10
HEADER_CHARACTERS_MAX = 4000

_CHANNELS = frozenset({"rest-hook", "email", "websocket"})
_RESULT_PARAMETERS = frozenset(
    {"_sort", "_count", "_include", "_revinclude", "_summary", "_elements", "_total", "_cursor", "_format",
     "_pretty", "_contained", "_containedType", "_type"}
)  # fmt: skip
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+): *([\x20-\x7e]*)")
_NOT_THEIRS = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "te", "trailer",
     "expect", "idempotency-key"}
)  # fmt: skip
_MAIL = re.compile(r"mailto:([^\s@,;:<>?&]{1,64}@[A-Za-z0-9\-.]{1,190})")


class UnsupportedSubscriptionError(RuleViolatedError):
    """The Subscription asks for something this server could not deliver; it was not stored."""

    code = "unsupported-subscription"


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """How to tell the subscriber. `has_content`: the resource itself is sent, else only that there is one."""

    kind: str
    endpoint: str
    has_content: bool
    headers: tuple[tuple[str, str], ...] = ()


def check(subscription: Any) -> None:
    """Return when the server can honour a typed Subscription; raises UnsupportedSubscriptionError saying why not."""
    channel_of(subscription)
    query_of(subscription.criteria or "")


def query_of(criteria: str, *more: tuple[str, str]) -> Query:
    """Return the query the criteria say, narrowed by further pairs.

    When the criteria are no search of one type, name a parameter or a modifier that is unknown, or one that shapes
    results instead of choosing them, raises UnsupportedSubscriptionError.
    """
    type_name, pairs = _read(criteria)
    try:
        return parse_query(type_name, [*pairs, *more], strict=True)
    except CordeeError as error:
        raise UnsupportedSubscriptionError(
            f"Les critères de l’abonnement ne sont pas pris en charge : {error.message_fr}",
            f"The criteria of the subscription are not supported: {error.message_en}",
            error.issues,
        ) from error


def type_of(criteria: str) -> str:
    """Return the resource type criteria are about."""
    return criteria.lstrip("/").partition("?")[0]


def channel_of(subscription: Any) -> Channel:
    """Return the channel of a typed Subscription; raises UnsupportedSubscriptionError when it cannot be served."""
    channel = subscription.channel
    payload = (channel.payload or "").partition(";")[0].strip().lower()
    if channel.type not in _CHANNELS:
        raise _refused("channel.type", "rest-hook, email, websocket")
    if payload and (payload not in JSON_PAYLOADS or channel.type != "rest-hook"):
        raise _refused("channel.payload", "application/fhir+json (rest-hook), vide / none (email, websocket)")
    endpoint = channel.endpoint or ""
    if channel.type == "rest-hook":
        _check_address(endpoint)
    elif channel.type == "email" and _MAIL.fullmatch(endpoint) is None:
        raise _refused("channel.endpoint", "mailto:name@example.org")
    return Channel(
        kind=channel.type,
        endpoint=endpoint,
        has_content=bool(payload),
        headers=_headers(channel.header or ()),
    )


def mailbox(endpoint: str) -> str:
    """Return the address of a `mailto:` endpoint that was checked."""
    return endpoint.removeprefix("mailto:")


def end_of(subscription: Any) -> datetime | None:
    """Return the instant after which nothing more is wanted; None for none, or one no clock can show."""
    try:
        return datetime.fromisoformat(subscription.end) if subscription.end else None
    except ValueError:
        return None


def heartbeat_of(subscription: Any) -> int | None:
    """Return after how many seconds of silence the subscriber wants a word; None when that is not said."""
    for extension in subscription.channel.extension or ():
        if extension.url == HEARTBEAT_EXTENSION and extension.valueUnsignedInt is not None:
            return max(int(extension.valueUnsignedInt), HEARTBEAT_SECONDS_MIN)
    return None


def _read(criteria: str) -> tuple[str, list[tuple[str, str]]]:
    type_name, _, text = criteria.lstrip("/").partition("?")
    if type_name not in RESOURCE_TYPES or len(criteria) > CRITERIA_CHARACTERS_MAX:
        raise _refused("criteria", "Observation?code=…")
    pairs = parse_qsl(text, keep_blank_values=True)
    if any(name.partition(":")[0] in _RESULT_PARAMETERS for name, _ in pairs):
        raise _refused("criteria", "des critères de recherche seulement / search criteria only")
    return type_name, pairs


def _check_address(endpoint: str) -> None:
    try:
        parts = urlsplit(endpoint)
        parts.port  # noqa: B018  reading it is the check
    except ValueError:
        raise _refused("channel.endpoint", "https://…") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise _refused("channel.endpoint", "https://…")


def _headers(lines: Any) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for line in lines:
        match = _HEADER.fullmatch(line or "")
        if match is None or match[1].lower() in _NOT_THEIRS or match[1].lower().startswith("x-cordee-"):
            raise _refused("channel.header", "Authorization: Bearer …")
        found.append((match[1], match[2]))
    if len(found) > HEADERS_MAX or sum(len(value) for _, value in found) > HEADER_CHARACTERS_MAX:
        raise _refused("channel.header", f"{HEADERS_MAX} × {HEADER_CHARACTERS_MAX}")
    return tuple(found)


def _refused(path: str, accepted: str) -> UnsupportedSubscriptionError:
    return UnsupportedSubscriptionError(
        f"Abonnement refusé : Subscription.{path} n’est pas pris en charge. Accepté : {accepted}. "
        "Rien n’a été enregistré.",
        f"Subscription refused: Subscription.{path} is not supported. Accepted: {accepted}. Nothing was stored.",
    )

"""Web push: a word to a browser through its maker, encrypted for that browser alone, and saying nothing anyway.

Source: RFC 8030, 8188, 8291 and 8292 (VAPID).
"""

import asyncio
import json
import ssl
from urllib.parse import urlsplit

import httpcore
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from cordee.access.local.secret_key import secret_key
from cordee.exchange.subscriptions.errors import NotDeliveredError, UndeliverableError
from cordee.exchange.subscriptions.targets import GuardedNetwork, Targets
from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.settings import Settings

ANSWER_SECONDS_MAX = 10.0
CONNECTIONS_MAX = 8
KEPT_SECONDS = 24 * 3600  # by the browser's maker, for a browser that is closed
WORDS = {"title": "Cordée", "body": "Un nouvel élément vous attend dans Cordée.", "url": "/avis"}
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
_GONE = frozenset({404, 410})
_SEED_BYTES = 48


class PushNotSentError(CordeeError):
    """The browser's maker does not take the word for now; it is tried again."""

    code = "push-not-sent"
    category = Category.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Le service de notification du navigateur n’accepte pas l’avis pour le moment : un nouvel essai suivra.",
            "The browser's push service does not take the notice for now; it is tried again.",
        )


class GoneBrowserError(CordeeError):
    """The browser is not registered any more, or its address cannot be spoken to; nothing was sent."""

    code = "browser-gone"
    category = Category.GONE

    def __init__(self) -> None:
        super().__init__(
            "Ce navigateur ne reçoit plus les avis de Cordée. Rien n’est parti.",
            "This browser takes no notices of Cordée any more. Nothing was sent.",
        )


class Push:
    """Speaks to browsers' makers in the name of this installation, whose key comes of its secret key."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._targets = Targets((), settings.subscription_private)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=CONNECTIONS_MAX,
            network_backend=GuardedNetwork(self._targets),
        )
        self._key: ec.EllipticCurvePrivateKey | None = None

    @property
    def public_key(self) -> str:
        """Return the key a browser registers with, the same for ever; raises SecretKeyError."""
        point = self._private().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return str(b64urlencode(point))

    async def tell(self, endpoint: str, p256dh: str, auth: str, *, is_urgent: bool) -> None:
        """Send the one word there is; raises PushNotSentError, GoneBrowserError."""
        try:
            self._targets.check(endpoint)
        except (UndeliverableError, ValueError) as error:
            raise GoneBrowserError from error
        body = _sealed(endpoint, p256dh, auth)
        headers = {
            **self._signature(endpoint),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEPT_SECONDS),
            "urgency": "high" if is_urgent else "normal",
            "topic": "cordee",  # one word waits for a closed browser, however many were said
        }
        await self._post(endpoint, body, headers)

    async def _post(self, endpoint: str, body: bytes, headers: dict[str, str]) -> None:
        authority = urlsplit(endpoint).netloc
        sent = [("host", authority), *headers.items(), ("content-length", str(len(body)))]
        try:
            async with (
                asyncio.timeout(ANSWER_SECONDS_MAX),
                self._pool.stream("POST", endpoint, headers=sent, content=body) as answer,
            ):
                status = int(answer.status)
        except UndeliverableError as error:
            raise GoneBrowserError from error
        except (
            NotDeliveredError,
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            OSError,
        ) as error:
            raise PushNotSentError from error
        if status in _GONE:
            raise GoneBrowserError
        if not 200 <= status < 300:
            raise PushNotSentError

    def _signature(self, endpoint: str) -> dict[str, str]:
        parts = urlsplit(endpoint)
        claims = {"sub": f"mailto:{self._settings.smtp_from}", "aud": f"{parts.scheme}://{parts.netloc}"}
        signed: dict[str, str] = Vapid02(self._private()).sign(claims)
        return signed

    def _private(self) -> ec.EllipticCurvePrivateKey:
        if self._key is None:
            derive = HKDF(hashes.SHA256(), _SEED_BYTES, salt=None, info=b"cordee web push")
            seed = int.from_bytes(derive.derive(secret_key(self._settings)))
            self._key = ec.derive_private_key(seed % (_ORDER - 1) + 1, ec.SECP256R1())
        return self._key


def _sealed(endpoint: str, p256dh: str, auth: str) -> bytes:
    """Return the words encrypted for one browser; raises GoneBrowserError when its keys are none."""
    from pywebpush import WebPusher, WebPushException  # noqa: PLC0415  two HTTP clients come with it, for who sends only

    browser = {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
    try:
        body: bytes = WebPusher(browser).encode(json.dumps(WORDS, ensure_ascii=False).encode())["body"]
    except (WebPushException, ValueError) as error:
        raise GoneBrowserError from error
    return body

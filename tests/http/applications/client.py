"""What an application does over HTTP, right or wrong."""

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

BASE = "http://cordee.test"
FHIR = f"{BASE}/fhir"
TOKEN = f"{BASE}/oauth/token"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def jwks(*keys: ECKey | RSAKey) -> str:
    """Return the public halves of keys as a JWKS."""
    return json.dumps(KeySet(list(keys)).as_dict(private=False))


def sign(key: Any, claims: dict[str, Any], *, algorithm: str, **header: Any) -> str:
    """Return signed claims."""
    named = {"alg": algorithm, "kid": key.kid} | header
    return jwt.encode(named, claims, key, algorithms=[algorithm])


class App:
    """One registered application."""

    def __init__(
        self, client: httpx.AsyncClient, id_: str, *, secret: str = "", redirect_uri: str = ""
    ) -> None:
        self.http = client
        self.id = id_
        self.secret = secret
        self.redirect_uri = redirect_uri
        self.verifier = secrets.token_urlsafe(48)

    def claims(self, **said: Any) -> dict[str, Any]:
        """Return the claims of a good assertion, but for what is said."""
        moment = int(time.time())
        good = {
            "iss": self.id, "sub": self.id, "aud": TOKEN, "exp": moment + 240, "iat": moment,
            "jti": secrets.token_hex(8),
        }  # fmt: skip
        return {name: value for name, value in (good | said).items() if value is not None}

    async def system_token(self, assertion: str, scope: str = "system/*.rs") -> httpx.Response:
        """Ask for a token of a backend service."""
        form = {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
        }
        return await self.http.post("/oauth/token", data=form)

    def challenge(self) -> str:
        """Return the PKCE challenge of this application's verifier."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def asking(self, scope: str, **said: str | None) -> dict[str, str]:
        """Return the parameters of a good authorization request, but for what is said; None leaves one out."""
        good: dict[str, str | None] = {
            "response_type": "code", "client_id": self.id, "redirect_uri": self.redirect_uri, "scope": scope,
            "state": "state-1", "aud": FHIR, "code_challenge": self.challenge(), "code_challenge_method": "S256",
        }  # fmt: skip
        return {name: value for name, value in (good | said).items() if value is not None}

    async def token(self, **form: str) -> httpx.Response:
        """Call the token endpoint, proving who it is as it was registered to."""
        return await self.post("/oauth/token", form)

    async def exchange(self, code: str, **said: str) -> httpx.Response:
        """Exchange a code as it must be, but for what is said."""
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
        }  # fmt: skip
        return await self.token(**(form | said))

    async def post(self, path: str, form: dict[str, str]) -> httpx.Response:
        """Call an endpoint with what proves who this is."""
        if self.secret:
            return await self.http.post(path, data=form, auth=(self.id, self.secret))
        return await self.http.post(path, data=form | {"client_id": self.id})

    async def fhir(self, token: str, path: str, method: str = "GET", **kwargs: Any) -> httpx.Response:
        """Call the FHIR API with a token."""
        headers = {"Authorization": f"Bearer {token}"} | kwargs.pop("headers", {})
        return await self.http.request(method, f"/fhir/{path}", headers=headers, **kwargs)


def answered(location: str) -> dict[str, str]:
    """Return the parameters an application is answered in its redirect URI."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}

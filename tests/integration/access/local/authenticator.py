"""An authenticator in software: makes passkeys and answers challenges as a browser hands them over."""

import hashlib
import json
import os
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One passkey on one device. Its counter, and whether it verifies its owner, can be set."""

    def __init__(self, *, verifies: bool = True) -> None:
        self.id = os.urandom(32)
        self.count = 0
        self.handle = b""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._flags = PRESENT | (VERIFIED if verifies else 0)

    def register(self, options: str, origin: str = "http://localhost:8471") -> str:
        """Return what a browser sends once a passkey was made for these options."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        numbers = self._key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        data = (
            self._head(asked["rp"]["id"], ATTESTED)
            + bytes(16)
            + len(self.id).to_bytes(2, "big")
            + self.id
            + cbor2.dumps(public)
        )
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"], origin)
        return self._sent({"attestationObject": attestation, "clientDataJSON": client})

    def answer(self, options: str, origin: str = "http://localhost:8471") -> str:
        """Return what a browser sends once this passkey has answered these options."""
        asked = json.loads(options)
        data = self._head(asked["rpId"], 0)
        client = self._client("webauthn.get", asked["challenge"], origin)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._sent(
            {
                "authenticatorData": data,
                "clientDataJSON": client,
                "signature": signature,
                "userHandle": self.handle,
            }
        )

    def _head(self, host: str, more: int) -> bytes:
        return (
            hashlib.sha256(host.encode()).digest()
            + bytes([self._flags | more])
            + self.count.to_bytes(4, "big")
        )

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        ).encode()

    def _sent(self, response: dict[str, bytes]) -> str:
        id_ = bytes_to_base64url(self.id)
        told: dict[str, Any] = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": told})

"""The key this server signs identity tokens with: a file of the data folder, made at its first use.

The file is a JSON Web Key Set. Its first key signs; the others are published too, so that a key can be replaced without
refusing what the one before has signed. Servers on several machines over one database share the file.
"""

import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

FILE = "identity-token-keys.json"
RSA_BITS = 2048
ALGORITHM = "RS256"  # the one every OpenID Connect client knows
MODE = 0o600


class SigningKey:
    """Signs claims, and hands out the public keys."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / FILE
        self._keys: KeySet | None = None

    def sign(self, claims: dict[str, Any]) -> str:
        """Return the claims as a signed token."""
        key = self._loaded().keys[0]
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])

    def public(self) -> dict[str, Any]:
        """Return the public keys as a JSON Web Key Set."""
        keys = [key.as_dict(private=False) for key in self._loaded().keys]
        return {"keys": [{**key, "use": "sig", "alg": ALGORITHM} for key in keys]}

    def _loaded(self) -> KeySet:
        if self._keys is None:
            if not self._file.exists():
                _make(self._file)
            self._keys = KeySet.import_key_set(json.loads(self._file.read_text()))
        return self._keys


def _make(file: Path) -> None:
    """Make the file, readable by this account only; of two processes at once, the first one's stays."""
    key = RSAKey.generate_key(RSA_BITS, {"kid": secrets.token_hex(8)})
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    try:
        with os.fdopen(descriptor, "w") as opened:
            json.dump({"keys": [key.as_dict(private=True)]}, opened)
            opened.flush()
            os.fsync(opened.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink()

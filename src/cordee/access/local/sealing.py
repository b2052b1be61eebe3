"""Sealing what the database keeps but must not give away, such as the secret of an authenticator."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cordee.access.local.secret_key import SecretKeyError, secret_key
from cordee.kernel.settings import Settings

NONCE_BYTES = 12
CIPHER_KEY_BYTES = 32
_FORM = b"\x01"  # AES-256-GCM, key by HKDF-SHA256: another way of sealing would take another first byte
_PURPOSE = b"cordee: credentials at rest"


class Sealer:
    """Seals by AES-256-GCM under a key derived from the installation's; the key is read at its first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cipher: AESGCM | None = None

    def seal(self, plain: bytes, owner: str) -> bytes:
        """Return the plain bytes, sealed for one owner: moved to another's row they no longer open."""
        nonce = os.urandom(NONCE_BYTES)
        return _FORM + nonce + self._key().encrypt(nonce, plain, owner.encode())

    def open(self, sealed: bytes, owner: str) -> bytes:
        """Return what was sealed for that owner; SecretKeyError when it was not, or under another key."""
        form, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            if form != _FORM:
                raise ValueError
            return self._key().decrypt(nonce, rest, owner.encode())
        except (InvalidTag, ValueError) as error:
            raise SecretKeyError(
                "Ce qui est gardé a été scellé avec une autre clé secrète : rendez à ce serveur la clé d’origine "
                "(CORDEE_SECRET_KEY_FILE).",
                "What is kept was sealed under another secret key: give this server the original one "
                "(CORDEE_SECRET_KEY_FILE).",
            ) from error

    def _key(self) -> AESGCM:
        if self._cipher is None:
            derive = HKDF(algorithm=hashes.SHA256(), length=CIPHER_KEY_BYTES, salt=None, info=_PURPOSE)
            self._cipher = AESGCM(derive.derive(secret_key(self._settings)))
        return self._cipher

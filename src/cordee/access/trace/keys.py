"""The Ed25519 key seals are signed with, and the public keys they are verified with.

The private key never leaves its file, made readable by its owner only. The public keys lie beside it in `NAME.pub`: one
PEM block a key, so that seals signed before a change of key are still verified.
"""

import hashlib
import os
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cordee.access.trace.errors import SealKeyError

KEY_ID_CHARS = 16
_END = b"-----END PUBLIC KEY-----\n"
_OWNER_ONLY = 0o600
_OTHERS = 0o077


class SealKey(msgspec.Struct, frozen=True):
    """A private key and the name seals give it."""

    private: Ed25519PrivateKey
    key_id: str


def key_to_sign(path: Path) -> SealKey:
    """Return the key of a file, made when there is none.

    Raises SealKeyError when the file is no Ed25519 key, cannot be read or written, or can be read by others.
    """
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & _OTHERS:
            raise SealKeyError(path)
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise SealKeyError(path)
        _publish(path, private.public_key())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SealKeyError(path) from error
    return SealKey(private, key_id_of(private.public_key()))


def keys_to_verify(path: Path) -> dict[str, Ed25519PublicKey]:
    """Return the public keys beside a private one by their names; none when there is no such file."""
    try:
        blocks = _public(path).read_bytes().split(_END)
        keys = [serialization.load_pem_public_key(block + _END) for block in blocks if block.strip()]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise SealKeyError(_public(path)) from error
    return {key_id_of(key): key for key in keys if isinstance(key, Ed25519PublicKey)}


def key_id_of(key: Ed25519PublicKey) -> str:
    """Return the name of a key: the beginning of the SHA-256 of its raw bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:KEY_ID_CHARS]


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def _publish(path: Path, key: Ed25519PublicKey) -> None:
    if key_id_of(key) in keys_to_verify(path):
        return
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    with _public(path).open("ab") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def _public(path: Path) -> Path:
    return path.with_name(f"{path.name}.pub")

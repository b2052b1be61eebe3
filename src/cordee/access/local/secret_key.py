"""The secret key of an installation: from the environment, from a file, or made once in the data folder."""

import base64
import binascii
import contextlib
import os
import secrets
from pathlib import Path

from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.settings import Settings

KEY_BYTES_MIN = 32
NAME = "secret-key"


class SecretKeyError(CordeeError):
    """The secret key cannot be had, or is not the one that sealed what is to be opened."""

    code = "secret-key"
    category = Category.UNAVAILABLE


def secret_key(settings: Settings) -> bytes:
    """Return the secret key; the same for every process of one installation.

    CORDEE_SECRET_KEY, or the file CORDEE_SECRET_KEY_FILE; else `secret-key` of the data folder, made when absent and
    readable by its owner alone. Several machines over one database must be given the same.
    Raises: SecretKeyError when it cannot be read, or is shorter than 32 bytes (base64).
    """
    text = settings.secret_key or _read_or_make(settings.data_dir / NAME)
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < KEY_BYTES_MIN:
        raise SecretKeyError(
            "La clé secrète est illisible ou trop courte. Donnez-en une par CORDEE_SECRET_KEY_FILE "
            "(« openssl rand -base64 32 »).",
            "The secret key is unreadable or too short. Give one by CORDEE_SECRET_KEY_FILE "
            "(`openssl rand -base64 32`).",
        )
    return key


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, ValueError) as error:
        raise SecretKeyError(
            "Le fichier secret-key du dossier de données ne se lit pas : vérifiez à qui il appartient.",
            "The file secret-key of the data folder cannot be read: check whose it is.",
        ) from error


def _read_or_make(path: Path) -> str:
    """Return the key of a file, made first when there is none: of two processes at once, one makes it."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES_MIN)).decode() + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)  # whole or not at all, and never over another's
        except OSError as error:
            raise SecretKeyError(
                "La clé secrète n’a pas pu être créée dans le dossier de données : vérifiez qu’il est accessible en "
                "écriture, ou donnez CORDEE_SECRET_KEY_FILE.",
                "The secret key could not be made in the data folder: let it be written, or give "
                "CORDEE_SECRET_KEY_FILE.",
            ) from error
        finally:
            fresh.unlink(missing_ok=True)
    return _read(path)

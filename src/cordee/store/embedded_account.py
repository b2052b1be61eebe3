"""Who runs the embedded server when root starts Cordée: PostgreSQL refuses to run as root.

A system account of its own, without shell, home or password, owns the data folder. To get there through folders
closed to others (such as /root) that account alone is let through, by an access-control entry that allows passing
and neither listing nor reading; nobody else gains anything.
"""

import os
import pwd
import stat
import struct
import subprocess
from pathlib import Path
from typing import NamedTuple

from cordee.kernel.errors import Category, CordeeError

NAME = "embedded_postgres"
_ACCESS_ACL = "system.posix_acl_access"
_ACL_VERSION = 2
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_PASS = 1  # the x bit: go through


class ServerAccountError(CordeeError):
    """The account of the embedded server could not be created; nothing was started."""

    code = "server-account"
    category = Category.UNAVAILABLE


class Account(NamedTuple):
    """The system account of the server."""

    user: int
    group: int


def account_for_root() -> Account:
    """Return the server's account, created when the system does not have it yet.

    Raises: ServerAccountError when the system refuses to create it.
    """
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _create()
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError as error:
            raise ServerAccountError(
                f"Lancé par root, PostgreSQL a besoin d’un compte système, et « useradd {NAME} » a échoué. "
                "Lancez Cordée avec un compte ordinaire, ou donnez une base par CORDEE_DATABASE_URL.",
                f"Started by root, PostgreSQL needs a system account, and `useradd {NAME}` failed. "
                "Start Cordée from an ordinary account, or give a database by CORDEE_DATABASE_URL.",
            ) from error
    return Account(entry.pw_uid, entry.pw_gid)


def owner_of(folder: Path) -> Account | None:
    """Return the account that already owns a database folder, None when there is none or it is root's."""
    try:
        status = folder.stat()
    except FileNotFoundError:
        return None
    return Account(status.st_uid, status.st_gid) if status.st_uid != 0 else None


def _create() -> None:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        NAME,
    ]
    try:
        subprocess.run(command, check=False, capture_output=True)
    except OSError:
        return  # no such tool: the caller looks the account up and explains


def let_reach(path: Path, account: Account) -> None:
    """Let the account pass through every folder above `path` that is closed to it."""
    for folder in reversed(path.parents):
        if not _may_pass(folder, account):
            _let_pass(folder, account)


def open_programs(folder: Path) -> None:
    """Make the server's programs readable by everyone, as a system package would: a strict umask closes them."""
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode
        wanted = mode | 0o044 | (0o011 if mode & stat.S_IXUSR else 0)
        if mode != wanted and not path.is_symlink():
            path.chmod(stat.S_IMODE(wanted))


def _may_pass(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.user:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_mode & stat.S_IXOTH:
        return True
    entries = _entries(folder)
    mask = next((allowed for tag, allowed, _ in entries if tag == _MASK), _PASS)  # a later chmod may close it
    return any(
        tag == _USER and who == account.user and allowed & mask & _PASS for tag, allowed, who in entries
    )


def _let_pass(folder: Path, account: Account) -> None:
    entries = [entry for entry in _entries(folder) if not (entry[0] == _USER and entry[2] == account.user)]
    entries = [(tag, allowed | _PASS if tag == _MASK else allowed, who) for tag, allowed, who in entries]
    entries.append((_USER, _PASS, account.user))
    if not any(tag == _MASK for tag, _, _ in entries):
        of_group = next(allowed for tag, allowed, _ in entries if tag == _GROUP_OBJ)
        entries.append((_MASK, of_group | _PASS, _NO_ID))
    packed = b"".join(struct.pack("<HHI", *entry) for entry in sorted(entries, key=lambda e: (e[0], e[2])))
    try:
        os.setxattr(folder, _ACCESS_ACL, struct.pack("<I", _ACL_VERSION) + packed)
    except (OSError, AttributeError):
        folder.chmod(
            stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH
        )  # no such lists here: passing, for all


def _entries(folder: Path) -> list[tuple[int, int, int]]:
    """Return the access-control entries of a folder, those of its plain mode when it has no list."""
    try:
        listed = os.getxattr(folder, _ACCESS_ACL)
    except (OSError, AttributeError):
        mode = folder.stat().st_mode
        return [
            (_USER_OBJ, mode >> 6 & 7, _NO_ID),
            (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
            (_OTHER, mode & 7, _NO_ID),
        ]
    return list(struct.iter_unpack("<HHI", listed[4:]))

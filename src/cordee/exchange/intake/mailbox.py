"""One connection to the mailbox: each command in a thread, each answer within a delay.

Reading never marks (`BODY.PEEK`): who reads keeps first, then marks. A server that
goes away in the middle leaves unread what was not marked.
"""

import asyncio
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import msgspec

from cordee.exchange.intake.address import MailboxAddress, is_plain
from cordee.exchange.intake.errors import MailboxAwayError, MailboxRefusedError
from cordee.exchange.intake.folder_name import folder_name

ANSWER_SECONDS_MAX = 20.0
MAIL_BYTES_MAX = 40 * 1024 * 1024  # as mail servers take; beyond it only the beginning is read
BEGINNING_BYTES = 256 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

T = TypeVar("T")


class Fetched(msgspec.Struct, frozen=True):
    """The bytes of a message; `is_whole` is False when it is larger than MAIL_BYTES_MAX and was cut."""

    content: bytes
    is_whole: bool


class Mailbox:
    """An open folder. Every method raises MailboxAwayError when the server goes away, and changes nothing then."""

    def __init__(self, server: imaplib.IMAP4, address: MailboxAddress, can: frozenset[str]) -> None:
        self._server = server
        self._address = address
        self._can = can

    @classmethod
    async def open(cls, address: MailboxAddress) -> "Mailbox":
        """Return the folder, open; raises MailboxAwayError, MailboxRefusedError.

        A password never travels in the clear, but within this machine.
        """
        with _told():
            return await asyncio.to_thread(lambda: cls(*_opened(address)))

    async def unread(self) -> list[str]:
        """Return the unread messages, oldest first, however many."""
        (found,) = await self._ask(lambda: self._uid("SEARCH", "UNSEEN", "UNDELETED"))
        numbers = found.split() if isinstance(found, bytes) else []
        return sorted((one.decode("ascii") for one in numbers), key=int)

    async def fetch(self, uid: str) -> Fetched | None:
        """Return a message without marking it; None when it is not there any more."""
        return await self._ask(lambda: self._fetched(uid))

    async def mark_read(self, uid: str) -> None:
        """Mark a message as read and leave it where it is."""
        await self._ask(lambda: self._uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))

    async def mark_done(self, uid: str) -> None:
        """Mark a message as read, then move it to the folder of what was taken, when one is set."""
        await self.mark_read(uid)
        if self._address.done:
            await self._ask(lambda: self._move(uid))

    async def close(self) -> None:
        """Say goodbye; a server that is gone already is not minded."""
        with suppress(imaplib.IMAP4.error, OSError):
            await asyncio.to_thread(self._server.logout)

    async def _ask(self, command: Callable[[], T]) -> T:
        with _told():
            return await asyncio.to_thread(command)

    def _uid(self, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        answer, found = self._server.uid(*words)
        if answer != "OK":
            raise imaplib.IMAP4.abort(answer)
        return found

    def _fetched(self, uid: str) -> Fetched | None:
        size = _SIZE.search(b"".join(_flat(self._uid("FETCH", uid, "(RFC822.SIZE)"))))
        if size is None:
            return None
        is_whole = int(size[1]) <= MAIL_BYTES_MAX
        part = "" if is_whole else f"<0.{BEGINNING_BYTES}>"
        found = self._uid("FETCH", uid, f"(BODY.PEEK[]{part})")
        content = next((one[1] for one in found if isinstance(one, tuple)), None)
        return Fetched(content, is_whole) if content is not None else None

    def _move(self, uid: str) -> None:
        """Move a message; the folder is made when it is missing. One that cannot be moved stays, read."""
        folder = folder_name(self._address.done)
        if "MOVE" in self._can:
            if self._server.uid("MOVE", uid, folder)[0] != "OK":
                self._server.create(folder)
                self._server.uid("MOVE", uid, folder)
            return
        if self._server.uid("COPY", uid, folder)[0] != "OK":
            self._server.create(folder)
            if self._server.uid("COPY", uid, folder)[0] != "OK":
                return
        self._uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._can:  # without it others' deletions would go too
            self._uid("EXPUNGE", uid)


def _opened(address: MailboxAddress) -> tuple[imaplib.IMAP4, MailboxAddress, frozenset[str]]:
    """Return a connection on the open folder and what its server can do; one that fails on the way is closed."""
    server = _connected(address)
    try:
        _ensure_private(server, address)
        server.login(address.account, address.password)
        if server.select(folder_name(address.folder))[0] != "OK":
            raise MailboxRefusedError
        return server, address, _abilities(server)
    except BaseException:
        server.shutdown()
        raise


def _connected(address: MailboxAddress) -> imaplib.IMAP4:
    if address.is_tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=ANSWER_SECONDS_MAX)
    return imaplib.IMAP4(address.host, address.port, timeout=ANSWER_SECONDS_MAX)


def _ensure_private(server: imaplib.IMAP4, address: MailboxAddress) -> None:
    """Go on in cipher when the server can; refuse to speak in the clear to another machine."""
    if address.is_tls:
        return
    if "STARTTLS" in server.capabilities:
        server.starttls(ssl.create_default_context())
    elif is_plain(address):
        raise MailboxRefusedError


def _abilities(server: imaplib.IMAP4) -> frozenset[str]:
    """Return what a server can do for who is signed in: more than it says at the door."""
    return frozenset(b" ".join(_flat(server.capability()[1])).decode("ascii", "replace").upper().split())


@contextmanager
def _told() -> Iterator[None]:
    """Say in our words what the library raises; its own may hold an account's name."""
    try:
        yield
    except (imaplib.IMAP4.abort, imaplib.IMAP4.readonly, ssl.SSLEOFError, TimeoutError) as problem:
        raise MailboxAwayError from problem
    except (imaplib.IMAP4.error, ssl.SSLError) as problem:
        raise MailboxRefusedError from problem
    except (OSError, EOFError) as problem:
        raise MailboxAwayError from problem


def _flat(found: list[bytes | tuple[bytes, bytes] | None]) -> Iterator[bytes]:
    for one in found:
        if isinstance(one, bytes):
            yield one
        elif one is not None:
            yield from one

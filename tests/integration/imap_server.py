"""A real IMAP server of the tests' own, in memory: pymap, a stranger's implementation of the protocol."""

import asyncio
import contextlib
import imaplib
import threading
from argparse import Namespace
from collections.abc import Iterator

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

ACCOUNT, PASSWORD = "appui", "secret-of-the-test"
PATIENCE_SECONDS = 10.0
_ARGUMENTS = {
    "debug": False,
    "cert": None,
    "key": None,
    "tls": False,
    "proxy_protocol": None,
    "passlib_cfg": None,
}


class ImapServer:
    """One account; `url` is what Cordée is given, `put` what the outside world does, `flags` what it sees."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"imap://{ACCOUNT}@127.0.0.1:{port}/INBOX"

    def put(self, *messages: bytes) -> None:
        """Deliver messages."""
        with self._client() as client:
            for message in messages:
                client.append("INBOX", None, None, message)

    def count(self, folder: str = "INBOX", wanted: str = "ALL") -> int:
        """Return how many messages of a folder are as wanted; 0 when it does not exist."""
        with self._client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return 0
            return len(client.uid("SEARCH", wanted)[1][0].split())

    def mark_unread(self, folder: str = "INBOX") -> None:
        """Mark every message of a folder unread again."""
        with self._client() as client:
            client.select(folder)
            client.store("1:*", "-FLAGS", r"(\Seen)")

    @contextlib.contextmanager
    def _client(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            client.login(ACCOUNT, PASSWORD)
            yield client
        finally:
            client.logout()


@contextlib.contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run a mail server with an empty mailbox for the time of the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_start(), loop).result(PATIENCE_SECONDS)
    try:
        yield ImapServer(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(PATIENCE_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_SECONDS)
        loop.close()


async def _start() -> asyncio.Server:
    arguments = Namespace(
        demo_data=False, demo_user=ACCOUNT, demo_password=PASSWORD, host=None, port=0, inherited_sockets=None,
        **_ARGUMENTS,
    )  # fmt: skip
    backend, config = await DictBackend.init(arguments, hash_context=BuiltinHash(rounds=1))
    config.apply_context()
    callback = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    return await asyncio.start_server(callback, "127.0.0.1", 0)


async def _stop(server: asyncio.Server) -> None:
    server.close()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await server.wait_closed()

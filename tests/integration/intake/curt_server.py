"""A mail server of few words: it can what a test says, refuses from the command a test says, keeps what it heard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cordee.exchange.intake import MailboxAddress

PASSWORD = "secret-of-the-test"
PATIENCE_SECONDS = 5.0
HERE, ELSEWHERE = "127.0.0.1", "127.1"
"""Both lead to this machine; the second is no name it is known by, as that of any other machine."""


class CurtServer:
    """One server. `commands` are those it heard, in their order."""

    def __init__(self, can: str, refuses_from: int) -> None:
        self.commands: list[str] = []
        self.port = 0
        self._can = can
        self._refuses_from = refuses_from
        self._left = asyncio.Event()

    def address(self, host: str) -> MailboxAddress:
        """Return where the mailbox is for who calls this machine so."""
        return MailboxAddress(
            host=host, port=self.port, is_tls=False, account="appui", password=PASSWORD, folder="INBOX"
        )

    async def until_left(self) -> None:
        """Wait until who was connected has hung up."""
        await asyncio.wait_for(self._left.wait(), PATIENCE_SECONDS)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until it hangs up."""
        writer.write(b"* OK ready\r\n")
        while words := (await reader.readline()).decode().split():
            self.commands.append(words[1])
            is_refused = len(self.commands) >= self._refuses_from
            if words[1] == "CAPABILITY" and not is_refused:
                writer.write(f"* CAPABILITY IMAP4rev1 {self._can}\r\n".encode())
            writer.write(f"{words[0]} {'BAD' if is_refused else 'OK'} said\r\n".encode())
        self._left.set()
        writer.close()


@asynccontextmanager
async def curt_server(can: str = "", refuses_from: int = 100) -> AsyncIterator[CurtServer]:
    """Run a server that refuses every command from one on, the first being 1, for the time of the block."""
    curt = CurtServer(can, refuses_from)
    server = await asyncio.start_server(curt.answer, HERE, 0)
    curt.port = server.sockets[0].getsockname()[1]
    try:
        yield curt
    finally:
        server.close()

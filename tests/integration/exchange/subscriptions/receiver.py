"""A real HTTP receiver on the loopback, that answers as a test wants and keeps what it was told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Told:
    """One request received."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """Return handshake, event or heartbeat."""
        return self.headers["x-cordee-kind"]

    @property
    def number(self) -> int:
        """Return the number of an event."""
        return int(self.headers["x-cordee-event"])


@dataclass
class Receiver:
    """`status` is what it answers next; while `silent`, it answers nothing."""

    port: int = 0
    status: int = 200
    silent: bool = False
    told: list[Told] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}/hook"

    def events(self) -> list[Told]:
        """Return the events received."""
        return [one for one in self.told if one.kind == "event"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *lines = head.decode().split("\r\n")
                headers = {
                    name.lower(): value.strip()
                    for name, _, value in (one.partition(":") for one in lines if one)
                }
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                method, path, _ = line.split(" ")
                self.told.append(Told(method, path, headers, body))
                while self.silent:
                    await asyncio.sleep(0.01)
                writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Give a receiver for the time of the block."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        receiver.silent = False
        server.close()

"""The external party: a process that speaks clamd's INSTREAM and knows one signature, EICAR's."""

import asyncio
import struct
import sys
from pathlib import Path
from types import TracebackType

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STARTING_S = 20.0


class Clamd:
    """Runs the daemon on a local socket for the time of the block."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self.address = f"unix:{socket}"

    async def __aenter__(self) -> "Clamd":
        self._process = await asyncio.create_subprocess_exec(sys.executable, __file__, str(self._socket))
        async with asyncio.timeout(STARTING_S):
            while not self._socket.exists():
                await asyncio.sleep(0.05)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        await self._process.wait()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack("!I", await reader.readexactly(4))[0]:
        content += await reader.readexactly(size)
    found = EICAR in content
    writer.write(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")
    await writer.drain()
    writer.close()


async def _serve(path: str) -> None:
    server = await asyncio.start_unix_server(_answer, path)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))

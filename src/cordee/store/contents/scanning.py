"""The virus scanner: clamd's INSTREAM, over a local socket or TCP. Source: clamd(8), "INSTREAM"."""

import asyncio
import struct

from cordee.kernel.log import get_logger
from cordee.store.contents.errors import ScannerSilentError

CHUNK_BYTES = 256 * 1024
ANSWER_BYTES_MAX = 4096
SECONDS_MAX = 60.0
THREAT_LENGTH = 80
_FOUND = " FOUND"

_log = get_logger(__name__)


class Scanner:
    """Asks a clamd whether bytes hold a known threat. `address` is `unix:/path`, or `tcp:host:port`."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def threat(self, content: bytes) -> str:
        """Return the name of the threat found, empty when there is none.

        When it does not answer in a minute, or cannot look (too large for it, out of order), raises ScannerSilentError.
        """
        try:
            async with asyncio.timeout(SECONDS_MAX):
                said = await self._ask(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            _log.error("scanner silent", error=type(error).__name__)
            raise ScannerSilentError from error
        if said.endswith(_FOUND):
            return said.removesuffix(_FOUND).partition(": ")[2][:THREAT_LENGTH] or "inconnue"
        if said.endswith(" OK"):
            return ""
        _log.error("scanner refused", words=len(said))
        raise ScannerSilentError

    async def _ask(self, content: bytes) -> str:
        reader, writer = await self._connect()
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK_BYTES):
                chunk = content[start : start + CHUNK_BYTES]
                writer.write(struct.pack("!I", len(chunk)) + chunk)
                await writer.drain()
            writer.write(struct.pack("!I", 0))
            await writer.drain()
            answer = await reader.read(ANSWER_BYTES_MAX)
        finally:
            writer.close()
        return answer.decode("utf-8", errors="replace").strip("\0 \n")

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        kind, _, rest = self._address.partition(":")
        if kind == "unix":
            return await asyncio.open_unix_connection(rest)
        host, _, port = rest.rpartition(":")
        return await asyncio.open_connection(host, int(port))

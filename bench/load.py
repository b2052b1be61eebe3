"""The load client: raw HTTP/1.1 over keep-alive connections, in a process of its own, the same for both sides.

Each connection sends its next request as soon as the last answer is whole. Requests come ready-made, so that the
client costs the servers as little of the two cores as it can.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

import msgspec
import uvloop

CONNECTIONS = 16
TIMEOUT_S = 30.0
REFUSED_MAX = 16  # a run that is refused says nothing, and ends
ROOT = Path(__file__).resolve().parents[1]


class Order(msgspec.Struct, kw_only=True):
    """What to send: the requests in turn, over and over, until the seconds have passed."""

    port: int
    requests: list[bytes]
    seconds: float
    connections: int = CONNECTIONS


class Result(msgspec.Struct, kw_only=True):
    """What came back. Times are milliseconds from a request sent to its answer complete."""

    done: int
    refused: int
    seconds: float
    p50: float
    p95: float
    bytes_received: int

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return self.done / self.seconds


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return one request as it goes over the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        *(f"{k}: {v}" for k, v in (headers or {}).items()),
    ]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def load(order: Order) -> Result:
    """Send an order from another process and return what came back; RuntimeError when anything was refused."""
    finished = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=msgspec.msgpack.encode(order),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=order.seconds + TIMEOUT_S,
    )
    result = msgspec.msgpack.decode(finished.stdout, type=Result)
    if result.refused or not result.done:
        raise RuntimeError(f"{result.refused} of {result.done} requests were refused")
    return result


class _Client(asyncio.Protocol):
    """One connection: one request under way at a time."""

    def __init__(self, run: "_Run") -> None:
        self._run = run
        self._head = b""
        self._missing = -1
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's does not derive from it
        self._send()

    def data_received(self, data: bytes) -> None:
        self._run.received += len(data)
        if self._missing < 0:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._missing = _length(self._head[:end]) - (len(self._head) - end - 4)
        else:
            self._missing -= len(data)
        if self._missing <= 0:
            self._run.count(self._head[9:10] == b"2", time.perf_counter() - self._sent_at)
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._run.is_over():
            self._run.refused += 1
        self._run.closed()

    def _send(self) -> None:
        if self._run.is_over():
            self._transport.close()
            return
        self._head, self._missing = b"", -1
        self._sent_at = time.perf_counter()
        self._transport.write(self._run.next_request())


class _Run:
    """What the connections of one order share."""

    def __init__(self, order: Order) -> None:
        self._requests = order.requests
        self._open = order.connections
        self._next = 0
        self._ends_at = time.perf_counter() + order.seconds
        self.times: list[float] = []
        self.refused = 0
        self.received = 0
        self.finished = asyncio.Event()

    def next_request(self) -> bytes:
        self._next = (self._next + 1) % len(self._requests)
        return self._requests[self._next]

    def count(self, is_success: bool, seconds: float) -> None:
        self.times.append(seconds)
        self.refused += not is_success

    def is_over(self) -> bool:
        return self.refused > REFUSED_MAX or time.perf_counter() >= self._ends_at

    def closed(self) -> None:
        self._open -= 1
        if self._open == 0:
            self.finished.set()


def _length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(b"content-length:")
    if start < 0:
        return 0
    return int(lowered[start + 15 :].split(b"\r\n", 1)[0])


async def _send(order: Order) -> Result:
    run, loop = _Run(order), asyncio.get_running_loop()
    started = time.perf_counter()
    for _ in range(order.connections):
        await loop.create_connection(lambda: _Client(run), "127.0.0.1", order.port)
    await run.finished.wait()
    seconds = time.perf_counter() - started
    cuts = statistics.quantiles(run.times, n=20) if len(run.times) > 1 else [0.0] * 19
    return Result(
        done=len(run.times),
        refused=run.refused,
        seconds=seconds,
        p50=cuts[9] * 1000,
        p95=cuts[18] * 1000,
        bytes_received=run.received,
    )


def main() -> None:
    """Read an order on standard input, send it, and write the result on standard output."""
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    result = uvloop.run(_send(order))
    sys.stdout.buffer.write(msgspec.msgpack.encode(result))


if __name__ == "__main__":
    main()

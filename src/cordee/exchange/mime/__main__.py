"""Read one message, bytes on the standard input, and answer its Body in MessagePack; bounded by the kernel.

    python -m cordee.exchange.mime SECONDS

Past that processor time the kernel ends it; short of memory, or when the message cannot be read, it exits UNREADABLE.
"""

import resource
import sys
from contextlib import suppress

import msgspec

from cordee.exchange.mime.body import read_body

UNREADABLE = 65  # EX_DATAERR
MEMORY_BYTES_MAX = 1024 * 1024 * 1024  # the largest message taken, of 40 MiB, needs some 500 MiB


def main() -> int:
    """Return the exit code: 0 once the body is answered."""
    seconds = int(sys.argv[1])
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_AS, MEMORY_BYTES_MAX)
    _lower(resource.RLIMIT_CORE, 0)  # it would hold the message
    try:
        answer = msgspec.msgpack.encode(read_body(sys.stdin.buffer.read()))
    except Exception:  # whatever the parser makes of it, memory and depth included
        return UNREADABLE
    sys.stdout.buffer.write(answer)
    return 0


def _lower(kind: int, most: int) -> None:
    """Bound something this process uses; where the system has no such bound, the others hold."""
    hard = resource.getrlimit(kind)[1]
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())

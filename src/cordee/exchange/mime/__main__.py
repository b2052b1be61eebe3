"""Read one message, bytes on the standard input, and answer its Body in MessagePack; bounded by the kernel.

    python -m cordee.exchange.mime SECONDS BYTES

Past that processor time the kernel ends it (SIGXCPU); past that memory, or when the message cannot be read, it exits
UNREADABLE.
"""

import resource
import sys
from contextlib import suppress

import msgspec

from cordee.exchange.mime import UNREADABLE
from cordee.exchange.mime.body import read_body


def main() -> int:
    """Return the exit code: 0 once the body is answered."""
    seconds, byte_count = int(sys.argv[1]), int(sys.argv[2])
    _lower(resource.RLIMIT_CPU, seconds, seconds + 1)
    _lower(resource.RLIMIT_AS, byte_count, byte_count)
    _lower(resource.RLIMIT_CORE, 0, 0)  # it would hold the message
    try:
        answer = msgspec.msgpack.encode(read_body(sys.stdin.buffer.read()))
    except Exception:  # whatever the parser makes of it, memory and depth included
        return UNREADABLE
    sys.stdout.buffer.write(answer)
    return 0


def _lower(kind: int, soft: int, hard: int) -> None:
    """Bound something this process uses; where the system has no such bound, the others hold."""
    most = resource.getrlimit(kind)[1]
    bounds = (soft, hard) if most == resource.RLIM_INFINITY else (min(soft, most), min(hard, most))
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, bounds)


if __name__ == "__main__":
    sys.exit(main())

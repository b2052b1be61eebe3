"""What a message says, from its bytes: its head, its words, its files, each bounded, however broken or hostile.

Owns MIME (RFC 2045, 2047, 2231, 5322). The head is cheap to read anywhere (`head_of`). The body is read in a process of
its own, which is ended when it takes too much: `python -m cordee.exchange.mime SECONDS BYTES`, a `Body` out. A
process is started for each message: nothing is imported here but the standard library and msgspec.
"""

from cordee.exchange.mime.automatic import is_automatic
from cordee.exchange.mime.body import Body, File
from cordee.exchange.mime.head import Head, beginning_of, head_of

__all__ = ["UNREADABLE", "Body", "File", "Head", "beginning_of", "head_of", "is_automatic"]

UNREADABLE = 65
"""What the process exits with when it could not read the message (EX_DATAERR)."""

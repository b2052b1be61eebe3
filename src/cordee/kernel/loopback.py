"""The names a machine calls itself by: what is said to one of them never leaves it."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

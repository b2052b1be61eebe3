"""Keeping the trace: linking it, sealing it outside the database, verifying it, letting it go at its term.

Owns the seal key, the seal file and the one object that uses them with the chain. Must not know pages or HTTP.
"""

from cordee.access.trace.keeper import TraceKeeper, TraceState

__all__ = ["TraceKeeper", "TraceState"]
